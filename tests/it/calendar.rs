//! Calendars: what a reader's calendar program gets.

use snapbox::{IntoData, assert_data_eq, str};

use super::site::{Built, Site};

/// What each event says that a reader sees, unfolded: when, and what.
fn events(built: &Built, path: &str) -> String {
    let unfolded = built.text(path).replace("\r\n ", "");
    let shown = |line: &&str| ["DTSTART", "DTEND", "SUMMARY", "UID", "DTSTAMP"].iter().any(|name| line.starts_with(name));
    let line = |event: &str| event.lines().filter(shown).collect::<Vec<_>>().join(" | ") + "\n";
    unfolded.split("BEGIN:VEVENT").skip(1).map(line).collect()
}

#[test]
fn a_release_is_an_event_of_a_day_and_its_window_one_of_hours() {
    let site = Site::new().append(
        "content/events/2.4.0/release.yaml",
        "window: { from: 2026-05-12T04:00:00+02:00, to: 2026-05-12T06:00:00+02:00, impact: \"None; or, at most, little\" }\n\
         corrections: [ { date: 2026-05-20, note: The hall's network must be off } ]\n",
    );
    assert_data_eq!(
        site.build().text("calendar.ics"),
        str![[r#"
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Acme changes//Tidings//EN
CALSCALE:GREGORIAN
METHOD:PUBLISH
NAME;VALUE=TEXT:Acme changes
X-WR-CALNAME:Acme changes
REFRESH-INTERVAL;VALUE=DURATION:PT12H
X-PUBLISHED-TTL:PT12H
BEGIN:VEVENT
DESCRIPTION:Staff can scan tickets without a network.
DTEND;VALUE=DATE:20260513
DTSTAMP:20260520T000000Z
DTSTART;VALUE=DATE:20260512
LAST-MODIFIED:20260520T000000Z
SEQUENCE:13029024
STATUS:CONFIRMED
SUMMARY:Events 2.4.0: Check-in that works offline
TRANSP:TRANSPARENT
UID:events/2.4.0/release@changes.acme.example
URL:https://changes.acme.example/2.4.0/
CATEGORIES:Release
END:VEVENT
BEGIN:VEVENT
DESCRIPTION:None\; or\, at most\, little
DTEND:20260512T040000Z
DTSTAMP:20260520T000000Z
DTSTART:20260512T020000Z
LAST-MODIFIED:20260520T000000Z
SEQUENCE:13028952
SUMMARY:Events 2.4.0: maintenance window
UID:events/2.4.0/window@changes.acme.example
URL:https://changes.acme.example/2.4.0/
CATEGORIES:Maintenance window
END:VEVENT
END:VCALENDAR

"#]]
        .raw()
    );
}

#[test]
fn plans_blackouts_ends_of_support_and_removals_are_told() {
    let site = Site::new()
        .append("content/events/2.4.0/release.yaml", "lts: { until: 2028-05-12 }\n")
        .file(
            "content/events/2.4.0/old.md",
            "---\nkind: deprecation\ntitle: Lists in XML\nremoval: 4.0.0\nreplacement: JSON\n---\nThey go.\n",
        )
        .file("content/events/3.0.0.yaml", "date: 2027-01-12\nstatus: planned\nannounced: 2026-11-10\ntitle: Winter\n")
        .file("content/events/4.0.0.yaml", "date: 2027-04-13\nstatus: planned\ntitle: Nobody knows yet\n")
        .append("content/site.yaml", "policy: { blackouts: [ { from: 2026-12-20, to: 2027-01-03, reason: Holidays } ] }\n");
    assert_data_eq!(
        events(&site.build(), "calendar.ics"),
        str![[r#"
DTEND;VALUE=DATE:20260513 | DTSTAMP:20260512T000000Z | DTSTART;VALUE=DATE:20260512 | SUMMARY:Events 2.4.0: Check-in that works offline | UID:events/2.4.0/release@changes.acme.example
DTEND;VALUE=DATE:20270104 | DTSTAMP:20261110T000000Z | DTSTART;VALUE=DATE:20261220 | SUMMARY:No releases: Holidays | UID:blackout/holidays/2026@changes.acme.example
DTEND;VALUE=DATE:20270113 | DTSTAMP:20261110T000000Z | DTSTART;VALUE=DATE:20270112 | SUMMARY:Planned: Events 3.0.0: Winter | UID:events/3.0.0/release@changes.acme.example
DTEND;VALUE=DATE:20270414 | DTSTAMP:20260512T000000Z | DTSTART;VALUE=DATE:20270413 | SUMMARY:Planned removal in Events 4.0.0: Lists in XML | UID:events/2.4.0/old/removal@changes.acme.example
DTEND;VALUE=DATE:20270414 | DTSTAMP:20261110T000000Z | DTSTART;VALUE=DATE:20270413 | SUMMARY:Planned: Events 4.0.0 | UID:events/4.0.0/release@changes.acme.example
DTEND;VALUE=DATE:20280513 | DTSTAMP:20260512T000000Z | DTSTART;VALUE=DATE:20280512 | SUMMARY:Long-term support of Events 2.4 ends | UID:events/2.4/support-end@changes.acme.example

"#]]
    );
}

#[test]
fn products_that_share_a_blackout_share_the_event() {
    let blackouts = "{ blackouts: [ { from: 2026-12-20, to: 2027-01-03, reason: Holidays } ] }";
    let site = Site::new()
        .edit(
            "content/site.yaml",
            "audiences:",
            "  helpdesk: { name: Helpdesk }\n  api: { name: API, policy: { blackouts: [] } }\naudiences:",
        )
        .append("content/site.yaml", &format!("policy: {blackouts}\n"))
        .file("content/helpdesk/1.0.0.yaml", "date: 2026-06-01\n")
        .file("content/api/1.0.0.yaml", "date: 2026-06-01\n");
    let built = site.build();
    assert!(built.main("calendar/index.html").contains("<a href=\"/helpdesk/calendar.ics\" type=\"text/calendar\">Helpdesk</a>"));
    let blackouts = |path: &str| events(&built, path).lines().filter(|line| line.contains("blackout")).collect::<Vec<_>>().join("\n");
    assert_data_eq!(
        format!("{}\n{}\n{:?}", blackouts("calendar.ics"), blackouts("events/calendar.ics"), blackouts("api/calendar.ics")),
        str![[r#"
DTEND;VALUE=DATE:20270104 | DTSTAMP:20260601T000000Z | DTSTART;VALUE=DATE:20261220 | SUMMARY:No releases of Events/, Helpdesk: Holidays | UID:blackout/holidays/2026@changes.acme.example
DTEND;VALUE=DATE:20270104 | DTSTAMP:20260512T000000Z | DTSTART;VALUE=DATE:20261220 | SUMMARY:No releases: Holidays | UID:blackout/holidays/2026@changes.acme.example
""
"#]]
    );
}

#[test]
fn a_moved_date_moves_the_event_and_an_old_one_leaves() {
    let site = Site::new();
    let uid = |built: &Built| events(built, "calendar.ics").split(" | ").find(|part| part.starts_with("UID")).map(str::to_owned);
    let moved = site.clone().edit("content/events/2.4.0/release.yaml", "date: 2026-05-12", "date: 2026-05-19");
    assert_eq!(uid(&site.build()), uid(&moved.build()));
    assert_eq!(events(&site.clone().today("2027-05-14").build(), "calendar.ics"), "");
}

#[test]
fn the_calendars_of_the_sample_site_keep_to_the_line_rules() {
    let built = Site::sample().build();
    for path in built.paths().filter(|path| path.ends_with(".ics")) {
        let text = built.text(path);
        assert!(text.ends_with("END:VCALENDAR\r\n"));
        for line in text.split("\r\n") {
            assert!(line.len() <= 75 && !line.contains(['\r', '\n']), "{path}: {line}");
        }
    }
}

#[test]
fn a_month_shows_its_days_and_each_leads_to_what_is_listed() {
    let site = Site::new()
        .file(
            "content/events/3.0.0.yaml",
            "date: 2026-12-29\nstatus: planned\nannounced: 2026-11-10\nwindow: { from: 2026-12-29T22:00:00Z, to: 2026-12-30T01:00:00Z }\n",
        )
        .append("content/site.yaml", "policy: { blackouts: [ { from: 2026-12-31, to: 2027-01-01, reason: New Year } ] }\n");
    let built = site.build();
    let page = built.main("calendar/index.html");
    let days: Vec<&str> =
        page.split("<td").filter(|cell| cell.contains("class=\"mark ")).map(|cell| cell.split("</td>").next().unwrap()).collect();
    assert_data_eq!(
        days.join("\n"),
        str![[r##"
 class="busy"><a href="#_release-1"><b>29</b><span class="mark release"><span class="sr">Release </span><span class="text">3.0.0</span></span><span class="mark window"><span class="sr">Maintenance window 3.0.0 </span><span class="text">22:00</span></span></a>
 class="busy"><a href="#_release-1"><b>30</b><span class="mark window"><span class="sr">Maintenance window 3.0.0 </span></span></a>
 class="busy blocked"><a href="#_blackout-2"><b>31</b><span class="mark blackout"><span class="sr">No releases New Year </span></span></a>
 class="busy blocked"><a href="#_blackout-2"><b>1</b><span class="mark blackout"><span class="sr">No releases New Year </span></span></a>
"##]]
    );
    for item in ["_release-1", "_blackout-2"] {
        assert!(page.contains(&format!("id=\"{item}\"")), "{page}");
    }
    let headings: Vec<&str> = page.split("<h2 id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert_eq!(headings, ["_2026-12", "_2027-01"]);
}

#[test]
fn a_blackout_that_has_begun_is_told_of_in_this_month() {
    let site = Site::new().append("content/site.yaml", "policy: { blackouts: [ { from: 2026-10-20, to: 2026-11-23 } ] }\n");
    let built = site.build();
    let page = built.main("calendar/index.html");
    assert!(page.contains("November 2026") && !page.contains("<h2 id=\"_2026-10\">"), "{page}");
    assert!(page.contains("<td aria-current=\"date\" class=\"busy blocked\">"), "{page}");
}

/// The revision of an event.
fn sequence(built: &Built, uid: &str) -> u32 {
    let unfolded = built.text("calendar.ics").replace("\r\n ", "");
    let event = unfolded.split("BEGIN:VEVENT").find(|event| event.contains(&format!("UID:{uid}@"))).unwrap();
    event.lines().find_map(|line| line.strip_prefix("SEQUENCE:")).unwrap().parse().unwrap()
}

#[test]
fn a_moved_date_is_a_newer_revision() {
    let plan = |date: &str, rest: &str| {
        let text = format!("date: {date}\nannounced: 2026-11-10\n{rest}");
        sequence(&Site::new().file("content/events/3.0.0.yaml", text).today("2027-01-20").build(), "events/3.0.0/release")
    };
    let planned = plan("2027-02-09", "status: planned\n");
    assert_eq!(planned, plan("2027-02-09", "status: planned\ntitle: Winter\n"));
    assert!(plan("2027-02-16", "status: planned\n") > planned);
    let corrected = plan("2027-02-02", "status: planned\ncorrections: [ { date: 2027-01-18, note: A week earlier } ]\n");
    assert!(corrected > planned);
    let out = plan("2027-01-19", "");
    assert!(out > planned);
    assert!(plan("2027-01-19", "status: rolled-back\nrollback: { date: 2027-01-20, reason: It broke }\n") > out);
}

#[test]
fn a_moved_blackout_keeps_its_id_and_two_of_one_reason_have_two() {
    let ids = |blackouts: &str| {
        let built = Site::new().append("content/site.yaml", &format!("policy: {{ blackouts: [ {blackouts} ] }}\n")).build();
        let ids = events(&built, "calendar.ics");
        ids.split(" | ")
            .filter_map(|part| part.trim().strip_prefix("UID:blackout/")?.split('@').next())
            .map(str::to_owned)
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(ids("{ from: 2026-12-20, to: 2027-01-03, reason: Holidays }"), "holidays/2026");
    assert_eq!(ids("{ from: 2026-12-24, to: 2027-01-06, reason: Holidays }"), "holidays/2026");
    assert_eq!(
        ids("{ from: 2026-06-01, to: 2026-06-03, reason: Audit }, { from: 2026-12-01, to: 2026-12-03, reason: Audit }"),
        "audit/2026 audit/2026/2"
    );
    assert_eq!(ids("{ from: 2026-12-20, to: 2026-12-22 }"), "2026-12-20/2026-12-22");
}

#[test]
fn programs_read_the_events_of_a_product_as_json() {
    let site = Site::new()
        .file(
            "content/events/3.0.0.yaml",
            "date: 2026-12-29\nstatus: planned\nannounced: 2026-11-10\nwindow: { from: 2026-12-29T22:00:00Z, to: 2026-12-30T01:00:00Z, impact: None }\n",
        )
        .append("content/site.yaml", "policy: { blackouts: [ { from: 2026-12-31, to: 2027-01-01, reason: New Year } ] }\n");
    let built = site.build();
    let calendar: serde_json::Value = serde_json::from_str(built.text("api/v1/events/calendar.json")).unwrap();
    let mut events = calendar["events"].clone();
    for event in events.as_array_mut().unwrap() {
        let uid = event["uid"].as_str().unwrap().split('@').next().unwrap();
        assert_eq!(event["revision"], sequence(&built, uid));
        event.as_object_mut().unwrap().remove("revision");
    }
    assert_data_eq!(
        serde_json::to_string_pretty(&events).unwrap(),
        str![[r#"
[
  {
    "date": "2026-05-12",
    "kind": "release",
    "status": "released",
    "text": "Staff can scan tickets without a network.",
    "title": "Events 2.4.0: Check-in that works offline",
    "uid": "events/2.4.0/release@changes.acme.example",
    "url": "https://changes.acme.example/2.4.0/",
    "version": "2.4.0"
  },
  {
    "date": "2026-12-29",
    "kind": "release",
    "status": "planned",
    "title": "Planned: Events 3.0.0",
    "uid": "events/3.0.0/release@changes.acme.example",
    "url": "https://changes.acme.example/3.0.0/",
    "version": "3.0.0"
  },
  {
    "date": "2026-12-29",
    "end": "2026-12-30",
    "from": "2026-12-29T22:00:00Z",
    "kind": "window",
    "text": "None",
    "title": "Events 3.0.0: maintenance window",
    "to": "2026-12-30T01:00:00Z",
    "uid": "events/3.0.0/window@changes.acme.example",
    "url": "https://changes.acme.example/3.0.0/",
    "version": "3.0.0"
  },
  {
    "date": "2026-12-31",
    "end": "2027-01-01",
    "kind": "blackout",
    "title": "No releases: New Year",
    "uid": "blackout/new-year/2026@changes.acme.example",
    "url": "https://changes.acme.example/calendar/"
  }
]
"#]]
    );
    assert_eq!(calendar["file"], "https://changes.acme.example/calendar.ics");
    let without = site.append("content/site.yaml", "outputs: [api]\n").build();
    assert!(!without.text("api/v1/events/calendar.json").contains("calendar/"));
}
