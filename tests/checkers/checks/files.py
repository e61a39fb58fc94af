"""The files around the pages: Markdown twins, llms.txt, sitemap.xml, robots.txt."""

import re

from lxml import etree

from .folder import Problem

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
# Tools rather than texts: their Markdown would say nothing.
WITHOUT_TWIN = re.compile(r"(^|/)(upgrade|search|stats|in-app)/")


def check(folder):
    for path in ("index.html", "404.html", "llms.txt", "sitemap.xml", "robots.txt"):
        if path not in folder.known:
            yield Problem(path, 1, "missing")
    for path in folder.pages():
        twin = path.removesuffix(".html") + ".md"
        if path.endswith("index.html") and not WITHOUT_TWIN.search(path) and twin not in folder.known:
            yield Problem(path, 1, f"has no Markdown twin `{twin}`")
    for path in folder.ending("index.md"):
        if not folder.text(path).lstrip().startswith("# "):
            yield Problem(path, 1, "does not open with a heading `# `")
    if "robots.txt" in folder.known and f"Sitemap: {folder.base}sitemap.xml" not in folder.text("robots.txt"):
        yield Problem("robots.txt", 1, "does not name the sitemap")
    if "sitemap.xml" in folder.known:
        yield from sitemap(folder)


def sitemap(folder):
    try:
        root = folder.xml("sitemap.xml")
    except etree.XMLSyntaxError as error:
        yield Problem("sitemap.xml", error.lineno or 1, f"not well-formed: {error.msg}")
        return
    pages, listed = set(folder.pages()), set()
    for loc in root.iter(f"{SITEMAP}loc"):
        address = (loc.text or "").strip()
        path = folder.file_at(address) if folder.owns(address) else None
        if path not in pages or path == "404.html":
            yield Problem("sitemap.xml", loc.sourceline, f"lists `{address}`, which is no page of this site")
        elif path in listed:
            yield Problem("sitemap.xml", loc.sourceline, f"lists `{address}` twice")
        listed.add(path)
    if not listed:
        yield Problem("sitemap.xml", 1, "lists no page")
