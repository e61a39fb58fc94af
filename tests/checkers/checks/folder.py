"""A built site as the checkers see it: a folder of files, the address it will have, and the day it was built.

Every checker is a function from a Folder to Problems. None writes anything.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree, html

# XML 1.0 allows no other character below U+0020, nor these two (section 2.2).
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
FEED_HISTORY = "{http://purl.org/syndication/history/1.0}"


class Problem(NamedTuple):
    path: str
    line: int
    message: str

    def __str__(self):
        return f"{self.path}:{self.line}: {self.message}"


@dataclass
class Folder:
    root: Path
    base: str = "https://releases.static-research.example/"
    today: date = date(2026, 11, 22)
    parsed: dict = field(default_factory=dict)

    @cached_property
    def files(self):
        """Paths from the root with forward slashes, sorted."""
        return sorted(p.relative_to(self.root).as_posix() for p in self.root.rglob("*") if p.is_file())

    @cached_property
    def known(self):
        return set(self.files)

    def ending(self, *suffixes):
        return [path for path in self.files if path.endswith(suffixes)]

    def pages(self):
        """Every page a reader reads: redirect stubs are left out."""
        return [path for path in self.ending(".html") if not self.html(path).xpath("//meta[@http-equiv='refresh' or @http-equiv='Refresh']")]

    def text(self, path):
        return (self.root / path).read_text(encoding="utf-8")

    def html(self, path):
        if path not in self.parsed:
            self.parsed[path] = html.document_fromstring((self.root / path).read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
        return self.parsed[path]

    def xml(self, path):
        """Raises etree.XMLSyntaxError. No entity is expanded and nothing is fetched."""
        return etree.parse(str(self.root / path), etree.XMLParser(resolve_entities=False, no_network=True)).getroot()

    def address(self, path):
        return self.base + re.sub(r"(^|/)index\.html$", r"\1", path)

    def owns(self, address):
        return address.startswith(self.base) or address == self.base.rstrip("/")

    def file_at(self, address):
        """The file that a static host sends for an address of this site, or None."""
        path = unquote(urlsplit(address).path)[len(urlsplit(self.base).path):].lstrip("/")
        if path == "" or path.endswith("/"):
            path += "index.html"
        return path if path in self.known else None

    def feeds(self):
        """(path, kind) of every feed, archive pages too, told by what is in the file and not by its name."""
        for path in self.ending(".xml", ".json"):
            head = (self.root / path).read_bytes()[:2000]
            if path.endswith(".json"):
                if b"jsonfeed.org/version" in head:
                    yield path, "json"
            elif b"xml-namespaces/sparkle" in head:
                continue  # an appcast is for an updater and no feed, though its elements are those of RSS
            elif b"<rss" in head:
                yield path, "rss"
            elif b"<feed" in head:
                yield path, "atom"


def line_of(text, needle):
    """The line on which a string first stands, or 1: JSON and iCalendar readers keep no places."""
    at = text.find(needle)
    return text.count("\n", 0, at) + 1 if at >= 0 else 1


# Attributes whose value is one address. `srcset` holds several and is taken apart below.
ADDRESSES = ("href", "src", "poster", "action", "formaction", "cite", "data", "{http://www.w3.org/1999/xlink}href", "xlink:href")


def addresses(tree):
    """(element, attribute, address) of everything an HTML tree points at."""
    for element in tree.iter(etree.Element):
        for name, value in element.items():
            if name in ADDRESSES:
                yield element, name, value.strip()
            elif name in ("srcset", "imagesrcset"):
                for candidate in re.split(r",\s+", value.strip()):
                    yield element, name, candidate.split()[0] if candidate.split() else ""


def fragment(markup):
    """HTML out of a feed or API document, as a tree."""
    return html.fragment_fromstring(markup, create_parent="div")


def resolve(base, address):
    return urljoin(base, address)
