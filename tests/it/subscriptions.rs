//! The subscription service as readers, mail programs and mail servers use it: the real program, a browser's requests, and a mail server of
//! a few lines. Many at once, kills and speed are tried by `tests/checkers/subscriptions`.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use snapbox::{assert_data_eq, str};

use super::support::SiteTest;

const MAIL: &str = "mail: { from: Acme <releases@acme.example>, subscribe_url: \"https://mail.acme.example/news/\" }\n";

/// A mail server that takes everything and shows it.
fn mail_server() -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("smtp://{}", listener.local_addr().unwrap());
    let (taken, mails) = channel();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let taken = taken.clone();
            thread::spawn(move || converse(stream.unwrap(), |mail| drop(taken.send(mail))));
        }
    });
    (address, mails)
}

fn converse(stream: TcpStream, taken: impl Fn(String)) {
    let mut answers = stream.try_clone().unwrap();
    let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
    answers.write_all(b"220 here\r\n").unwrap();
    while let Some(line) = lines.next() {
        if line == "DATA" {
            answers.write_all(b"354 go on\r\n").unwrap();
            let mail: Vec<String> = lines.by_ref().take_while(|line| line != ".").collect();
            taken(mail.join("\n"));
        }
        let _ = answers.write_all(if line == "QUIT" { b"221 bye\r\n" } else { b"250 fine\r\n" });
    }
}

/// A running service.
struct Service {
    site: SiteTest,
    child: Child,
    address: String,
    mails: Receiver<String>,
}

struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Service {
    fn start() -> Self {
        Self::of(SiteTest::new().append("content/site.yaml", MAIL))
    }

    fn of(site: SiteTest) -> Self {
        let (server, mails) = mail_server();
        let mut child = site
            .command(&["subscriptions", "--listen", "127.0.0.1:0", "--behind-proxy"])
            .env("TIDINGS_SECRET", "a secret of the tests")
            .env("TIDINGS_SMTP_URL", server)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("http://").unwrap().split('/').next().unwrap().to_owned();
        Self { site, child, address, mails }
    }

    /// A request over a line of its own: the path below the service's.
    fn request(&self, method: &str, path: &str, headers: &str, body: &str) -> Answer {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let length = body.len();
        let text = format!(
            "{method} /news/{path} HTTP/1.1\r\nHost: mail.acme.example\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n{body}"
        );
        stream.write_all(text.as_bytes()).unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        Answer { status: head[9..12].parse().unwrap(), head: head.to_lowercase(), body: body.to_owned() }
    }

    fn get(&self, path: &str) -> Answer {
        self.request("GET", path, "", "")
    }

    fn post(&self, path: &str, form: &str) -> Answer {
        self.request("POST", path, "Content-Type: application/x-www-form-urlencoded\r\n", form)
    }

    fn report(&self, kind: &str, token: &str, body: &str) -> Answer {
        self.request("POST", "hook", &format!("Content-Type: {kind}\r\nAuthorization: Bearer {token}\r\n"), body)
    }

    fn mail(&self) -> String {
        let mail = self.mails.recv_timeout(Duration::from_secs(20)).unwrap();
        mail.replace("=\n", "").replace("=3D", "=")
    }

    fn no_mail(&self) {
        assert!(self.mails.recv_timeout(Duration::from_secs(1)).is_err());
    }

    /// Asks for mails to an address and follows the link: the path of the preferences.
    fn subscribe(&self, form: &str) -> String {
        assert_eq!(self.post("", form).status, 200);
        let confirmed = self.post(&link(&self.mail(), "confirm/"), "");
        assert_eq!(confirmed.status, 200, "{}", confirmed.body);
        link(&confirmed.body, "preferences/")
    }

    fn run(&self, arguments: &[&str]) -> String {
        let output = self.site.command(arguments).env("TIDINGS_SECRET", "a secret of the tests").output().unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
    }

    fn list(&self) -> serde_json::Value {
        let output = self.site.command(&["subscribers", "list", "--json"]).output().unwrap();
        serde_json::from_slice(&output.stdout).unwrap()
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The path below the service's of the first link for a purpose.
fn link(text: &str, purpose: &str) -> String {
    let start = text.find(&format!("/news/{purpose}")).unwrap_or_else(|| panic!("no {purpose} in {text}")) + "/news/".len();
    text[start..].chars().take_while(|c| c.is_ascii_alphanumeric() || "-_/".contains(*c)).collect()
}

#[test]
fn nothing_is_subscribed_before_the_owner_of_the_address_says_yes() {
    let service = Service::start();
    let asked = service.post("", "email=Jo%40example.org&product=events&component=check-in&notice=released&digest=weekly&language=de");
    assert_eq!(asked.status, 200);
    let mail = service.mail();
    assert!(mail.contains("To: Jo@example.org") && mail.contains("Content-Language: de"), "{mail}");
    let confirm = link(&mail, "confirm/");
    assert!(!mail.contains("jo%40") && !confirm.to_lowercase().contains("jo@"));
    // Scanners of mails follow links: that changes nothing.
    let page = service.get(&confirm);
    assert!(page.status == 200 && page.body.contains("<html lang=\"de\"") && page.body.contains("Jo@example.org"), "{}", page.body);
    assert_eq!(service.list()["subscribers"].as_array().unwrap().len(), 0);
    let confirmed = service.post(&confirm, "");
    assert!(confirmed.status == 200 && confirmed.body.contains("Sie sind angemeldet"), "{}", confirmed.body);
    let mut list = service.list();
    assert!(list["subscribers"][0]["consent"]["at"].take().as_str().unwrap().starts_with("20"));
    assert_data_eq!(
        format!("{:#}", list["subscribers"][0]),
        str![[r#"
{
  "address": "Jo@example.org",
  "audiences": [],
  "components": [
    "check-in"
  ],
  "consent": {
    "at": null,
    "by": "form",
    "wording": "Ja, Acme release notes darf mir die hier gewählten Nachrichten an diese Adresse senden. Das kann ich jederzeit beenden, über einen Link in jeder Mail."
  },
  "digest": "weekly",
  "language": "de",
  "name": null,
  "notices": [
    "released"
  ],
  "products": [
    "events"
  ]
}
"#]]
    );
    // Once more is told the same and changes nothing.
    assert_eq!(service.post(&confirm, "").status, 200);
}

#[test]
fn wishes_change_and_one_button_ends_all() {
    let service = Service::start();
    let preferences = service.subscribe("email=jo@example.org&digest=monthly");
    let page = service.get(&preferences);
    assert!(page.body.contains("value=\"monthly\" checked") && page.body.contains("jo@example.org"), "{}", page.body);
    let saved = service.post(&preferences, "notice=planned&notice=known-issue&digest=none&language=de");
    assert!(saved.status == 200 && saved.body.contains("Gespeichert.") && saved.body.contains("<html lang=\"de\""), "{}", saved.body);
    let jo = &service.list()["subscribers"][0];
    assert_eq!(jo["notices"].to_string() + &jo["digest"].to_string(), "[\"planned\",\"known-issue\"]null");
    let unknown = service.post(&preferences, "product=evnts");
    assert!(unknown.status == 400 && unknown.body.contains("nicht mehr"), "{}", unknown.body);
    assert_eq!(service.post(&preferences, "leave=all").status, 200);
    assert_eq!(service.list()["subscribers"].as_array().unwrap().len(), 0);
    assert_eq!(service.get(&preferences).status, 410);
    // Who left is not brought back by a table, but may come back.
    fs::write(service.site.root().join("people.csv"), "email\njo@example.org\n").unwrap();
    let imported = service.run(&["subscribers", "import", service.site.root().join("people.csv").to_str().unwrap()]);
    assert!(imported.contains("0 added") && imported.contains("1 left out"), "{imported}");
    service.subscribe("email=JO@example.org");
    let list = service.list();
    assert_eq!((list["subscribers"].as_array().unwrap().len(), list["suppressed"].as_array().unwrap().len()), (1, 0));
}

#[test]
fn answers_are_the_same_whether_an_address_is_known_or_not() {
    let service = Service::start();
    service.subscribe("email=known@example.org");
    service.run(&["subscribers", "suppress", "silent@example.org", "--reason", "asked by phone"]);
    service.run(&["subscribers", "erase", "erased@example.org"]);
    let [known, unknown, silent, erased, again] =
        ["known", "unknown", "silent", "erased", "unknown"].map(|name| service.post("", &format!("email={name}@example.org")));
    for answer in [&known, &silent, &erased, &again] {
        assert_eq!((answer.status, &answer.body), (unknown.status, &unknown.body));
    }
    // One mail to the unknown one, and one to the known one, which says that it needs none.
    let mut to: Vec<String> = [service.mail(), service.mail()]
        .map(|mail| {
            let to = mail.lines().find_map(|line| line.strip_prefix("To: ")).unwrap().to_owned();
            format!("{to} {}", mail.contains("/news/preferences/"))
        })
        .into();
    to.sort();
    assert_eq!(to, ["known@example.org true", "unknown@example.org false"]);
    service.no_mail();
}

#[test]
fn one_click_ends_a_subscription_and_a_look_does_not() {
    let service = Service::start();
    let preferences = service.subscribe("email=jo@example.org");
    // A token of one purpose is none of another.
    assert_eq!(service.get(&preferences.replace("preferences", "leave")).status, 404);
    let ids = rusqlite::Connection::open(service.site.root().join("tidings.db")).unwrap();
    let id: String = ids.query_row("SELECT id FROM subscriber", [], |row| row.get(0)).unwrap();
    let links = tidings::mail::Links::new(&"https://mail.acme.example/news/".parse().unwrap(), "a secret of the tests");
    let leave = link(&links.to(tidings::mail::Purpose::Leave, id.parse().unwrap(), None), "leave/");
    let looked = service.get(&leave);
    assert!(looked.status == 200 && looked.body.contains("<button"), "{}", looked.body);
    assert_eq!(service.post(&leave, "").status, 400);
    assert_eq!(service.list()["subscribers"].as_array().unwrap().len(), 1);
    let clicked = service.post(&leave, "List-Unsubscribe=One-Click");
    assert_eq!((clicked.status, clicked.body.as_str()), (200, ""));
    assert!(!clicked.head.contains("set-cookie") && !clicked.head.contains("location"), "{}", clicked.head);
    assert_eq!(service.list()["subscribers"].as_array().unwrap().len(), 0);
    // Mail programs ask again where they heard nothing.
    assert_eq!(service.post(&leave, "List-Unsubscribe=One-Click").status, 200);
    assert_eq!(service.get(&leave).status, 200);
}

#[test]
fn whatever_is_sent_gets_a_page_and_harms_nothing() {
    let service = Service::start();
    let form = "Content-Type: application/x-www-form-urlencoded\r\n";
    let long = format!("email=jo@example.org&x={}", "y".repeat(20_000));
    for (method, path, headers, body, status) in [
        ("GET", "nothing", "", "", 404),
        ("GET", "confirm/", "", "", 404),
        ("GET", "confirm/AAAA", "", "", 404),
        ("GET", "preferences/%FF%00/../..", "", "", 404),
        ("POST", "leave/AAAA", form, "List-Unsubscribe=One-Click", 404),
        ("GET", "assets/../tidings.db", "", "", 404),
        ("PUT", "", form, "email=jo@example.org", 405),
        ("GET", "hook", "", "", 405),
        ("POST", "", "", "email=jo@example.org", 415),
        ("POST", "", "Content-Type: application/json\r\n", "{}", 415),
        ("POST", "", form, &long, 413),
        ("POST", "", form, "", 400),
        ("POST", "", form, "email=%FF%FE&product=%00", 400),
        ("POST", "", form, "email=jo@example.org%0D%0ABcc:x@y.example", 400),
        ("POST", "", form, "email=jo@example.org&product=evnts", 400),
        ("POST", "", form, "email=jo@example.org&digest=daily", 400),
        ("POST", "", form, "email=%3Cscript%3E@example", 400),
        ("POST", "hook", "Content-Type: application/json\r\n", "{}", 401),
    ] {
        let answer = service.request(method, path, headers, body);
        assert_eq!(answer.status, status, "{method} {path} {body:.60}: {}", answer.body);
        assert!(!answer.body.contains("<script"), "{}", answer.body);
    }
    service.no_mail();
    let page = service.get("?product=events&lang=de");
    assert!(page.body.contains("<html lang=\"de\""), "{}", page.body);
    assert!(page.head.contains("content-security-policy: default-src 'none'; style-src 'self'"), "{}", page.head);
    assert!(page.head.contains("referrer-policy: no-referrer") && page.head.contains("cache-control: no-store"), "{}", page.head);
    assert!(!page.body.contains("<script") && !page.body.contains(" style="), "{}", page.body);
    let sheet = link(&page.body, "assets/");
    let sheet = page.body.split('"').find(|text| text.contains(&sheet)).unwrap().strip_prefix("/news/").unwrap();
    assert!(service.get(sheet).head.contains("content-type: text/css"));
    assert_eq!(service.get("health").body, "ok\n");
}

#[test]
fn who_asks_too_often_is_told_when_to_come_back() {
    let service = Service::start();
    let ask = |client: &str, address: &str| {
        let headers = format!("Content-Type: application/x-www-form-urlencoded\r\nX-Forwarded-For: 203.0.113.1, {client}\r\n");
        service.request("POST", "", &headers, &format!("email={address}"))
    };
    let statuses: Vec<u16> = (0..5).map(|number| ask(&format!("192.0.2.{number}"), "jo@example.org").status).collect();
    assert_eq!(statuses, [200, 200, 200, 429, 429], "an address, whoever asks");
    let limited = ask("192.0.2.9", "JO@example.org");
    assert!(limited.status == 429 && limited.head.contains("retry-after: 1"), "{}", limited.head);
    let statuses: Vec<u16> = (0..32).map(|number| ask("198.51.100.1", &format!("a{number}@example.org")).status).collect();
    assert!(statuses[..30].iter().all(|status| *status == 200) && statuses[31] == 429, "a client, whatever it asks for: {statuses:?}");
    assert_eq!(ask("198.51.100.2", "b@example.org").status, 200);
}

#[test]
fn bounces_for_good_and_complaints_silence_an_address() {
    let service = Service::start();
    let token = service.run(&["subscriptions", "--hook-token"]).trim().to_owned();
    let json = |body: &str| {
        let answer = service.report("application/json", &token, body);
        format!("{} {}", answer.status, answer.body.trim())
    };
    assert_eq!(json(r#"{"kind": "bounce", "address": "full@example.org", "status": "4.2.2"}"#), r#"200 {"reports":1,"suppressed":0}"#);
    assert_eq!(json(r#"{"kind": "bounce", "address": "Gone@example.org", "status": "5.1.1"}"#), r#"200 {"reports":1,"suppressed":1}"#);
    assert!(
        json(r#"{"kind": "complaint", "recipient": "releases+bounce-42@acme.example"}"#)
            .starts_with("400 {\"error\":\"the envelope address")
    );
    let bounces = tidings::mail::Bounces::new(Some("a secret of the tests"));
    let recipient = bounces.address(&"releases@acme.example".parse().unwrap(), 42);
    assert_eq!(json(&format!(r#"{{"kind": "complaint", "recipient": "{recipient}"}}"#)), r#"200 {"reports":1,"suppressed":0}"#);
    assert!(json("[]]").starts_with("400 {\"error\":"), "{}", json("[]]"));
    assert_eq!(service.report("application/json", "AAAA", "{}").status, 401);
    assert_eq!(service.report("message/rfc822", &token, "Subject: away\r\n\r\nBack on Monday.").status, 400);
    let list = service.run(&["subscribers", "list"]);
    assert!(list.contains("gone@example.org  suppressed: bounce 5.1.1") && !list.contains("full@"), "{list}");
}

#[test]
fn announcements_carry_links_of_each_recipients_own() {
    let service = Service::start();
    service.subscribe("email=jo@example.org");
    service.subscribe("email=al@example.org");
    let eml = |arguments: &[&str], address: &str| {
        service
            .run(&[&["announce", "2.4.0", "--dry-run", "--out", service.site.root().join("mails").to_str().unwrap()], arguments].concat());
        let eml = fs::read_to_string(service.site.root().join(format!("mails/events-2.4.0-released-{address}.eml"))).unwrap();
        eml.replace("=\r\n", "").replace("=3D", "=").replace("\r\n ", " ")
    };
    let jo = eml(&[], "jo@example.org");
    let leave = link(&jo, "leave/");
    let header = format!("List-Unsubscribe: <https://mail.acme.example/news/{leave}>, <mailto:releases@acme.example?subject=unsubscribe>");
    assert!(jo.contains(&header) && jo.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"), "{jo}");
    assert!(service.get(&link(&jo, "preferences/")).body.contains("jo@example.org"));
    assert_eq!(service.post(&leave, "List-Unsubscribe=One-Click").status, 200);
    assert_eq!(service.list()["subscribers"][0]["address"], "al@example.org");
    // Who is only shown a mail is nobody who could leave.
    let shown = eml(&["--to", "you@example.org"], "you@example.org");
    assert!(!shown.contains("/leave/") && shown.contains("https://mail.acme.example/news/"), "{shown}");
    let blind = service.site.command(&["announce", "2.4.0", "--dry-run", "--out", "mails"]).env_remove("TIDINGS_SECRET").output().unwrap();
    assert!(String::from_utf8_lossy(&blind.stderr).contains("set `TIDINGS_SECRET` as it is for"), "{blind:?}");
}

#[test]
fn what_was_asked_before_the_end_is_sent_after_it() {
    let mut service = Service::start();
    service.post("", "email=jo@example.org");
    let confirm = link(&service.mail(), "confirm/");
    service.child.kill().unwrap();
    service.child.wait().unwrap();
    let site = std::mem::replace(&mut service.site, SiteTest::new());
    let service = Service::of(site);
    assert_eq!(service.post(&confirm, "").status, 200);
    assert!(service.run(&["subscribers", "export"]).contains("jo@example.org"));
}

#[test]
fn the_built_site_shows_the_form_where_there_is_a_service() {
    let page = |site: SiteTest| {
        site.command(&["build"]).output().unwrap();
        fs::read_to_string(site.root().join("public/index.html")).unwrap()
    };
    let with = page(SiteTest::new().append("content/site.yaml", MAIL));
    assert!(with.contains("form-action 'self' https://mail.acme.example; "), "{with}");
    assert!(with.contains("<form method=\"post\" action=\"https://mail.acme.example/news/\">"), "{with}");
    let without = page(SiteTest::new());
    assert!(!without.contains("<form method=\"post\"") && without.contains("form-action 'self'; "), "{without}");
}

#[test]
fn a_service_needs_a_secret_a_place_and_a_sender() {
    let site = SiteTest::new();
    let refused = |site: &SiteTest, secret: &str| {
        let output = site.command(&["subscriptions", "--listen", "127.0.0.1:0"]).env("TIDINGS_SECRET", secret).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    assert!(refused(&site, "").contains("set `TIDINGS_SECRET`"));
    assert!(refused(&site, "x").contains("add `subscribe_url: https://mail.acme.example/` to `mail:`"));
    let site = site.append("content/site.yaml", MAIL);
    assert!(refused(&site, "x").contains("links could be guessed"));
    assert!(refused(&site, "a secret of the tests").contains("set `TIDINGS_SMTP_URL`"));
    let site = site.file("themes/mine/theme.yaml", "name: mine\n").append("content/site.yaml", "theme: mine\n");
    let site = site.file("themes/mine/subscriptions/leave.html", "{{ page.nmae }}");
    let output =
        site.command(&["subscriptions", "--listen", "127.0.0.1:0"]).env("TIDINGS_SECRET", "a secret of the tests").output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.code() == Some(1) && told.contains("themes/mine/subscriptions/leave.html:1:"), "{told}");
}
