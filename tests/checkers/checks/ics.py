"""Every calendar.ics is read by icalendar and keeps to the parts of RFC 5545 that readers trip over."""

import re
from datetime import datetime, time, timezone

from icalendar import Calendar

from .folder import Problem, line_of


def check(folder):
    calendars = folder.ending("calendar.ics")
    if not calendars:
        yield Problem("calendar.ics", 1, "missing")
    for path in calendars:
        data = (folder.root / path).read_bytes()
        yield from lines(path, data)
        try:
            calendar = Calendar.from_ical(data)
        except ValueError as error:
            yield Problem(path, 1, f"cannot be read: {error}")
            continue
        yield from events(folder, path, calendar, data.decode("utf-8", "replace"))


def lines(path, data):
    """Section 3.1: lines end in CRLF and have at most 75 octets; one folded inside a character breaks readers."""
    if not data.endswith(b"\r\n"):
        yield Problem(path, data.count(b"\n") + 1, "the last line has no CRLF")
    for number, line in enumerate(data.removesuffix(b"\n").split(b"\n"), 1):
        line, cr = line.removesuffix(b"\r"), line.endswith(b"\r")
        if not cr:
            yield Problem(path, number, "the line ends in LF without CR")
        if len(line) > 75:
            yield Problem(path, number, f"the line has {len(line)} octets, 75 are allowed")
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            yield Problem(path, number, "the line is no UTF-8; was it folded inside a character?")


def events(folder, path, calendar, text):
    for name in ("VERSION", "PRODID"):
        if name not in calendar:
            yield Problem(path, 1, f"the calendar has no {name}")
    seen = set()
    last = datetime.combine(folder.today, time.max, timezone.utc)
    for event in calendar.walk("VEVENT"):
        uid = str(event.get("UID", ""))
        line = line_of(text, f"UID:{uid}"[:75])  # a longer one is folded
        if event.errors:
            yield Problem(path, line, f"values that cannot be read: {event.errors}")
        if uid in seen:
            yield Problem(path, line, f"the UID `{uid}` stands twice")
        seen.add(uid)
        # Names and a host. A run of eight or more hexadecimal digits is a random number or a hash of
        # something that may change, and then every reader shows the event twice.
        if not re.fullmatch(r"[^@\s]+@[A-Za-z0-9.-]+", uid) or re.search(r"(?=[0-9a-f]*[a-f])(?=[0-9a-f]*\d)[0-9a-f]{8}", uid):
            yield Problem(path, line, f"the UID `{uid}` does not look stable: NAMES@HOST is")
        for name in ("DTSTAMP", "DTSTART", "SUMMARY"):
            if name not in event:
                yield Problem(path, line, f"the event `{uid}` has no {name}")
        stamp = event.DTSTAMP
        if stamp and stamp.tzinfo is None:
            yield Problem(path, line, f"the DTSTAMP of `{uid}` is not in UTC")
        elif stamp and stamp > last:
            yield Problem(path, line, f"the event `{uid}` is stamped after the day of the build, {folder.today}")
        # RFC 5545, section 3.3.8: 32 bits with a sign. Without one, every revision of an event counts as its first.
        sequence = event.get("SEQUENCE")
        if not isinstance(sequence, int) or not 0 <= sequence < 2**31:
            yield Problem(path, line, f"the event `{uid}` has no SEQUENCE that readers can count by")
        if "LAST-MODIFIED" in event and event.LAST_MODIFIED > last:
            yield Problem(path, line, f"the event `{uid}` was last modified after the day of the build, {folder.today}")
        if "DTEND" in event and "DTSTART" in event:
            start, end = event.decoded("DTSTART"), event.decoded("DTEND")
            if type(start) is not type(end) or end <= start:
                yield Problem(path, line, f"the event `{uid}` ends before it starts, or as another type of value")
