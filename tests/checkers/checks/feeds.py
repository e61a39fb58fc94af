"""What no grammar sees: every feed read by a feed reader's parser, and none of the faults that feeds often have."""

import json
import re
from datetime import datetime, time, timezone
from email.utils import parsedate_to_datetime
from typing import NamedTuple

import feedparser
import feedparser_rs
from lxml import etree

from .folder import ATOM, CONTENT, FORBIDDEN, Problem, addresses, fragment, line_of

# RFC 4151: tag:authority,date:specific. The date is part of it, so an id survives a change of owner of the host.
TAG = re.compile(r"tag:[A-Za-z0-9.@-]+,\d{4}(-\d\d(-\d\d)?)?:[\w.!~*'();:@&=+$,/?%#-]+")


class Item(NamedTuple):
    line: int
    id: str
    title: str
    updated: str | None
    content: str
    permalink: bool = False  # RSS reads a guid as an address unless told otherwise


class Feed(NamedTuple):
    self_link: str | None
    dates: list
    items: list


def check(folder):
    read = {}
    for path, kind in folder.feeds():
        data = (folder.root / path).read_bytes()
        parsed = (feedparser_rs if kind == "json" else feedparser).parse(data)
        if parsed.bozo:
            yield Problem(path, 1, f"a feed reader stumbles: {parsed.bozo_exception}")
        try:
            feed = READERS[kind](folder, path)
        except (etree.XMLSyntaxError, json.JSONDecodeError, UnicodeDecodeError) as error:
            yield Problem(path, getattr(error, "lineno", 1) or 1, f"cannot be read: {error}")
            continue
        if len(parsed.entries) != len(feed.items):
            yield Problem(path, 1, f"a feed reader sees {len(parsed.entries)} of {len(feed.items)} items")
        read[path] = feed
        yield from faults(folder, path, feed)
    yield from differences(read)


def faults(folder, path, feed):
    if feed.self_link != folder.address(path):
        yield Problem(path, 1, f"the self link is `{feed.self_link}`, the address `{folder.address(path)}`")
    last = datetime.combine(folder.today, time.max, timezone.utc)
    for line, value in feed.dates:
        moment = instant(value)
        if moment is None or moment.tzinfo is None:
            yield Problem(path, line, f"no date with a time zone: `{value}`")
        elif moment > last:
            yield Problem(path, line, f"dated `{value}`, after the day of the build, {folder.today}")
    seen = set()
    for item in feed.items:
        if item.id in seen:
            yield Problem(path, item.line, f"the id `{item.id}` stands twice")
        seen.add(item.id)
        if item.permalink and not re.match("https?://", item.id):
            yield Problem(path, item.line, f'the guid `{item.id}` is no address and lacks `isPermaLink="false"`')
        if not TAG.fullmatch(item.id or ""):
            yield Problem(path, item.line, f"the id `{item.id}` is no tag URI")
        if not item.updated:
            yield Problem(path, item.line, "an item without a date")
        if not item.title.strip():
            yield Problem(path, item.line, "an item without a title")
        if not item.content.strip():
            yield Problem(path, item.line, "an item without content")
            continue
        if FORBIDDEN.search(item.content + item.title):
            yield Problem(path, item.line, "a control character that XML 1.0 forbids")
            continue
        for _, name, address in addresses(fragment(item.content)):
            if not re.match("[a-z][a-z0-9+.-]*:", address):
                yield Problem(path, item.line, f"relative {name} in content: `{address}`")


def differences(read):
    """The three formats of one folder say the same."""
    for path, atom in read.items():
        if path.rpartition("/")[2] != "atom.xml":
            continue
        for name in ("rss.xml", "feed.json"):
            other = path.removesuffix("atom.xml") + name
            if other not in read:
                yield Problem(other, 1, f"missing or no feed, although `{path}` is there")
                continue
            ours, theirs = ([(item.id, item.title) for item in feed.items] for feed in (atom, read[other]))
            if ours != theirs:
                first = next((pair for pair in zip(ours, theirs) if pair[0] != pair[1]), (len(ours), len(theirs)))
                yield Problem(other, 1, f"other items than `{path}`: {first[1]} for {first[0]}")


def instant(value):
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return read(value.strip())
        except ValueError:
            pass
    return None


def dated(root, *names):
    return [(element.sourceline, element.text or "") for name in names for element in root.iter(name)]


def atom(folder, path):
    root = folder.xml(path)
    links = [link.get("href") for link in root.findall(f"{ATOM}link") if link.get("rel") == "self"]
    items = []
    for entry in root.iter(f"{ATOM}entry"):
        content = entry.find(f"{ATOM}content")
        inner = "" if content is None else content.text or "".join(etree.tostring(child, encoding="unicode") for child in content)
        text = lambda name: entry.findtext(f"{ATOM}{name}") or ""
        items.append(Item(entry.sourceline, text("id"), text("title"), text("updated"), inner))
    return Feed(links[0] if links else None, dated(root, f"{ATOM}updated", f"{ATOM}published"), items)


def rss(folder, path):
    root = folder.xml(path)
    links = [link.get("href") for link in root.iter(f"{ATOM}link") if link.get("rel") == "self"]
    items = []
    for item in root.iter("item"):
        guid = item.find("guid")
        permalink = guid is not None and guid.get("isPermaLink", "true") != "false"
        name = "" if guid is None else guid.text or ""
        content = item.findtext(f"{CONTENT}encoded") or item.findtext("description") or ""
        items.append(Item(item.sourceline, name, item.findtext("title") or "", item.findtext("pubDate"), content, permalink))
    return Feed(links[0] if links else None, dated(root, "pubDate", "lastBuildDate", f"{ATOM}updated"), items)


def json_feed(folder, path):
    text = folder.text(path)
    document = json.loads(text)
    items, dates = [], []
    for item in document.get("items", []):
        line = line_of(text, json.dumps(item.get("id"), ensure_ascii=False))
        dates += [(line, item[name]) for name in ("date_published", "date_modified") if name in item]
        updated = item.get("date_modified") or item.get("date_published")
        items.append(Item(line, item.get("id"), item.get("title", ""), updated, item.get("content_html", "")))
    return Feed(document.get("feed_url"), dates, items)


READERS = {"atom": atom, "rss": rss, "json": json_feed}
