"""Every RSS feed has what RSS 2.0 requires, once each, and nothing the specification does not know."""

from email.utils import parsedate_to_datetime

from lxml import etree

from .folder import ATOM, CONTENT, Problem

# https://www.rssboard.org/rss-specification: required and optional elements of channel and item.
CHANNEL = set("""title link description language copyright managingEditor webMaster pubDate lastBuildDate category generator
    docs cloud ttl image rating textInput skipHours skipDays item""".split())
ITEM = set("title link description author category comments enclosure guid pubDate source".split())
REPEATABLE = {"item", "category", "enclosure"}


def check(folder):
    feeds = [path for path, kind in folder.feeds() if kind == "rss"]
    if not feeds:
        yield Problem("rss.xml", 1, "the site has no RSS feed")
    for path in feeds:
        try:
            rss = folder.xml(path)
        except etree.XMLSyntaxError as error:
            yield Problem(path, error.lineno or 1, f"not well-formed: {error.msg}")
            continue
        for line, message in faults(rss):
            yield Problem(path, line, message)


def faults(rss):
    if rss.tag != "rss" or rss.get("version") != "2.0":
        yield rss.sourceline, 'the root is not `<rss version="2.0">`'
    channel = rss.find("channel")
    if channel is None or len(rss) != 1:
        yield rss.sourceline, "`rss` must hold one `channel` and nothing else"
        return
    for name in ("title", "link", "description"):
        if not (channel.findtext(name) or "").strip():
            yield channel.sourceline, f"the channel has no `{name}`"
    if not [link for link in channel.findall(f"{ATOM}link") if link.get("rel") == "self"]:
        yield channel.sourceline, 'the channel has no `<atom:link rel="self">`'
    yield from children(channel, CHANNEL, "channel")
    for item in channel.iter("item"):
        if item.find("title") is None and item.find("description") is None:
            yield item.sourceline, "the item has neither `title` nor `description`"
        if not (item.findtext(f"{CONTENT}encoded") or "").strip():
            yield item.sourceline, "the item has no `content:encoded`"
        yield from children(item, ITEM, "item")
    yield from dates(channel)
    for enclosure in channel.iter("enclosure"):
        for name in ("url", "length", "type"):
            if not enclosure.get(name):
                yield enclosure.sourceline, f"the enclosure has no `{name}`"


def children(parent, names, kind):
    seen = set()
    for child in parent.iterchildren(etree.Element):
        if child.tag.startswith("{"):
            continue  # a namespace may add anything
        if child.tag not in names:
            yield child.sourceline, f"`{child.tag}` is no element of an RSS {kind}"
        if child.tag in seen - REPEATABLE:
            yield child.sourceline, f"a second `{child.tag}` in one {kind}"
        seen.add(child.tag)


def dates(channel):
    for name in ("pubDate", "lastBuildDate"):
        for element in channel.iter(name):
            try:
                parsedate_to_datetime(element.text or "")
            except ValueError:
                yield element.sourceline, f"`{name}` is no RFC 822 date: `{element.text}`"
