"""feeds.opml parses, lists only feeds that are there, and lists every feed."""

from lxml import etree

from .folder import Problem

PATH = "feeds.opml"


def check(folder):
    if PATH not in folder.known:
        yield Problem(PATH, 1, "missing")
        return
    try:
        opml = folder.xml(PATH)
    except etree.XMLSyntaxError as error:
        yield Problem(PATH, error.lineno or 1, f"not well-formed: {error.msg}")
        return
    if opml.tag != "opml" or opml.get("version") != "2.0" or opml.find("head/title") is None or opml.find("body") is None:
        yield Problem(PATH, 1, "not OPML 2.0 with a title in its head and a body")
    feeds, listed = {path for path, _ in folder.feeds()}, set()
    for outline in opml.iter("outline"):
        if not outline.get("text"):
            yield Problem(PATH, outline.sourceline, "an outline has no `text`")
        address = outline.get("xmlUrl")
        if address is None:
            continue
        path = folder.file_at(address) if folder.owns(address) else None
        if path not in feeds:
            yield Problem(PATH, outline.sourceline, f"lists `{address}`, which is no feed of this site")
        elif path in listed:
            yield Problem(PATH, outline.sourceline, f"lists `{address}` twice")
        if outline.get("type") != "rss":  # the name OPML 2.0 gives to a subscription of any format
            yield Problem(PATH, outline.sourceline, 'a feed\'s outline needs `type="rss"`')
        listed.add(path)
    # A folder's feed comes in three formats with the same items. A reader who imports the list wants it once,
    # so one of the three is enough; archive pages have other names and are not subscribed to.
    formats = ("atom.xml", "rss.xml", "feed.json")
    for path in sorted(feeds - listed):
        folder_of, _, name = path.rpartition("/")
        siblings = {f"{folder_of}/{other}".lstrip("/") for other in formats}
        if name in formats and not siblings & listed:
            yield Problem(PATH, 1, f"does not list `{path}` in any of its formats")
            listed.add(path)
