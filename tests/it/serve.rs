//! The preview over real HTTP on loopback.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use snapbox::{assert_data_eq, str};
use tempfile::TempDir;
use tidings::output::Artifact;
use tidings::serve::{Preview, Problem, Server};

/// A preview that runs until the test's process ends: its one page says what `content/page.md` says, and that file is
/// in error where it says so.
struct World {
    folder: TempDir,
    address: String,
    builds: Arc<AtomicUsize>,
}

fn build(site: &Path) -> Preview {
    let text = fs::read_to_string(site.join("content/page.md")).unwrap_or_else(|_| "nothing".into());
    let names = walkdir::WalkDir::new(site.join("content")).sort_by_file_name().into_iter().filter_map(Result::ok);
    let names: Vec<_> = names.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    if text.contains("error") {
        let message = "an error, said to be one".to_owned();
        let problem = Problem { is_error: true, file: "content/page.md".into(), line: 1, column: 3, message, ..Problem::default() };
        return Preview { artifacts: None, problems: vec![problem] };
    }
    let page = format!("<html><head><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'\"></head><p>{text}</p>");
    let files = [
        ("index.html", page),
        ("404.html", "<p>not here</p>".into()),
        ("events/2.4.0/index.html", "<p>a release</p>".into()),
        ("a file.txt", "a text".into()),
        ("atom.xml", "<feed/>".into()),
        ("names.txt", names.join(" ")),
    ];
    let artifacts = files.map(|(path, text)| Artifact { path: path.into(), bytes: text.into_bytes() }).into();
    Preview { artifacts: Some(artifacts), problems: Vec::new() }
}

impl World {
    /// How many builds there were, once none has come for a while.
    fn settled(&self) -> usize {
        loop {
            let builds = self.builds.load(Ordering::SeqCst);
            std::thread::sleep(Duration::from_millis(300));
            if self.builds.load(Ordering::SeqCst) == builds {
                return builds;
            }
        }
    }

    fn new(page: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("content")).unwrap();
        fs::write(folder.path().join("content/page.md"), page).unwrap();
        let server = Server::bind(Some(0)).unwrap();
        let address = server.url().replace("http://", "").replace('/', "");
        let builds = Arc::new(AtomicUsize::new(0));
        let (site, counted) = (folder.path().to_owned(), builds.clone());
        std::thread::spawn(move || {
            let build_site = site.clone();
            server.run(&site, move || {
                counted.fetch_add(1, Ordering::SeqCst);
                build(&build_site)
            })
        });
        Self { folder, address, builds }
    }

    fn path(&self, path: &str) -> std::path::PathBuf {
        self.folder.path().join(path)
    }

    fn ask(&self, request: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(40))).unwrap();
        stream.write_all(request.replace('\n', "\r\n").as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer.replace("\r\n", "\n")
    }

    fn get(&self, path: &str) -> String {
        self.ask(&format!("GET {path} HTTP/1.1\nHost: localhost\nConnection: close\n\n"))
    }

    fn body(&self, path: &str) -> String {
        self.get(path).split_once("\n\n").unwrap().1.to_owned()
    }

    /// Asks for a page until it holds the text.
    fn shows(&self, path: &str, text: &str) {
        let started = Instant::now();
        while !self.body(path).contains(text) {
            assert!(started.elapsed() < Duration::from_secs(10), "{path} never held {text:?}: {}", self.body(path));
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

/// The head of an answer but for what differs from one run to the next.
fn head(answer: &str) -> String {
    let head = answer.split("\n\n").next().unwrap_or("");
    let varies = |line: &&str| ["date:", "connection:", "content-length:"].iter().any(|name| line.starts_with(name));
    head.lines().filter(|line| !varies(line)).map(|line| format!("{line}\n")).collect()
}

#[test]
fn pages_are_served_with_their_types_and_a_script_that_reloads_them() {
    let world = World::new("Hello");
    assert_data_eq!(
        world.body("/"),
        str![[r#"
<html><head><meta http-equiv="Content-Security-Policy" content="default-src 'none'; connect-src 'self'; script-src 'self'; style-src 'self'"><script src="/__tidings/reload.js" data-page="a0084cd3f0023fdd" defer></script>
</head><p>Hello</p>
"#]]
    );
    let heads = ["/", "/atom.xml", "/a%20file.txt", "/events/2.4.0", "/events/2.4.0?from=1", "/missing", "/__tidings/reload.js"];
    let heads: String = heads.iter().map(|path| format!("GET {path}\n{}\n", head(&world.get(path)))).collect();
    assert_data_eq!(
        heads,
        str![[r#"
GET /
HTTP/1.1 200 OK
etag: "a0084cd3f0023fdd"
cache-control: no-cache
x-content-type-options: nosniff
content-type: text/html; charset=utf-8

GET /atom.xml
HTTP/1.1 200 OK
etag: "7a282f8d8521f904"
cache-control: no-cache
x-content-type-options: nosniff
content-type: application/xml; charset=utf-8

GET /a%20file.txt
HTTP/1.1 200 OK
etag: "a6cf19a371f231e9"
cache-control: no-cache
x-content-type-options: nosniff
content-type: text/plain; charset=utf-8

GET /events/2.4.0
HTTP/1.1 307 Temporary Redirect
location: /events/2.4.0/

GET /events/2.4.0?from=1
HTTP/1.1 307 Temporary Redirect
location: /events/2.4.0/?from=1

GET /missing
HTTP/1.1 404 Not Found
etag: "f4b72ebb8a701353"
cache-control: no-cache
x-content-type-options: nosniff
content-type: text/html; charset=utf-8

GET /__tidings/reload.js
HTTP/1.1 200 OK
content-type: text/javascript; charset=utf-8
cache-control: no-cache


"#]]
    );
    assert!(world.body("/missing").starts_with("<p>not here</p>"));
    assert_eq!(world.body("/a%20file.txt"), "a text");
}

#[test]
fn a_browser_that_has_a_page_already_is_told_so() {
    let world = World::new("Hello");
    let first = world.get("/");
    let tag = first.lines().find_map(|line| line.strip_prefix("etag: ")).unwrap();
    let again = world.ask(&format!("GET / HTTP/1.1\nHost: localhost\nIf-None-Match: {tag}\nConnection: close\n\n"));
    assert!(again.starts_with("HTTP/1.1 304 "), "{again}");
    assert!(first.contains(&format!("data-page={tag}")), "the script knows which page it came with");
}

#[test]
fn a_name_that_is_not_this_machines_gets_nothing() {
    let world = World::new("Hello");
    let status = |host: &str| {
        let answer = world.ask(&format!("GET / HTTP/1.1\n{host}Connection: close\n\n"));
        format!("{}{}\n", host.replace('\n', " -> "), answer.lines().next().unwrap_or(""))
    };
    let hosts =
        ["Host: localhost:4400\n", "Host: 127.0.0.1\n", "Host: [::1]:80\n", "Host: evil.example\n", "Host: localhost.evil.example\n"];
    assert_data_eq!(
        hosts.map(status).concat(),
        str![[r#"
Host: localhost:4400 -> HTTP/1.1 200 OK
Host: 127.0.0.1 -> HTTP/1.1 200 OK
Host: [::1]:80 -> HTTP/1.1 200 OK
Host: evil.example -> HTTP/1.1 403 Forbidden
Host: localhost.evil.example -> HTTP/1.1 403 Forbidden

"#]]
    );
    let posted = world.ask("POST / HTTP/1.1\nHost: localhost\nContent-Length: 0\nConnection: close\n\n");
    assert!(posted.starts_with("HTTP/1.1 405 "), "{posted}");
}

#[test]
fn a_change_is_shown_and_told_to_who_waits_for_it() {
    let world = World::new("Hello");
    let known = world.body("/__tidings/state");
    let build = known.split('"').nth(3).unwrap().to_owned();
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| (world.body(&format!("/__tidings/state?{build}")), Instant::now()));
        std::thread::sleep(Duration::from_millis(300));
        assert!(!waiting.is_finished(), "nothing has changed yet");
        let saved = Instant::now();
        fs::write(world.path("content/page.md"), "Hello again").unwrap();
        let (told, when) = waiting.join().unwrap();
        assert_ne!(told, known);
        println!("saved to told: {:?}", when - saved);
    });
    world.shows("/", "Hello again");
}

#[test]
fn errors_are_told_and_the_last_good_site_stays() {
    let world = World::new("Hello");
    world.shows("/", "Hello");
    fs::write(world.path("content/page.md"), "an error").unwrap();
    world.shows("/__tidings/state", "an error, said to be one");
    assert!(world.body("/").contains("Hello"));
    fs::write(world.path("content/page.md"), "Mended").unwrap();
    world.shows("/", "Mended");
    assert!(world.body("/__tidings/state").contains("\"problems\":[]"));
}

#[test]
fn a_site_with_errors_from_the_start_shows_a_page_that_waits() {
    let world = World::new("an error");
    assert_data_eq!(
        world.get("/any/page/").split_once("\n\n").unwrap().1.to_owned(),
        str![[r#"
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>No site yet</title>
<script src="/__tidings/reload.js" data-page="f01316581be13e1f" defer></script>
</head>
<body>
<h1>No site yet</h1>
<p>The content has errors. The site appears here once they are mended.</p>
</body>
</html>

"#]]
    );
    assert_data_eq!(
        head(&world.get("/")),
        str![[r#"
HTTP/1.1 503 Service Unavailable
etag: "f01316581be13e1f"
cache-control: no-cache
x-content-type-options: nosniff
content-type: text/html; charset=utf-8

"#]]
    );
    fs::write(world.path("content/page.md"), "Mended").unwrap();
    world.shows("/", "Mended");
}

#[test]
fn every_way_in_which_files_change_is_seen() {
    let world = World::new("Hello");
    world.shows("/", "Hello");
    // As editors do it: written beside, then renamed over.
    fs::write(world.path("content/.page.md.new"), "Renamed over").unwrap();
    fs::rename(world.path("content/.page.md.new"), world.path("content/page.md")).unwrap();
    world.shows("/", "Renamed over");
    fs::create_dir_all(world.path("content/events/2.4.0")).unwrap();
    fs::write(world.path("content/events/2.4.0/one.md"), "x").unwrap();
    world.shows("/names.txt", "2.4.0 one.md");
    fs::write(world.path("content/events/2.4.0/two.md"), "x").unwrap();
    world.shows("/names.txt", "two.md");
    fs::rename(world.path("content/events"), world.path("content/moved")).unwrap();
    world.shows("/names.txt", "moved 2.4.0");
    fs::write(world.path("content/moved/2.4.0/three.md"), "x").unwrap();
    world.shows("/names.txt", "three.md");
    fs::remove_dir_all(world.path("content")).unwrap();
    world.shows("/", "nothing");
    fs::create_dir(world.path("content")).unwrap();
    fs::write(world.path("content/page.md"), "Back").unwrap();
    world.shows("/", "Back");
    fs::write(world.path("content/page.md"), "Back again").unwrap();
    world.shows("/", "Back again");

    let before = world.builds.load(Ordering::SeqCst);
    fs::create_dir(world.path("templates")).unwrap();
    fs::write(world.path("templates/feature.md"), "x").unwrap();
    let started = Instant::now();
    while world.builds.load(Ordering::SeqCst) == before && started.elapsed() < Duration::from_secs(10) {
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(world.builds.load(Ordering::SeqCst) > before, "a folder of templates that was not there is watched");
}

#[test]
fn a_burst_is_one_build_and_reading_is_none() {
    let world = World::new("Hello");
    world.shows("/", "Hello");
    // On a busy machine the burst itself has pauses, and a pause may end a burst.
    let (mut pauses, mut last) = (0, Instant::now());
    for number in 0..100 {
        fs::write(world.path(&format!("content/{number}.md")), "x").unwrap();
        pauses += usize::from(last.elapsed() > Duration::from_millis(5));
        last = Instant::now();
    }
    world.shows("/names.txt", "99.md");
    let builds = world.settled();
    assert!(builds <= 4 + pauses, "a hundred files with {pauses} pauses made {builds} builds");
    for number in 0..100 {
        fs::read(world.path(&format!("content/{number}.md"))).unwrap();
    }
    fs::write(world.path("elsewhere.txt"), "not the site's").unwrap();
    assert_eq!(world.settled(), builds);
}

#[test]
fn a_port_that_is_taken_is_said_so_and_another_found_where_none_was_asked_for() {
    let taken = Server::bind(Some(0)).unwrap();
    let port = taken.url().rsplit(':').next().unwrap().trim_end_matches('/').parse().unwrap();
    let error = Server::bind(Some(port)).unwrap_err().to_string();
    assert_eq!(error, format!("cannot listen on 127.0.0.1:{port}"));
    let (first, second) = (Server::bind(None).unwrap(), Server::bind(None).unwrap());
    assert_ne!(first.url(), second.url());
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_the_command_with_0_and_no_file_was_written() {
    use std::io::{BufRead, BufReader};
    use std::process::{Command, Stdio};
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("content")).unwrap();
    fs::write(folder.path().join("content/site.yaml"), "title: Notes\nurl: https://notes.example/\nproducts: { app: { name: App } }\n")
        .unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_tidings"));
    command.current_dir(folder.path()).args(["serve", "--port", "0"]).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let mut url = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut url).unwrap();
    let address = url.trim().trim_start_matches("http://").trim_end_matches('/');
    // A browser that waits for the next build does not hold the end back.
    let mut waiting = TcpStream::connect(address).unwrap();
    waiting.write_all(b"GET /__tidings/state HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    let mut first = [0; 512];
    let read = waiting.read(&mut first).unwrap();
    let build = String::from_utf8_lossy(&first[..read]).split("\"build\":\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    waiting.write_all(format!("GET /__tidings/state?{build} HTTP/1.1\r\nHost: localhost\r\n\r\n").as_bytes()).unwrap();
    std::thread::sleep(Duration::from_millis(100));
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(0));
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["content"]);
}
