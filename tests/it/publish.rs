//! Publishing to a folder: the old site or the new one, whole, whatever happens.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

use snapbox::{assert_data_eq, str};
use tempfile::TempDir;
use tidings::load::Copies;
use tidings::output::Artifact;
use tidings::publish::{self, PublishError, Published};

/// A world of its own: a site folder, and an output folder in it that is not there yet.
struct World {
    folder: TempDir,
}

impl World {
    fn new() -> Self {
        let world = Self { folder: tempfile::tempdir().unwrap() };
        world.file("content/site.yaml", "title: A site\n");
        world
    }

    fn site(&self) -> &Path {
        self.folder.path()
    }

    fn out(&self) -> PathBuf {
        self.site().join("public")
    }

    fn file(&self, path: &str, text: &str) {
        let path = self.site().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn publish(&self, files: &[(&str, &str)]) -> Result<Published, PublishError> {
        publish::folder(&artifacts(files), None, &Copies::default(), &self.out(), self.site())
    }

    /// Why nothing was published, with the world's own folder left out.
    fn refusal(&self, files: &[(&str, &str)]) -> String {
        self.publish(files).unwrap_err().to_string().replace(&self.site().canonicalize().unwrap().display().to_string(), "[SITE]")
    }

    /// Every file of the output folder and its text, but for Tidings' own.
    fn holds(&self) -> String {
        tree(&self.out()).into_iter().map(|(path, bytes)| format!("{path}: {}\n", String::from_utf8_lossy(&bytes))).collect()
    }
}

fn artifacts(files: &[(&str, &str)]) -> Vec<Artifact> {
    files.iter().map(|(path, text)| Artifact { path: (*path).to_owned(), bytes: text.as_bytes().to_vec() }).collect()
}

fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok).filter(|entry| !entry.file_type().is_dir());
    let named = files.map(|entry| (entry.path().strip_prefix(folder).unwrap().to_string_lossy().into_owned(), entry.into_path()));
    named.filter(|(name, _)| !name.starts_with(".tidings")).map(|(name, path)| (name, fs::read(path).unwrap_or_default())).collect()
}

fn time_of(path: &Path) -> SystemTime {
    fs::metadata(path).unwrap().modified().unwrap()
}

#[test]
fn a_second_build_writes_only_what_changed_and_removes_only_what_it_wrote() {
    let world = World::new();
    let first = world.publish(&[("index.html", "one"), ("events/1.0.0/index.html", "same"), ("old/a/index.html", "gone")]).unwrap();
    assert_eq!(first, Published { written: 3, unchanged: 0, removed: 0 });
    let kept = world.out().join("events/1.0.0/index.html");
    let before = time_of(&kept);
    std::thread::sleep(Duration::from_millis(20));

    let second = world.publish(&[("index.html", "two"), ("events/1.0.0/index.html", "same"), ("new/b/index.html", "come")]).unwrap();
    assert_eq!(second, Published { written: 2, unchanged: 1, removed: 1 });
    assert_eq!(time_of(&kept), before, "what did not change keeps its time");
    assert_data_eq!(
        world.holds(),
        str![[r#"
events/1.0.0/index.html: same
index.html: two
new/b/index.html: come

"#]]
    );
    assert!(!world.out().join("old").exists(), "folders that became empty go too");
    let own: Vec<_> = fs::read_dir(world.out().join(".tidings")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(own.len(), 2, "only the manifest and the lock are left: {own:?}");

    let manifest = world.out().join(".tidings/manifest.json");
    let before = time_of(&manifest);
    let third = world.publish(&[("index.html", "two"), ("events/1.0.0/index.html", "same"), ("new/b/index.html", "come")]).unwrap();
    assert_eq!(third, Published { written: 0, unchanged: 3, removed: 0 });
    assert_eq!(time_of(&manifest), before);
}

#[test]
fn equal_sites_make_equal_folders_whatever_was_there_before() {
    let (straight, around) = (World::new(), World::new());
    let files = [("index.html", "one"), ("a/index.html", "two"), ("a/b/c", "three")];
    straight.publish(&files).unwrap();
    around.publish(&[("a/b", "file"), ("other", "x"), ("index.html/deep/x", "folder")]).unwrap();
    let reversed: Vec<_> = files.iter().rev().copied().collect();
    around.publish(&reversed).unwrap();
    assert_eq!(tree(&straight.out()), tree(&around.out()));
    let manifest = |world: &World| fs::read(world.out().join(".tidings/manifest.json")).unwrap();
    assert_eq!(manifest(&straight), manifest(&around));
}

#[test]
fn files_become_folders_and_folders_become_files() {
    let world = World::new();
    world.publish(&[("a", "file"), ("b/c/d", "deep"), ("Case.txt", "upper")]).unwrap();
    world.publish(&[("a/x/y", "below"), ("b", "flat"), ("case.txt", "lower")]).unwrap();
    assert_data_eq!(
        world.holds(),
        str![[r#"
a/x/y: below
b: flat
case.txt: lower

"#]]
    );
}

#[test]
fn a_file_changed_or_deleted_by_hand_is_put_right() {
    let world = World::new();
    let files = [("a.html", "same length"), ("b.html", "there")];
    world.publish(&files).unwrap();
    let path = world.out().join("a.html");
    let time = time_of(&path);
    fs::write(&path, "SAME LENGTH").unwrap();
    fs::File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
    fs::remove_file(world.out().join("b.html")).unwrap();
    assert_eq!(world.publish(&files).unwrap(), Published { written: 2, unchanged: 0, removed: 0 });
    assert_data_eq!(
        world.holds(),
        str![[r#"
a.html: same length
b.html: there

"#]]
    );
}

#[test]
fn a_folder_that_holds_anything_else_is_refused_and_left_as_it_is() {
    let world = World::new();
    world.file("public/CNAME", "example.org");
    assert_data_eq!(
        world.refusal(&[("index.html", "x")]),
        str!["`[SITE]/public` holds what Tidings did not write: `CNAME`; move it away or choose another folder with `--out`"]
    );
    assert!(!world.out().join(".tidings").exists(), "nothing at all was written");

    fs::remove_file(world.out().join("CNAME")).unwrap();
    world.publish(&[("index.html", "x")]).unwrap();
    for file in ["a", "b/c", "d", "e"] {
        world.file(&format!("public/{file}"), "mine");
    }
    assert_data_eq!(
        world.refusal(&[("index.html", "y")]),
        str![
            "`[SITE]/public` holds what Tidings did not write: `a`, `b/c`, `d` and 1 more; move it away or choose another folder with `--out`"
        ]
    );
    assert_data_eq!(
        world.holds(),
        str![[r#"
a: mine
b/c: mine
d: mine
e: mine
index.html: x

"#]]
    );
}

#[test]
fn what_file_managers_leave_behind_is_nobodys() {
    let world = World::new();
    world.publish(&[("a/index.html", "x"), ("b/index.html", "x")]).unwrap();
    world.file("public/a/.DS_Store", "litter");
    world.publish(&[("b/index.html", "y")]).unwrap();
    assert_data_eq!(
        world.holds(),
        str![[r#"
a/.DS_Store: litter
b/index.html: y

"#]]
    );
    assert_data_eq!(
        world.refusal(&[("a", "a file where the folder is"), ("b/index.html", "y")]),
        str!["`[SITE]/public` holds what Tidings did not write: `a/.DS_Store`; move it away or choose another folder with `--out`"]
    );
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_symbolic_link() {
    let world = World::new();
    world.publish(&[("a/index.html", "x")]).unwrap();
    world.file("elsewhere/index.html", "precious");
    fs::remove_dir_all(world.out().join("a")).unwrap();
    std::os::unix::fs::symlink(world.site().join("elsewhere"), world.out().join("a")).unwrap();
    assert_data_eq!(
        world.refusal(&[("a/index.html", "y")]),
        str!["`[SITE]/public` holds what Tidings did not write: `a`; move it away or choose another folder with `--out`"]
    );
    // A journal may come with a folder that someone else made.
    let journal = r#"{"clear_files":[],"clear_folders":[],"place":[],"place_first":0,"remove_files":["a/index.html"],"remove_folders":[]}"#;
    fs::write(world.out().join(".tidings/journal.json"), journal).unwrap();
    assert_data_eq!(
        publish::recover(&world.out()).unwrap_err().to_string().replace(&world.site().display().to_string(), "[SITE]"),
        str![
            "`[SITE]/public/.tidings/journal.json` is damaged or was written by a newer Tidings; remove the whole output folder and build again"
        ]
    );
    assert_eq!(fs::read_to_string(world.site().join("elsewhere/index.html")).unwrap(), "precious");
}

#[test]
fn a_site_is_never_built_over_what_it_is_made_from() {
    let world = World::new();
    let refusal = |out: &str| {
        let out = world.site().join(out);
        let error =
            publish::folder(&artifacts(&[("index.html", "x")]), None, &Copies::default(), &out, world.site()).unwrap_err().to_string();
        error.replace(&world.site().display().to_string(), "[SITE]") + "\n"
    };
    let refusals: String = ["", "content", "content/public", "themes/x/../y", "..", "/", "content/site.yaml"].map(refusal).concat();
    assert_data_eq!(
        refusals.replace("[SITE]/`", "[SITE]`"),
        str![[r#"
cannot build into `[SITE]`: it is the site's own folder; choose another folder with `--out`
cannot build into `[SITE]/content`: the site is read from there; choose another folder with `--out`
cannot build into `[SITE]/content/public`: the site is read from there; choose another folder with `--out`
cannot build into `[SITE]/themes/x/../y`: the site is read from there; choose another folder with `--out`
cannot build into `[SITE]/..`: the site's own folder is in it; choose another folder with `--out`
cannot build into `/`: it is the root of the file system; choose another folder with `--out`
cannot build into `[SITE]/content/site.yaml`: it is a file; choose another folder with `--out`

"#]]
    );
    assert_eq!(tree(world.site()).len(), 1, "nothing was written anywhere");
}

#[test]
fn two_builds_do_not_write_to_one_folder_at_a_time() {
    let world = World::new();
    world.publish(&[("index.html", "x")]).unwrap();
    let lock = fs::File::open(world.out().join(".tidings/lock")).unwrap();
    lock.lock().unwrap();
    assert_data_eq!(world.refusal(&[("index.html", "y")]), str!["another build is writing to `[SITE]/public`; wait until it is done"]);
    assert!(!publish::recover(&world.out()).unwrap(), "another command leaves it alone");
    drop(lock);
    world.publish(&[("index.html", "y")]).unwrap();
}

#[test]
fn a_write_that_fails_leaves_the_old_site_and_nothing_else() {
    let world = World::new();
    world.publish(&[("index.html", "old"), ("gone.html", "old")]).unwrap();
    let before = tree(&world.out());
    // No file system takes a name this long, and that shows only when the file is written, after others have been.
    let long = "x".repeat(300);
    let error = world.refusal(&[("index.html", "new"), (&format!("zz/{long}"), "new")]);
    assert_data_eq!(error.replace(&long, "[LONG]"), str!["cannot write `[SITE]/public/zz/[LONG]`, so the old site was left as it is"]);
    assert_eq!(tree(&world.out()), before);
    assert!(!world.out().join(".tidings/new").exists());
}

/// A site of 24 releases. Those of two generations differ in every way that matters: pages that changed and pages that
/// did not, releases that came and releases that went.
fn site(world: &World, name: &str, generation: u32) -> PathBuf {
    let products = "products: { app: { name: App, components: { core: Core } } }";
    world.file(&format!("{name}/content/site.yaml"), &format!("title: Notes\nurl: https://notes.example/\n{products}\n"));
    for number in 0..24 {
        let minor = if number % 4 == 0 { number + 100 * generation } else { number };
        let told = if number % 4 == 1 { generation } else { 0 };
        let day = format!("20{:02}-{:02}-01", 10 + minor / 12, 1 + minor % 12);
        let release = format!(
            "date: {day}\nsummary: Told {told}.\nentries:\n  - {{ kind: feature, title: Thing {minor} is new, component: core, body: Text. }}\n"
        );
        world.file(&format!("{name}/content/app/1.{minor}.0.yaml"), &release);
    }
    world.site().join(name)
}

fn tidings(site: &Path, out: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tidings"));
    command.arg("--site").arg(site).args(["--today", "2030-01-01", "build", "--out"]).arg(out);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// Waits until a file or folder is there, or the build is over, and then for `time` more.
fn wait_past(child: &mut Child, mark: Option<&Path>, time: Duration) {
    while mark.is_some_and(|mark| !mark.exists()) && child.try_wait().unwrap().is_none() {
        std::hint::spin_loop();
    }
    let started = Instant::now();
    while started.elapsed() < time {
        std::hint::spin_loop();
    }
}

#[test]
fn a_build_killed_at_any_moment_leaves_the_old_site_or_the_new_one_whole() {
    let world = World::new();
    let sites = [site(&world, "old", 0), site(&world, "new", 1)];
    let wholes = ["old-alone", "new-alone"].map(|name| world.site().join(name));
    for (site, out) in sites.iter().zip(&wholes) {
        assert!(tidings(site, out).status().unwrap().success());
    }
    let wholes = wholes.map(|out| tree(&out));
    assert_ne!(wholes[0], wholes[1]);
    // Its content is wrong, so building it only does what any command does first.
    world.file("broken/content/site.yaml", "title: [");
    let broken = world.site().join("broken");

    let out = world.out();
    assert!(tidings(&sites[0], &out).status().unwrap().success());
    // A build goes through three stages: it makes everything, writes it aside, and puts it in place. How long each takes.
    let marks = [None, Some(out.join(".tidings/new")), Some(out.join(".tidings/journal.json"))];
    let started = Instant::now();
    let mut child = tidings(&sites[1], &out).spawn().unwrap();
    let starts = marks.each_ref().map(|mark| {
        wait_past(&mut child, mark.as_deref(), Duration::ZERO);
        started.elapsed()
    });
    assert!(child.wait().unwrap().success());
    let times = starts.map(|start| started.elapsed() - start);

    let (mut old, mut new, mut begun, mut prepared) = (0, 0, 0, 0);
    let mut current = 1;
    let mut random: u64 = 0x2545_F491_4F6C_DD1D;
    for round in 0..60 {
        let next = 1 - current;
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let share = (random >> 33) as f64 / f64::from(1u32 << 31);
        // Counted from the start of a stage, so that a machine that is slower now than it was does not miss the short last one.
        let stage = round % 3;
        let mut child = tidings(&sites[next], &out).spawn().unwrap();
        wait_past(&mut child, marks[stage].as_deref(), times[stage].mul_f64(share));
        child.kill().unwrap();
        child.wait().unwrap();
        let own = out.join(".tidings");
        begun += usize::from(own.join("journal.json").exists());
        prepared += usize::from(!own.join("journal.json").exists() && own.join("new").exists());
        assert_eq!(tidings(&broken, &out).status().unwrap().code(), Some(1));
        let found = tree(&out);
        if found == wholes[next] {
            new += 1;
            current = next;
        } else {
            assert!(found == wholes[current], "neither the old site nor the new one: {:?}", found.keys());
            old += 1;
        }
    }
    println!("60 kills: {old} left the old site, {new} the new one; {begun} within the renames, {prepared} while writing aside");
    assert!(begun > 0 && prepared > 0, "the moments were not spread: {begun} within the renames, {prepared} while writing aside");
    assert!(tidings(&sites[current], &out).status().unwrap().success());
    assert_eq!(tree(&out), wholes[current]);
}

#[test]
fn any_command_finishes_what_a_killed_build_began() {
    let world = World::new();
    let site = site(&world, "site", 0);
    world.file("site/public/.tidings/new/0/index.html", "placed");
    let journal = r#"{"clear_files":[],"clear_folders":[],"place":["late"],"place_first":0,"remove_files":[],"remove_folders":[]}"#;
    world.file("site/public/.tidings/journal.json", journal);
    let checked = Command::new(env!("CARGO_BIN_EXE_tidings")).current_dir(&site).args(["--today", "2030-01-01", "check"]).output().unwrap();
    assert!(checked.status.success());
    assert_eq!(fs::read_to_string(site.join("public/late/index.html")).unwrap(), "placed");
    assert!(!site.join("public/.tidings/journal.json").exists());
}

/// `ulimit -f` limits the size of a file: the write fails half-way through a file, as it does on a full disk.
#[cfg(unix)]
#[test]
fn a_build_that_runs_out_of_space_says_so_and_leaves_the_old_site() {
    let world = World::new();
    let (old, new, out) = (site(&world, "old", 0), site(&world, "new", 1), world.out());
    assert!(tidings(&old, &out).status().unwrap().success());
    let before = tree(&out);
    let script = "trap '' XFSZ; ulimit -f 8; exec \"$0\" \"$@\"";
    let mut command = Command::new("sh");
    command
        .args(["-c", script, env!("CARGO_BIN_EXE_tidings"), "--site"])
        .arg(&new)
        .args(["--today", "2030-01-01", "build", "--out"])
        .arg(&out);
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert_data_eq!(
        said.replace(&world.site().display().to_string(), "[SITE]"),
        str![[r#"
error: cannot write `[SITE]/public/[..]`, so the old site was left as it is: File too large (os error 27)

"#]]
    );
    assert_eq!(tree(&out), before);
    assert!(!out.join(".tidings/new").exists());
}

/// Permissions that root has all the same are not tested as root.
#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_written_to_is_said_so() {
    use std::os::unix::fs::PermissionsExt;
    let world = World::new();
    let closed = world.site().join("closed");
    fs::create_dir(&closed).unwrap();
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o555)).unwrap();
    if fs::write(closed.join("probe"), "").is_ok() {
        return;
    }
    let error =
        publish::folder(&artifacts(&[("index.html", "x")]), None, &Copies::default(), &closed.join("public"), world.site()).unwrap_err();
    assert!(matches!(error, PublishError::Write { .. }), "{error}");
}
