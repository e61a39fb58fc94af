//! Feeds: what readers of Atom, RSS, JSON Feed and OPML get.

use std::collections::BTreeSet;

use atom_syndication::Feed;
use rss::validation::Validate;
use snapbox::{IntoData, assert_data_eq, str};

use super::site::{Built, Site};

/// A line for each item: when it was published and updated, its id, its title.
fn items(built: &Built, path: &str) -> String {
    let feed = built.json(path);
    let line = |item: &serde_json::Value| {
        let text = |name: &str| item[name].as_str().unwrap().trim_end_matches("T00:00:00Z").to_owned();
        let id = text("id").replace("tag:changes.acme.example,2026:", "");
        format!("{} {} {id} {}\n", text("date_published"), text("date_modified"), text("title"))
    };
    feed["items"].as_array().unwrap().iter().map(line).collect()
}

#[test]
fn an_atom_feed_tells_a_release_in_full() {
    let site = Site::new().append(
        "content/events/2.4.0/release.yaml",
        "window: { from: 2026-05-12T02:00:00Z, to: 2026-05-12T04:00:00Z, impact: No downtime expected }\n\
         upgrade: { before: \"1. Back up the database.\", during: \"1. Run `events migrate`.\" }\n\
         upgrade_from: \">=2.0.0\"\n\
         rollout: [ { date: 2026-05-12, share: 10%, to: New accounts } ]\n\
         corrections: [ { date: 2026-05-20, note: The migration also needs the *reports* service stopped } ]\n",
    );
    let site = site.edit(
        "content/events/2.4.0/scan.md",
        "component: check-in\n",
        "component: check-in\ndocs: https://docs.acme.example/offline\nsettings:\n  - { name: scanner.offline, change: added, default: \"false\" }\n",
    );
    assert_data_eq!(
        site.build().text("atom.xml"),
        str![[r#"
<?xml version="1.0" encoding="UTF-8"?>
<?xml-stylesheet type="text/css" href="/assets/feed.[..].css"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
 <title>Acme changes</title>
 <id>tag:changes.acme.example,2026:events/feed</id>
 <updated>2026-05-20T00:00:00.086605+00:00</updated>
 <author>
  <name>Acme changes</name>
  <uri>https://changes.acme.example/</uri>
 </author>
 <generator version="0.1.0">Tidings</generator>
 <link href="https://changes.acme.example/atom.xml" rel="self" type="application/atom+xml"/>
 <link href="https://changes.acme.example/" rel="alternate" type="text/html"/>
 <subtitle>Releases of Events</subtitle>
 <entry>
  <title>Events 2.4.0: Check-in that works offline</title>
  <id>tag:changes.acme.example,2026:events/2.4.0</id>
  <updated>2026-05-20T00:00:00.086605+00:00</updated>
  <category term="events" label="Events"/>
  <category term="major" label="Major"/>
  <category term="feature" label="New"/>
  <category term="check-in" label="Check-in"/>
  <link href="https://changes.acme.example/2.4.0/" rel="alternate" type="text/html"/>
  <published>2026-05-12T00:00:00+00:00</published>
  <summary>Staff can scan tickets without a network.</summary>
  <content type="html">&lt;p&gt;Staff can scan tickets without a network.&lt;/p&gt;
&lt;ul&gt;
&lt;li&gt;Maintenance window: 12 May 2026, 02:00 to 04:00 UTC. No downtime expected&lt;/li&gt;
&lt;li&gt;Rollout: 12 May 2026, 10%, New accounts&lt;/li&gt;
&lt;/ul&gt;
&lt;h2&gt;Corrections&lt;/h2&gt;
&lt;ul&gt;
&lt;li&gt;20 May 2026: &lt;p&gt;The migration also needs the &lt;em&gt;reports&lt;/em&gt; service stopped&lt;/p&gt;
&lt;/li&gt;
&lt;/ul&gt;
&lt;h2&gt;New features&lt;/h2&gt;
&lt;h3&gt;&lt;a href=&quot;https://changes.acme.example/2.4.0/#scan&quot;&gt;Scan tickets offline&lt;/a&gt;&lt;/h3&gt;
&lt;p&gt;Staff keep scanning when the network drops.&lt;/p&gt;
&lt;ul&gt;
&lt;li&gt;Setting: &lt;code&gt;scanner.offline&lt;/code&gt;: Added; Default: &lt;code&gt;false&lt;/code&gt;&lt;/li&gt;
&lt;li&gt;&lt;a href=&quot;https://docs.acme.example/offline&quot;&gt;Documentation&lt;/a&gt;&lt;/li&gt;
&lt;/ul&gt;
&lt;h2&gt;How to upgrade&lt;/h2&gt;
&lt;p&gt;Upgrades directly from &lt;code&gt;&amp;gt;=2.0.0&lt;/code&gt;. From any other version, stop at one of those on the way.&lt;/p&gt;
&lt;h3&gt;Before you upgrade&lt;/h3&gt;
&lt;ol&gt;
&lt;li&gt;Back up the database.&lt;/li&gt;
&lt;/ol&gt;
&lt;h3&gt;Upgrade&lt;/h3&gt;
&lt;ol&gt;
&lt;li&gt;Run &lt;code&gt;events migrate&lt;/code&gt;.&lt;/li&gt;
&lt;/ol&gt;
&lt;p&gt;&lt;a href=&quot;https://changes.acme.example/2.4.0/&quot;&gt;Events 2.4.0&lt;/a&gt;&lt;/p&gt;
</content>
 </entry>
</feed>

"#]]
    );
}

#[test]
fn an_rss_feed_tells_the_same() {
    assert_data_eq!(
        Site::new().build().text("rss.xml"),
        str![[r#"
<?xml version="1.0" encoding="UTF-8"?>
<?xml-stylesheet type="text/css" href="/assets/feed.[..].css"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/">
 <channel>
  <title>Acme changes</title>
  <link>https://changes.acme.example/</link>
  <description>Releases of Events</description>
  <language>en</language>
  <lastBuildDate>Tue, 12 May 2026 00:00:00 +0000</lastBuildDate>
  <generator>Tidings 0.1.0</generator>
  <docs>https://www.rssboard.org/rss-specification</docs>
  <atom:link href="https://changes.acme.example/rss.xml" rel="self" type="application/rss+xml"/>
  <item>
   <title>Events 2.4.0: Check-in that works offline</title>
   <link>https://changes.acme.example/2.4.0/</link>
   <description><![CDATA[Staff can scan tickets without a network.]]></description>
   <category>Events</category>
   <category>Major</category>
   <category>New</category>
   <category>Check-in</category>
   <guid isPermaLink="false">tag:changes.acme.example,2026:events/2.4.0</guid>
   <pubDate>Tue, 12 May 2026 00:00:00 +0000</pubDate>
   <content:encoded><![CDATA[<p>Staff can scan tickets without a network.</p>
<h2>New features</h2>
<h3><a href="https://changes.acme.example/2.4.0/#scan">Scan tickets offline</a></h3>
<p>Staff keep scanning when the network drops.</p>
<p><a href="https://changes.acme.example/2.4.0/">Events 2.4.0</a></p>
]]></content:encoded>
  </item>
 </channel>
</rss>

"#]]
    );
}

#[test]
fn a_json_feed_tells_the_same() {
    let built = Site::new().build();
    assert_data_eq!(built.text("component/check-in/feed.json"), str![[r#"
{
  "version": "https://jsonfeed.org/version/1.1",
  "title": "Check-in – Acme changes",
  "home_page_url": "https://changes.acme.example/component/check-in/",
  "feed_url": "https://changes.acme.example/component/check-in/feed.json",
  "description": "Check-in in Events, one change at a time",
  "language": "en",
  "authors": [
    {
      "name": "Acme changes",
      "url": "https://changes.acme.example/"
    }
  ],
  "items": [
    {
      "id": "tag:changes.acme.example,2026:events/2.4.0/entry/scan",
      "url": "https://changes.acme.example/2.4.0/#scan",
      "title": "Scan tickets offline",
      "content_html": "<p><strong>New</strong> · <a href=\"https://changes.acme.example/2.4.0/\">Events 2.4.0</a></p>\n<p>Staff keep scanning when the network drops.</p>\n",
      "summary": "Staff keep scanning when the network drops.",
      "date_published": "2026-05-12T00:00:00Z",
      "date_modified": "2026-05-12T00:00:00Z",
      "tags": [
        "New",
        "Events",
        "Check-in"
      ]
    }
  ]
}

"#]].raw());
}

#[test]
fn every_feed_is_on_the_list() {
    assert_data_eq!(
        Site::new().build().text("feeds.opml"),
        str![[r#"
<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0">
 <head>
  <title>Acme changes</title>
 </head>
 <body>
  <outline text="Events" title="Events">
   <outline type="rss" text="All releases" title="Acme changes" xmlUrl="https://changes.acme.example/atom.xml" htmlUrl="https://changes.acme.example/"/>
   <outline type="rss" text="Check-in" title="Check-in – Acme changes" xmlUrl="https://changes.acme.example/component/check-in/atom.xml" htmlUrl="https://changes.acme.example/component/check-in/"/>
   <outline type="rss" text="Ticketing" title="Ticketing – Acme changes" xmlUrl="https://changes.acme.example/component/ticketing/atom.xml" htmlUrl="https://changes.acme.example/component/ticketing/"/>
   <outline type="rss" text="Breaking changes" title="Breaking changes – Acme changes" xmlUrl="https://changes.acme.example/kind/breaking/atom.xml" htmlUrl="https://changes.acme.example/kind/breaking/"/>
   <outline type="rss" text="Security updates" title="Security updates – Acme changes" xmlUrl="https://changes.acme.example/kind/security/atom.xml" htmlUrl="https://changes.acme.example/kind/security/"/>
   <outline type="rss" text="New features" title="New features – Acme changes" xmlUrl="https://changes.acme.example/kind/feature/atom.xml" htmlUrl="https://changes.acme.example/kind/feature/"/>
   <outline type="rss" text="Improvements" title="Improvements – Acme changes" xmlUrl="https://changes.acme.example/kind/improvement/atom.xml" htmlUrl="https://changes.acme.example/kind/improvement/"/>
   <outline type="rss" text="Bug fixes" title="Bug fixes – Acme changes" xmlUrl="https://changes.acme.example/kind/fix/atom.xml" htmlUrl="https://changes.acme.example/kind/fix/"/>
   <outline type="rss" text="Deprecations" title="Deprecations – Acme changes" xmlUrl="https://changes.acme.example/kind/deprecation/atom.xml" htmlUrl="https://changes.acme.example/kind/deprecation/"/>
   <outline type="rss" text="Known issues" title="Known issues – Acme changes" xmlUrl="https://changes.acme.example/kind/known-issue/atom.xml" htmlUrl="https://changes.acme.example/kind/known-issue/"/>
  </outline>
 </body>
</opml>

"#]]
    );
}

#[test]
fn plans_and_rollbacks_are_items_of_their_own() {
    let site = Site::new()
        .append("content/events/2.4.0/release.yaml", "status: rolled-back\nrollback: { date: 2026-05-13, reason: Scans were lost }\n")
        .file("content/events/2.5.0.yaml", "date: 2026-12-08\nstatus: planned\nannounced: 2026-11-17\ntitle: Winter\n")
        .file("content/events/2.6.0.yaml", "date: 2027-01-12\nstatus: planned\n");
    assert_data_eq!(
        items(&site.build(), "feed.json"),
        str![[r#"
2026-11-17 2026-11-17 events/2.5.0/notice/planned Planned: Events 2.5.0: Winter
2026-05-13 2026-05-13 events/2.4.0/notice/rolled-back Rolled back: Events 2.4.0: Check-in that works offline
2026-05-12 2026-05-13 events/2.4.0 Events 2.4.0: Check-in that works offline

"#]]
    );
    let out = site.edit("content/events/2.5.0.yaml", "status: planned", "status: released").today("2026-12-08");
    assert_data_eq!(
        items(&out.build(), "feed.json"),
        str![[r#"
2026-12-08 2026-12-08 events/2.5.0 Events 2.5.0: Winter
2026-05-13 2026-05-13 events/2.4.0/notice/rolled-back Rolled back: Events 2.4.0: Check-in that works offline
2026-05-12 2026-05-13 events/2.4.0 Events 2.4.0: Check-in that works offline

"#]]
    );
}

#[test]
fn a_feed_that_has_no_item_yet_has_a_date_that_validators_believe() {
    let site = Site::new().edit("content/site.yaml", "products:\n", "products:\n  desk: { name: Desk }\n").build();
    assert!(site.text("desk/atom.xml").contains("<updated>2026-01-01T00:00:00+00:00</updated>"), "{}", site.text("desk/atom.xml"));
    assert!(
        site.text("desk/rss.xml").contains("<lastBuildDate>Thu, 1 Jan 2026 00:00:00 +0000</lastBuildDate>"),
        "{}",
        site.text("desk/rss.xml")
    );
}

#[test]
fn ids_and_dates_outlive_titles_themes_and_addresses() {
    let site = Site::new().append("content/events/2.4.0/release.yaml", "corrections: [ { date: 2026-05-20, note: Nothing to fear } ]\n");
    let renamed = site
        .clone()
        .edit("content/events/2.4.0/release.yaml", "title: Check-in that works offline", "title: Offline")
        .edit("content/site.yaml", "name: Events", "name: Event Management Platform")
        .append("content/site.yaml", "description: More\nlanguage: de\ntheme: gazette\n")
        .base_url("https://preview.acme.example/42/");
    let ids = |built: &Built| {
        let feed = built.json("feed.json");
        let of = |item: &serde_json::Value| (item["id"].clone(), item["date_published"].clone(), item["date_modified"].clone());
        feed["items"].as_array().unwrap().iter().map(of).collect::<Vec<_>>()
    };
    assert_eq!(ids(&site.build()), ids(&renamed.build()));
    assert_eq!(ids(&site.clone().today("2027-03-01").build()), ids(&site.build()));
}

#[test]
fn an_entry_stands_once_however_many_releases_show_it() {
    let site = Site::new()
        .file("content/events/2.4.0-beta.1.yaml", "date: 2026-04-14\nentries:\n  - { kind: improvement, title: Faster lists, component: check-in }\n")
        .file("content/events/2.3.1.yaml", "date: 2026-05-12\n")
        .file("content/events/2.3.0.yaml", "date: 2026-03-10\nentries:\n  - { kind: known-issue, title: Lists stop, severity: major, component: check-in, body: \"## Workaround\\nNone is known.\" }\n")
        .file("content/events/2.4.0/fix.md", "---\nkind: fix\ntitle: Lists go on\ncomponent: check-in\nalso_in: [2.3.1]\nresolves: [lists-stop]\n---\nThey do.\n");
    assert_data_eq!(
        items(&site.build(), "component/check-in/feed.json"),
        str![[r#"
2026-05-12 2026-05-12 events/2.4.0/entry/fix Lists go on
2026-05-12 2026-05-12 events/2.4.0/entry/scan Scan tickets offline
2026-04-14 2026-04-14 events/2.4.0-beta.1/entry/faster-lists Faster lists
2026-03-10 2026-05-12 events/2.3.0/entry/lists-stop Lists stop

"#]]
    );
}

#[test]
fn breaking_changes_are_told_in_advance_and_other_entries_wait() {
    let site = Site::new()
        .file("content/events/3.0.0/release.yaml", "date: 2027-01-12\nstatus: planned\nannounced: 2026-11-10\n")
        .file(
            "content/events/3.0.0/keys.md",
            "---\nkind: breaking\ntitle: Keys in addresses are refused\ncomponent: check-in\n---\nGone.\n\n## Migration\nUse the header.\n",
        )
        .file("content/events/3.0.0/new.md", "---\nkind: feature\ntitle: A surprise\ncomponent: check-in\n---\nWait and see.\n");
    assert_data_eq!(
        items(&site.build(), "component/check-in/feed.json"),
        str![[r#"
2026-11-10 2026-11-10 events/3.0.0/entry/keys Keys in addresses are refused
2026-05-12 2026-05-12 events/2.4.0/entry/scan Scan tickets offline

"#]]
    );
    let published = site.clone().edit("content/events/3.0.0/release.yaml", "status: planned\n", "").today("2027-01-12");
    assert_data_eq!(
        items(&published.build(), "component/check-in/feed.json"),
        str![[r#"
2027-01-12 2027-01-12 events/3.0.0/entry/new A surprise
2026-11-10 2027-01-12 events/3.0.0/entry/keys Keys in addresses are refused
2026-05-12 2026-05-12 events/2.4.0/entry/scan Scan tickets offline

"#]]
    );
}

#[test]
fn private_and_embargoed_notes_stay_out() {
    let site = Site::new()
        .file("content/events/2.4.0/secret.md", "---\nkind: fix\ntitle: A secret\naudience: staff\n---\nFor staff.\n")
        .file("content/events/2.5.0.yaml", "date: 2026-11-20\npublish: 2026-12-01T00:00:00Z\ntitle: An embargo\n");
    let built = site.build();
    let leak = |path: &&str| {
        ["a secret", "an embargo", "2.5.0", "for staff", "\"staff\""].iter().any(|word| built.text(path).to_lowercase().contains(word))
    };
    let feeds =
        built.paths().filter(|path| path.ends_with(".xml") || path.ends_with(".json") || path.ends_with(".ics") || path.ends_with(".opml"));
    assert_eq!(feeds.filter(leak).collect::<Vec<_>>(), Vec::<&str>::new());
}

#[test]
fn every_address_in_content_is_absolute() {
    let site = Site::new()
        .file("content/events/2.4.0/scan.png", "no picture")
        .file(
            "content/events/2.4.0/links.md",
            "---\nkind: improvement\ntitle: Links\nimage: { src: scan.png, alt: A phone }\n---\n\
             See [the other](entry:scan), [below](#more), [elsewhere](https://example.org/?a=1&b=2) and the note[^1].\n\n## More\n![](scan.png)\n\n[^1]: Here.\n",
        );
    let feed = site.base_url("https://acme.example/changes/").build().json("kind/improvement/feed.json");
    assert_data_eq!(
        feed["items"][0]["content_html"].as_str().unwrap(),
        str![[r#"
<p><strong>Improved</strong> · <a href="https://acme.example/changes/2.4.0/">Events 2.4.0</a></p>
<p><img src="https://acme.example/changes/assets/scan.eb57aa454b867f04.png" alt="A phone"></p>
<p>See <a href="https://acme.example/changes/2.4.0/#scan">the other</a>, <a href="https://acme.example/changes/2.4.0/#links--more">below</a>, <a href="https://example.org/?a=1&amp;b=2">elsewhere</a> and the note<sup class="footnote-ref"><a id="links--fnref:1" href="https://acme.example/changes/2.4.0/#links--fn:1">1</a></sup>.</p>
<h4 id="links--more">More</h4>
<p><img src="https://acme.example/changes/assets/scan.eb57aa454b867f04.png" alt=""></p>
<div class="footnotes">
<ol>
<li id="links--fn:1">
<p>Here. <a href="https://acme.example/changes/2.4.0/#links--fnref:1">↩</a></p>
</li>
</ol>
</div>

"#]]
    );
}

#[test]
fn characters_that_xml_forbids_never_reach_a_feed() {
    let site = Site::new()
        .edit(
            "content/events/2.4.0/release.yaml",
            "title: Check-in that works offline",
            "title: \"Bells \\a and \\x01 <whistles> & more \\uffff\"",
        )
        .edit("content/events/2.4.0/scan.md", "when the network drops", "when\u{c} the network\u{1f} drops ]]> and on");
    let built = site.build();
    for path in ["atom.xml", "rss.xml", "feed.json", "component/check-in/rss.xml", "calendar.ics", "api/v1/events/latest.json"] {
        let text = built.text(path);
        assert!(!text.contains(|character: char| character < ' ' && !"\t\r\n".contains(character) || character == '\u{ffff}'), "{path}");
    }
    let atom: Feed = built.text("atom.xml").parse().unwrap();
    assert_eq!(atom.entries[0].title.as_str(), "Events 2.4.0: Bells  and  <whistles> & more ");
    assert!(atom.entries[0].content().unwrap().value().unwrap().contains("when the network drops ]]&gt; and on"));
}

#[test]
fn a_feed_has_the_newest_50_items() {
    let mut site = Site::new();
    for minor in 5..70 {
        site = site.file(&format!("content/events/2.{minor}.0.yaml"), "date: 2026-06-01\n");
    }
    let built = site.build();
    let lines = items(&built, "feed.json");
    assert_eq!(lines.lines().count(), 50);
    assert!(lines.starts_with("2026-06-01 2026-06-01 events/2.69.0 Events 2.69.0\n"), "{lines}");
    assert_eq!(built.text("atom.xml").parse::<Feed>().unwrap().entries.len(), 50);
}

/// A site whose only product has a minor release for each number, a day apart, newest last.
fn releases(minors: std::ops::Range<i64>) -> Site {
    let first = chrono::NaiveDate::from_ymd_opt(2026, 5, 12).unwrap();
    minors.fold(Site::new(), |site, minor| {
        let day = first + chrono::Days::new(u64::try_from(minor).unwrap());
        let entry = format!("entries:\n  - {{ kind: fix, title: Fix {minor}, component: check-in }}\n");
        site.file(&format!("content/events/2.{minor}.0.yaml"), format!("date: {day}\n{entry}"))
    })
}

/// The addresses of a feed's links, by relation.
fn links(feed: &Feed) -> Vec<String> {
    let of_history = |link: &&atom_syndication::Link| link.rel.ends_with("archive") || link.rel == "current";
    feed.links.iter().filter(of_history).map(|link| format!("{} {}", link.rel, link.href)).collect()
}

#[test]
fn older_items_stand_on_archive_pages() {
    // 91 releases: the feed has 50 of them, and 41 do not fit on one pair of pages of 20.
    let built = releases(5..95).build();
    let feed = |path: &str| built.text(path).parse::<Feed>().unwrap();
    assert_eq!(links(&feed("atom.xml")), ["prev-archive https://changes.acme.example/atom-archive-4.xml"]);
    assert_eq!(
        links(&feed("atom-archive-3.xml")),
        [
            "current https://changes.acme.example/atom.xml",
            "prev-archive https://changes.acme.example/atom-archive-2.xml",
            "next-archive https://changes.acme.example/atom-archive-4.xml"
        ]
    );
    // From the feed backwards, a reader gets all of it.
    let mut ids = std::collections::BTreeSet::new();
    let mut path = Some("atom.xml".to_owned());
    while let Some(document) = path.take() {
        let feed = feed(&document);
        ids.extend(feed.entries.iter().map(|entry| entry.id.clone()));
        // The grammar of RFC 4287 has no place for it behind the entries.
        let before_entries = built.text(&document).split("<entry>").next().unwrap_or_default();
        assert_eq!(before_entries.contains("<fh:archive/>"), document != "atom.xml");
        let before = feed.links.iter().find(|link| link.rel == "prev-archive");
        path = before.map(|link| link.href.replace("https://changes.acme.example/", ""));
    }
    assert_eq!(ids.len(), 91);
    let next = |path: &str| built.json(path)["next_url"].as_str().map(str::to_owned);
    assert_eq!(next("feed.json").as_deref(), Some("https://changes.acme.example/feed-archive-4.json"));
    assert_eq!(next("feed-archive-2.json").as_deref(), Some("https://changes.acme.example/feed-archive-1.json"));
    assert_eq!(next("feed-archive-1.json"), None);
    let channel: rss::Channel = built.text("rss-archive-1.xml").parse().unwrap();
    let relations: Vec<&str> = channel.atom_ext().unwrap().links().iter().map(|link| link.rel()).collect();
    assert_eq!(relations, ["self", "current", "next-archive"]);
    assert!(channel.extensions().contains_key("fh"));
    assert_eq!(built.text("kind/fix/rss.xml").parse::<rss::Channel>().unwrap().atom_ext().unwrap().links().len(), 1);
    assert_eq!(channel.items().len(), 20);
}

#[test]
fn an_archive_page_never_changes() {
    let archives = |built: &Built| {
        let pages = built.paths().filter(|path| path.contains("-archive-"));
        pages.map(|path| (path.to_owned(), built.text(path).to_owned())).collect::<std::collections::BTreeMap<_, _>>()
    };
    let small = archives(&releases(5..60).build());
    // Two pages of the product in three formats, two of the component and two of fixes in one.
    assert_eq!(small.len(), 10);
    // More releases; and one that is planned, told, and then out.
    let plan = "date: 2026-11-24\nstatus: planned\nannounced: 2026-05-30\n";
    for more in [releases(5..61), releases(5..150), releases(5..60).file("content/events/3.0.0.yaml", plan)] {
        let grown = archives(&more.build());
        assert!(small.iter().all(|(path, text)| grown.get(path) == Some(text)));
    }
    let out = releases(5..60).file("content/events/3.0.0.yaml", plan.replace("planned", "released")).today("2026-11-24");
    let grown = archives(&out.build());
    assert!(small.iter().all(|(path, text)| grown.get(path) == Some(text)));
}

#[test]
fn a_feed_that_has_room_for_all_has_no_archive() {
    let built = releases(5..54).build();
    assert_eq!(items(&built, "feed.json").lines().count(), 50);
    assert_eq!(built.paths().filter(|path| path.contains("-archive-")).count(), 0);
}

#[test]
fn every_feed_of_the_sample_site_is_valid() {
    let built = Site::sample().build();
    let mut read = 0;
    for path in built.paths() {
        let folder = path.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        let json = || built.json(&format!("{folder}feed.json"));
        let ids = || json()["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
        if path.ends_with("atom.xml") {
            let feed: Feed = built.text(path).parse().unwrap();
            assert_eq!(feed.entries.iter().map(|entry| entry.id.clone()).collect::<Vec<_>>(), ids(), "{path}");
            read += 1;
        }
        if path.ends_with("rss.xml") {
            let channel: rss::Channel = built.text(path).parse().unwrap();
            channel.validate().unwrap();
            assert_eq!(channel.items.iter().map(|item| item.guid.clone().unwrap().value).collect::<Vec<_>>(), ids(), "{path}");
            read += 1;
        }
    }
    assert!(read > 60, "{read}");
}

#[test]
fn a_site_that_wants_no_feeds_gets_none() {
    let built = Site::new().append("content/site.yaml", "outputs: [pages]\n").build();
    let data = |path: &&str| {
        path.ends_with("feed.json")
            || path.ends_with("rss.xml")
            || path.ends_with("atom.xml")
            || path.ends_with(".ics")
            || path.starts_with("api/")
    };
    assert_eq!(built.paths().filter(data).collect::<Vec<_>>(), Vec::<&str>::new());
}

#[test]
fn every_word_that_feeds_and_calendars_say_is_in_the_theme() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let english = std::fs::read_to_string(root.join("themes/default/strings/en.yaml")).unwrap();
    let english: std::collections::BTreeMap<String, serde_json::Value> = serde_saphyr::from_str(&english).unwrap();
    let key = regex::Regex::new(r#""((?:release|entry|feed|calendar|dates)\.[a-z_-]+)""#).unwrap();
    let mut asked = 0;
    for folder in ["feeds", "calendar", "."] {
        for file in
            std::fs::read_dir(root.join("src/output").join(folder)).unwrap().map(Result::unwrap).filter(|file| file.path().is_file())
        {
            let source = std::fs::read_to_string(file.path()).unwrap();
            for (_, [key]) in key.captures_iter(&source).map(|found| found.extract()) {
                let (group, name) = key.split_once('.').unwrap();
                if ["css", "ics", "json"].contains(&name) {
                    continue;
                }
                assert!(english[group][name].is_string(), "{key} in {}", file.path().display());
                asked += 1;
            }
        }
    }
    assert!(asked > 40, "{asked}");
}

#[test]
fn a_hub_is_named_by_the_feeds_that_change() {
    let site = releases(5..95).append("content/site.yaml", "websub: https://hub.example/\n");
    let built = site.build();
    let hub = |path: &str| {
        let feed: Feed = built.text(path).parse().unwrap();
        feed.links.into_iter().find(|link| link.rel == "hub").map(|link| (link.href, link.mime_type))
    };
    assert_eq!(hub("atom.xml"), Some(("https://hub.example/".to_owned(), None)));
    assert_eq!(hub("atom-archive-1.xml"), None);
    assert!(built.text("rss.xml").contains("<atom:link href=\"https://hub.example/\" rel=\"hub\"/>"));
    assert_eq!(built.json("feed.json")["hubs"], serde_json::json!([{ "type": "WebSub", "url": "https://hub.example/" }]));
    assert_eq!(built.json("feed-archive-1.json").get("hubs"), None);
}

#[test]
fn entries_of_one_day_have_moments_of_their_own_that_last() {
    let file = |version: &str, title: &str| {
        let text = format!("date: 2026-05-12\ntitle: {title}\nentries:\n  - {{ kind: fix, title: A fix, component: check-in }}\n");
        (format!("content/events/{version}.yaml"), text)
    };
    let updated = |title: &str| {
        let site = [("2.5.0", title), ("2.6.0", "B"), ("2.7.0", "C")].into_iter().fold(Site::new(), |site, (version, title)| {
            let (path, text) = file(version, title);
            site.file(&path, text)
        });
        let feed: Feed = site.build().text("atom.xml").parse().unwrap();
        feed.entries.into_iter().map(|entry| entry.updated).collect::<Vec<_>>()
    };
    let moments = updated("A");
    assert!(moments.iter().all(|moment| moment.format("%FT%T").to_string() == "2026-05-12T00:00:00"), "{moments:?}");
    assert_eq!(moments.iter().collect::<BTreeSet<_>>().len(), 4);
    assert_eq!(updated("Retitled"), moments);
}
