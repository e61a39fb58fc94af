//! Themes: what a site's own may change, and what is said of its mistakes.

use std::collections::BTreeSet;
use std::path::Path;

use snapbox::{IntoData, assert_data_eq, str};

use super::site::Site;

/// The good site with a theme of its own.
fn themed(template: &str, text: &str) -> Site {
    Site::new().append("content/site.yaml", "theme: acme\n").file(&format!("themes/acme/site/{template}"), text)
}

#[test]
fn a_theme_of_one_file_changes_one_thing() {
    let built = themed("footer.html", "<footer>Acme, {{ site.title }}</footer>").build();
    let page = built.text("2.4.0/index.html");
    assert!(page.contains("<footer>Acme, Acme changes</footer>"), "{page}");
    assert!(page.contains("Scan tickets offline"), "{page}");
}

#[test]
fn a_template_builds_on_the_one_it_stands_in_for() {
    let text = "{% extends \"default/site/not-found.html\" %}{% block footer %}<footer>Lost?</footer>{% endblock footer %}";
    let built = themed("not-found.html", text).build();
    let page = built.text("404.html");
    assert!(page.contains("<footer>Lost?</footer>") && page.contains("Page not found"), "{page}");
}

#[test]
fn a_component_of_the_same_name_replaces_the_built_in_one() {
    let parts = "{% component time(date) %}<b>{{ date.day }}</b>{% endcomponent time %}";
    let page = "{{ <time date={release.date} /> }}{{ <badge text=\"x\" /> }}";
    let built = themed("own.html", parts).file("themes/acme/site/release.html", page).build();
    assert_eq!(built.text("2.4.0/index.html"), "<b>2026-05-12</b><span class=\"badge tone-neutral\">x</span>");
}

#[test]
fn options_have_defaults_that_the_site_sets() {
    let theme = "name: acme\noptions: { greeting: Hello, count: 1 }\n";
    let site = themed("404.html", "").file("themes/acme/theme.yaml", theme);
    let site = site.file("themes/acme/site/not-found.html", "{{ options.greeting }} {{ options.count }} {{ options.accent }}");
    assert_eq!(site.build().text("404.html"), "Hello 1 indigo");
    let set = site.append("content/site.yaml", "theme_options: { greeting: Servus }\n");
    assert_eq!(set.build().text("404.html"), "Servus 1 indigo");
}

#[test]
fn an_option_that_no_theme_has_is_an_error_and_so_is_one_of_another_type() {
    let site = Site::new().append("content/site.yaml", "theme_options:\n  acent: teal\n  credit: maybe\n");
    assert_data_eq!(
        site.problems(),
        str![[r#"
error[unknown-field]: the theme has no option `acent`
  --> content/site.yaml:11:3
   |
11 |   acent: teal
   |   ^^^^^
   |
   = help: did you mean `accent`?

error[wrong-type]: the theme option `credit` takes true or false, not text
  --> content/site.yaml:12:11
   |
12 |   credit: maybe
   |           ^^^^^

2 errors, 0 warnings in 1 file

"#]]
        .raw()
    );
}

#[test]
fn a_theme_that_is_not_there_is_an_error() {
    assert_data_eq!(
        Site::new().append("content/site.yaml", "theme: acme\n").problems(),
        str![[r#"
error[bad-value]: there is no theme `acme`
  --> content/site.yaml:10:8
   |
10 | theme: acme
   |        ^^^^
   |
   = help: make the folder `themes/acme` or use `default`, `gazette`

1 error, 0 warnings in 1 file

"#]]
        .raw()
    );
}

#[test]
fn themes_that_extend_each_other_in_a_circle_are_an_error() {
    let site = Site::new().append("content/site.yaml", "theme: one\n");
    let site = site.file("themes/one/theme.yaml", "extends: two\n").file("themes/two/theme.yaml", "extends: one\n");
    assert_data_eq!(
        site.problems(),
        str![[r#"
error[theme-template]: themes extend each other in a circle: `one`, then `two`, then `one`
 --> themes/two/theme.yaml:1:10
  |
1 | extends: one
  |          ^^^
  |
  = help: let one of them extend `default`

1 error, 0 warnings in 1 file

"#]]
        .raw()
    );
}

#[test]
fn a_field_that_theme_yaml_does_not_have_is_an_error() {
    let site = themed("x.html", "").file("themes/acme/theme.yaml", "name: acme\nextend: default\n");
    assert_data_eq!(
        site.problems(),
        str![[r#"
error[unknown-field]: a theme has no field `extend`
 --> themes/acme/theme.yaml:2:1
  |
2 | extend: default
  | ^^^^^^
  |
  = help: did you mean `extends`?

1 error, 0 warnings in 1 file

"#]]
        .raw()
    );
}

#[test]
fn every_mistake_of_syntax_is_told_of_at_its_place() {
    let site = themed("footer.html", "<p>\n{% if product %}\n</p>\n").file("themes/acme/site/header.html", "<p>{{ site.title | }}</p>\n");
    assert_data_eq!(
        site.problems(),
        str![[r#"
error[theme-template]: unexpected end of input
 --> themes/acme/site/footer.html:2:17
  |
2 | {% if product %}
  |                 ^

error[theme-template]: found `}}` but expected identifier
 --> themes/acme/site/header.html:1:20
  |
1 | <p>{{ site.title | }}</p>
  |                    ^^

2 errors, 0 warnings in 2 files

"#]]
        .raw()
    );
}

#[test]
fn a_name_that_a_page_does_not_have_is_told_of_at_its_place() {
    assert_data_eq!(
        themed("footer.html", "<p>\n  {{ site.titel }}\n</p>\n").problems(),
        str![[r#"
error[theme-template]: field `titel` is not defined
 --> themes/acme/site/footer.html:2:11
  |
2 |   {{ site.titel }}
  |           ^^^^^
  |
  = help: did you mean `title`?

1 error, 0 warnings in 1 file

"#]]
        .raw()
    );
    assert_data_eq!(
        themed("not-found.html", "<p>{{ release.version }}</p>\n").problems(),
        str![[r#"
error[theme-template]: variable `release` is not defined
 --> themes/acme/site/not-found.html:1:7
  |
1 | <p>{{ release.version }}</p>
  |       ^^^^^^^
  |
  = help: there are these variables: `options`, `page`, `site`, `strings`

1 error, 0 warnings in 1 file

"#]]
        .raw()
    );
}

#[test]
fn filters_functions_components_and_includes_that_are_not_there_are_all_told_of() {
    let text =
        "{{ site.title | shout }}\n{{ now() }}\n{{ <logo /> }}\n{% include \"site/foot.html\" %}\n{% if site is empty %}{% endif %}\n";
    assert_data_eq!(
        themed("footer.html", text).problems(),
        str![[r#"
error[theme-template]: unknown filter `shout`
 --> themes/acme/site/footer.html:1:17
  |
1 | {{ site.title | shout }}
  |                 ^^^^^

error[theme-template]: unknown function `now`
 --> themes/acme/site/footer.html:2:4
  |
2 | {{ now() }}
  |    ^^^

error[theme-template]: unknown component `logo`
 --> themes/acme/site/footer.html:3:4
  |
3 | {{ <logo /> }}
  |    ^^^^

error[theme-template]: unknown template `site/foot.html`
 --> themes/acme/site/footer.html:4:12
  |
4 | {% include "site/foot.html" %}
  |            ^^^^^^^^^^^^^^

error[theme-template]: unknown test `empty`
 --> themes/acme/site/footer.html:5:15
  |
5 | {% if site is empty %}{% endif %}
  |               ^^^^^

5 errors, 0 warnings in 1 file

"#]]
        .raw()
    );
}

#[test]
fn templates_that_include_or_extend_each_other_in_a_circle_are_told_of() {
    let site =
        themed("footer.html", "{% include \"site/a.html\" %}").file("themes/acme/site/a.html", "\n{% include \"site/footer.html\" %}");
    assert_data_eq!(site.problems(), str![[r#"
error[theme-template]: templates include each other in a circle: `themes/acme/site/a.html`, then `themes/acme/site/footer.html`, then `themes/acme/site/a.html`
 --> themes/acme/site/footer.html:1:13
  |
1 | {% include "site/a.html" %}
  |             ^^^^^^^^^^^

1 error, 0 warnings in 1 file

"#]].raw());
    assert_data_eq!(
        themed("a.html", "{% extends \"site/a.html\" %}").problems(),
        str![[r#"
error[theme-template]: templates extend each other in a circle: `themes/acme/site/a.html`, then `themes/acme/site/a.html`
 --> themes/acme/site/a.html:1:13
  |
1 | {% extends "site/a.html" %}
  |             ^^^^^^^^^^^

1 error, 0 warnings in 1 file

"#]]
        .raw()
    );
    assert_data_eq!(
        themed("a.html", "{% extends \"site/b.html\" %}").problems(),
        str![[r#"
error[theme-template]: there is no template `site/b.html` to extend
 --> themes/acme/site/a.html:1:13
  |
1 | {% extends "site/b.html" %}
  |             ^^^^^^^^^^^

1 error, 0 warnings in 1 file

"#]]
        .raw()
    );
}

#[test]
fn a_loop_that_runs_away_ends() {
    assert_data_eq!(
        themed("footer.html", "{% for n in range(end=1000000000) %}x{% endfor %}\n").problems(),
        str![[r#"
error[theme-template]: `range` makes at most 10000 items, not 1000000000
 --> themes/acme/site/footer.html:1:13
  |
1 | {% for n in range(end=1000000000) %}x{% endfor %}
  |             ^^^^^^^^^^^^^^^^^^^^^

1 error, 0 warnings in 1 file

"#]]
        .raw()
    );
    let nested = "{% set r = range(end=10000) %}\n<p>{% for a in r %}{% for b in r %}{% endfor %}{% endfor %}</p>\n";
    assert_data_eq!(
        themed("not-found.html", nested).problems(),
        str![[r#"
error[theme-template]: this runs more than 250000 times on one page
 --> themes/acme/site/not-found.html:2:20
  |
2 | <p>{% for a in r %}{% for b in r %}{% endfor %}{% endfor %}</p>
  |                    ^^^^^^^^^^^^^^^^

1 error, 0 warnings in 1 file

"#]]
        .raw()
    );
    let large = "{% set r = range(end=1000) %}{% for a in r %}{% for b in r %}{% set x = [r, r, r, r] %}{{ x }}{% endfor %}{% endfor %}\n";
    assert_data_eq!(
        themed("not-found.html", large).problems(),
        str![[r#"
error[theme-template]: this makes a page of more than 32 MiB
 --> themes/acme/site/not-found.html:1:46
  |
1 | {% set r = range(end=1000) %}{% for a in r %}{% for b in r %}{% set x = [r, r, r, r] %}{{ x }}{% endfor %}{% endfor %}
  |                                              ^^^^^^^^^^^^^^^^

1 error, 0 warnings in 1 file

"#]]
        .raw()
    );
}

#[test]
fn a_component_that_calls_itself_without_an_end_ends() {
    let once = "{% component again(n) %}\n{{ <again n={n} /> }}\n{% endcomponent again %}\n{{ <again n={1} /> }}\n";
    assert_data_eq!(
        themed("footer.html", once).problems(),
        str![[r#"
error[theme-template]: a component calls itself without an end
 --> themes/acme/site/footer.html:2:4
  |
2 | {{ <again n={n} /> }}
  |    ^^^^^^

1 error, 0 warnings in 1 file

"#]]
        .raw()
    );
    let often = "{% component again(n) %}{% if n > 0 %}{{ <again n={n - 1} /> }}{{ <again n={n - 1} /> }}{{ <again n={n - 1} /> }}{% endif %}{% endcomponent again %}\n{{ <again n={18} /> }}\n";
    assert_data_eq!(
        themed("not-found.html", often).problems(),
        str![[r#"
error[theme-template]: this runs more than 250000 times on one page
 --> themes/acme/site/not-found.html:1:1
  |
1 | {% component again(n) %}{% if n > 0 %}{{ <again n={n - 1} /> }}{{ <again n={n - 1} /> }}{{ <again n={n - 1} /> }}{% endif %}{% endcom...
  | ^^^^^^^^^^^^^^^^^^^^^^^^

1 error, 0 warnings in 1 file

"#]]
        .raw()
    );
}

#[test]
fn what_a_template_gives_a_built_in_one_wrongly_is_told_of_in_the_theme() {
    let page = "{% extends \"site/base.html\" %}\n{% block content %}{{ <badge /> }}{% endblock content %}\n";
    assert_data_eq!(
        themed("not-found.html", page).problems(),
        str![[r#"
error[theme-template]: argument `text` missing
 --> themes/acme/site/not-found.html:2:23
  |
2 | {% block content %}{{ <badge /> }}{% endblock content %}
  |                       ^^^^^^^^^

1 error, 0 warnings in 1 file

"#]]
        .raw()
    );
}

#[test]
fn a_template_reads_no_file_and_no_environment() {
    for call in ["get_env(name=\"HOME\")", "load_data(path=\"/etc/passwd\")", "get_file_hash(path=\"x\")"] {
        let problems = themed("footer.html", &format!("{{{{ {call} }}}}")).problems();
        assert!(problems.contains("unknown function"), "{problems}");
    }
    let problems = themed("footer.html", "{% include \"/etc/passwd\" %}").problems();
    assert!(problems.contains("unknown template `/etc/passwd`"), "{problems}");
}

#[test]
fn what_writers_wrote_is_escaped() {
    let site = Site::new().edit("content/events/2.4.0/release.yaml", "Check-in that works offline", "'<script>alert(1)</script>'");
    let site = site.edit("content/events/2.4.0/scan.md", "Scan tickets offline", "'<script>alert(1)</script>'");
    let built = site.build();
    for path in built.paths().filter(|path| path.ends_with(".html")) {
        assert!(!built.text(path).contains("<script>alert"), "{path}");
    }
}

#[test]
fn a_site_speaks_its_language() {
    let site = Site::new().append("content/site.yaml", "language: de-AT\n");
    let built = site.build();
    let page = built.text("index.html");
    assert!(
        page.contains("<html lang=\"de-AT\" dir=\"ltr\"") && page.contains("12. Mai 2026") && page.contains("Bekannte Probleme"),
        "{page}"
    );
    let site = Site::new().append("content/site.yaml", "language: ar\ntheme: acme\n");
    let site = site.file("themes/acme/strings/ar.yaml", "titles: { known-issues: مشاكل معروفة }\n");
    let built = site.build();
    let page = built.text("index.html");
    assert!(page.contains("dir=\"rtl\"") && page.contains("مشاكل معروفة") && page.contains("Security updates"), "{page}");
}

#[test]
fn every_language_that_ships_has_every_string_with_the_same_blanks() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/strings");
    let english = keys(&folder.join("en.yaml"));
    for file in std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
        let own = keys(&file);
        assert_eq!(english.symmetric_difference(&own).collect::<Vec<_>>(), Vec::<&String>::new(), "{}", file.display());
    }
}

/// Each key of a file of strings with the blanks of its text.
fn keys(path: &Path) -> BTreeSet<String> {
    let text = std::fs::read_to_string(path).unwrap();
    let value: serde_json::Value = serde_saphyr::from_str(&text).unwrap();
    let mut keys = BTreeSet::new();
    gather("", &value, &mut keys);
    keys
}

fn gather(prefix: &str, value: &serde_json::Value, keys: &mut BTreeSet<String>) {
    match value {
        serde_json::Value::Object(group) if !group.contains_key("other") => {
            group.iter().for_each(|(key, value)| gather(&format!("{prefix}.{key}"), value, keys));
        }
        value => {
            let text = value.get("other").unwrap_or(value).to_string();
            let blanks: BTreeSet<&str> = text.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect();
            keys.insert(format!("{prefix} {blanks:?}"));
        }
    }
}

#[test]
fn the_readme_documents_every_field_that_templates_see() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = std::fs::read_to_string(root.join("themes/README.md")).unwrap();
    let mut missing = Vec::new();
    for file in std::fs::read_dir(root.join("src/view")).unwrap().map(|entry| entry.unwrap().path()) {
        let text = std::fs::read_to_string(&file).unwrap();
        for block in text.split("#[derive(").skip(1).filter(|block| block.lines().next().unwrap().contains("Serialize")) {
            let Some((_, rest)) = block.split_once("pub struct ") else { continue };
            let name = rest.split(['<', ' ']).next().unwrap();
            let section = readme.split(&format!("### {name}\n")).nth(1).and_then(|rest| rest.split("\n### ").next()).unwrap_or_default();
            let body = rest.split("\n}").next().unwrap();
            let flattened = body
                .split("#[serde(flatten)]")
                .skip(1)
                .filter_map(|rest| rest.split("pub ").nth(1))
                .filter_map(|rest| rest.split(':').next());
            let flattened: Vec<&str> = flattened.collect();
            let fields = body.lines().filter_map(|line| line.trim().strip_prefix("pub ")?.split(':').next());
            missing.extend(
                fields
                    .filter(|field| !flattened.contains(field) && !section.contains(&format!("| `{field}` |")))
                    .map(|field| format!("{name}.{field}")),
            );
        }
    }
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn an_option_takes_what_the_theme_has_styles_and_files_for() {
    let options = "theme_options:\n  accent: blu\n  density: airy\n  logo: lgoo.svg\n";
    let site = Site::new().append("content/site.yaml", options).file("themes/default/assets/logo.svg", "<svg/>");
    assert_data_eq!(
        site.problems(),
        str![[r#"
error[bad-value]: the theme option `accent` has no `blu`
  --> content/site.yaml:11:11
   |
11 |   accent: blu
   |           ^^^
   |
   = help: did you mean `blue`?

error[bad-value]: the theme option `density` has no `airy`
  --> content/site.yaml:12:12
   |
12 |   density: airy
   |            ^^^^
   |
   = help: it takes `comfortable`, `compact`, `spacious`

error[bad-value]: the theme has no picture `lgoo.svg`
  --> content/site.yaml:13:9
   |
13 |   logo: lgoo.svg
   |         ^^^^^^^^
   |
   = help: did you mean `logo.svg`?

3 errors, 0 warnings in 1 file

"#]]
    );
}

#[test]
fn choices_of_a_theme_are_lists_of_texts_or_a_picture() {
    let theme = "name: acme\noptions: { size: small, mark: null }\nchoices:\n  size: [small, 2]\n  mark: image\n";
    assert_data_eq!(
        themed("footer.html", "").file("themes/acme/theme.yaml", theme).problems(),
        str![[r#"
error[wrong-type]: the choices of `size` must be a list of texts, or `picture`
 --> themes/acme/theme.yaml:4:9
  |
4 |   size: [small, 2]
  |         ^^^^^^^^^^

error[wrong-type]: the choices of `mark` must be a list of texts, or `picture`
 --> themes/acme/theme.yaml:5:9
  |
5 |   mark: image
  |         ^^^^^

2 errors, 0 warnings in 1 file

"#]]
    );
}

#[test]
fn a_logo_stands_beside_the_title_or_says_it() {
    let site = Site::new().file("themes/default/assets/logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    let beside = site.append("content/site.yaml", "theme_options: { logo: logo.svg }\n").build();
    let brand = |built: &super::site::Built| {
        let page = built.text("2.4.0/index.html");
        let brand = page.split("class=\"brand\"").nth(1).unwrap().split("</a>").next().unwrap();
        brand.split_once('>').unwrap().1.trim().to_owned()
    };
    let logo = beside.paths().find(|path| path.starts_with("assets/logo.")).unwrap().to_owned();
    assert_eq!(brand(&beside), format!("<img src=\"/{logo}\" alt=\"\"><span>Acme changes</span>"));
    let options = "theme_options: { logo: \"https://acme.example/logo.png\", title: false }\n";
    let alone = Site::new().append("content/site.yaml", options).build();
    assert_eq!(brand(&alone), "<img src=\"https://acme.example/logo.png\" alt=\"Acme changes\">");
}

#[test]
fn the_second_theme_is_settings_and_one_style_sheet() {
    let built = Site::new().append("content/site.yaml", "theme: gazette\n").build();
    let page = built.text("2.4.0/index.html");
    assert!(page.contains("data-accent=\"rose\" data-font=\"oldstyle\""), "{page}");
    let sheet = built.paths().find(|path| path.starts_with("assets/theme.")).unwrap();
    assert!(page.contains(&format!("<link rel=\"stylesheet\" href=\"/{sheet}\">")), "{page}");
    let files: BTreeSet<_> = walkdir::WalkDir::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/gazette"))
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(files.into_iter().collect::<Vec<_>>(), ["theme.css", "theme.yaml"]);
}
