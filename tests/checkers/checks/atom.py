"""Every Atom feed keeps to the grammar of RFC 4287, to the rules of it that a grammar cannot hold, and to what the W3C's validator warns of."""

import re
import subprocess
from pathlib import Path

from lxml import etree

from .folder import ATOM, Problem

# Attributes of HTML that the W3C's validator calls a possible risk (its class SecurityRiskAttr).
RISKY = re.compile(r"\s(role|aria-\w+|data-[\w-]+|loading|decoding|srcset|sizes|style|on\w+)=")
GRAMMAR = Path(__file__).parent.parent / "atom.rnc"


def check(folder):
    feeds = [path for path, kind in folder.feeds() if kind == "atom"]
    if not feeds:
        yield Problem("atom.xml", 1, "the site has no Atom feed")
        return
    run = subprocess.run(["jing", "-c", str(GRAMMAR), *feeds], cwd=folder.root, capture_output=True, text=True)
    found = re.findall(r"^(.+?):(\d+):\d+: (?:error|fatal): (.*)$", run.stdout, re.M)
    if run.returncode != 0 and not found:
        raise RuntimeError(f"jing could not run: {run.stdout}{run.stderr}")
    for path, line, message in found:
        path = path.removeprefix("file:").removeprefix(f"{folder.root.resolve()}/")
        yield Problem(path, int(line), message)
    for path in feeds:
        try:
            yield from beyond_the_grammar(path, folder.xml(path))
            yield from warned_of(path, folder.xml(path))
        except etree.XMLSyntaxError:
            pass  # jing has said so


def beyond_the_grammar(path, feed):
    """What the RFC's own grammar leaves to Schematron assertions (sections 4.1.1 and 4.1.2)."""
    feed_has_author = feed.find(f"{ATOM}author") is not None
    for entry in feed.iter(f"{ATOM}entry"):
        content = entry.find(f"{ATOM}content")
        links = [link for link in entry.findall(f"{ATOM}link") if link.get("rel", "alternate") == "alternate"]
        if not feed_has_author and entry.find(f"{ATOM}author") is None:
            yield Problem(path, entry.sourceline, "neither the entry nor its feed has an author")
        if content is None and not links:
            yield Problem(path, entry.sourceline, "an entry without content needs an alternate link")
        if content is not None and content.get("src") and entry.find(f"{ATOM}summary") is None:
            yield Problem(path, entry.sourceline, "an entry whose content has a `src` needs a summary")


def warned_of(path, feed):
    seen = set()
    for entry in feed.iter(f"{ATOM}entry"):
        updated = entry.findtext(f"{ATOM}updated")
        if updated in seen:
            yield Problem(path, entry.sourceline, f"two entries were updated at {updated}")
        seen.add(updated)
        for tag in re.findall(r"<[a-zA-Z][^>]*>", entry.findtext(f"{ATOM}content") or ""):
            for name in RISKY.findall(tag):
                yield Problem(path, entry.sourceline, f"the content has the attribute `{name}`")
