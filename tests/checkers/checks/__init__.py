"""The checkers by the name that tests/run and tests/checkers/check know them by, in the order they run."""

from . import api, atom, feeds, files, ics, jsonfeed, links, markup, opml, osv, pages, rss, updaters

ALL = {
    "html": markup.check,
    "atom": atom.check,
    "rss": rss.check,
    "jsonfeed": jsonfeed.check,
    "feeds": feeds.check,
    "opml": opml.check,
    "api": api.check,
    "osv": osv.check,
    "updaters": updaters.check,
    "ics": ics.check,
    "links": links.check,
    "pages": pages.check,
    "files": files.check,
}
