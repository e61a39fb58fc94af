"""Nothing on the site points at an address or an anchor of the site that is not there, and no page loads anything from elsewhere."""

import json
import re
from functools import cache
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from lxml import etree

from .folder import ATOM, CONTENT, Problem, addresses, fragment, line_of

# Attributes and links that make a browser fetch something as it shows the page.
FETCHED = {"src", "srcset", "imagesrcset", "poster", "data"}
FETCHED_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "manifest", "apple-touch-icon", "prefetch"}


def check(folder):
    @cache
    def anchors(path):
        tree = folder.html(path)
        return set(tree.xpath("//@id")) | set(tree.xpath("//a/@name"))

    @cache
    def fault(address):
        """What is wrong with an absolute address, or None. Addresses of other sites are taken to be right."""
        if not folder.owns(address):
            return None
        page, anchor = urldefrag(address)
        path = folder.file_at(page)
        if path is None:
            return f"`{address}` leads nowhere"
        anchor = unquote(anchor).partition(":~:")[0]
        if path.endswith(".html") and anchor not in ("", "top") and anchor not in anchors(path):
            return f"`{address}` leads to a page that has no `#{anchor}`"
        return None

    for path, line, address, fetched in pointers(folder):
        if fetched and not folder.owns(address) and urlsplit(address).scheme != "data":
            yield Problem(path, line, f"loads `{address}` from elsewhere")
        wrong = fault(address)
        if wrong:
            yield Problem(path, line, wrong)


def pointers(folder):
    """(path, line, absolute address, whether it is fetched with the page)"""
    for path in folder.ending(".html"):
        yield from page(folder, path)
    for path in folder.ending(".css"):
        text = folder.text(path)
        for match in re.finditer(r"""url\(\s*["']?([^"')]+)["']?\s*\)|@import\s+["']([^"']+)""", text):
            address = match[1] or match[2]
            yield path, text.count("\n", 0, match.start()) + 1, urljoin(folder.address(path), address), True
    for path in folder.ending(".md", "llms.txt"):
        text = folder.text(path)
        # Fences and code spans show links and make none. Blanks in their place keep the line numbers.
        prose = re.sub(r"^(```|~~~).*?^\1|`[^`\n]+`", lambda code: re.sub(r"[^\n]", " ", code[0]), text, flags=re.M | re.S)
        for match in re.finditer(r"\]\(<?([^\s)>]+)", prose):
            yield path, prose.count("\n", 0, match.start()) + 1, urljoin(folder.address(path), match[1]), False
    for path in folder.ending(".xml", ".opml"):
        yield from xml(folder, path)
    for path in folder.ending(".json"):
        yield from document(folder, path)


def page(folder, path):
    tree = folder.html(path)
    base = urljoin(folder.address(path), (tree.xpath("string(//base/@href)")))
    for element, name, address in addresses(tree):
        if element.tag == "base":
            continue
        rels = set((element.get("rel") or "").split())
        fetched = name in FETCHED or (element.tag == "link" and bool(rels & FETCHED_LINKS))
        yield path, element.sourceline, urljoin(base, address), fetched
    for meta in tree.iter("meta"):
        content = meta.get("content") or ""
        if (meta.get("http-equiv") or "").lower() == "refresh" and "url=" in content.lower():
            yield path, meta.sourceline, urljoin(base, re.split("url=", content, flags=re.I)[1].strip("'\" ")), False
        if (meta.get("property") or meta.get("name") or "") in ("og:url", "og:image", "twitter:image"):
            yield path, meta.sourceline, urljoin(base, content), False


def xml(folder, path):
    try:
        root = folder.xml(path)
    except etree.XMLSyntaxError:
        return  # the checkers of each format say so
    base = folder.address(path)
    for node in root.itersiblings(preceding=True):
        if isinstance(node, etree._ProcessingInstruction) and node.get("href"):
            yield path, node.sourceline, urljoin(base, node.get("href")), True
    for element in root.iter(etree.Element):
        for name in ("href", "src", "url", "xmlUrl", "htmlUrl"):
            if element.get(name):
                yield path, element.sourceline, urljoin(base, element.get(name)), False
        text = (element.text or "").strip()
        if etree.QName(element).localname in ("link", "loc", "url", "docs", "comments") and text:
            yield path, element.sourceline, urljoin(base, text), False
        if element.tag == f"{CONTENT}encoded" or (element.tag in (f"{ATOM}content", f"{ATOM}summary") and element.get("type") == "html"):
            for _, _, address in addresses(fragment(text or " ")):
                yield path, element.sourceline, urljoin(base, address), False


def document(folder, path):
    """Every string of a JSON document that is an address of this site, and every link in its HTML."""
    text = folder.text(path)
    if path == "api/v1/schema.json":
        return
    try:
        values = strings(json.loads(text))
    except json.JSONDecodeError:
        return
    for key, value in values:
        found = [value] if folder.owns(value) and not re.search(r"\s", value) else []
        if key in ("html", "content_html"):
            found = [address for _, _, address in addresses(fragment(value or " "))]
        for address in found:
            # A blank of an address stands for what some file is called.
            if "{" in address and any(re.fullmatch(shape(address), folder.address(known)) for known in folder.known):
                continue
            yield path, line_of(text, json.dumps(value, ensure_ascii=False)), urljoin(folder.address(path), address), False


def shape(address):
    return "".join(".+" if part.startswith("{") else re.escape(part) for part in re.split(r"(\{\w+\})", address))


def strings(node, key=""):
    if isinstance(node, str):
        yield key, node
    elif isinstance(node, dict):
        for name, child in node.items():
            yield from strings(child, name)
    elif isinstance(node, list):
        for child in node:
            yield from strings(child, key)
