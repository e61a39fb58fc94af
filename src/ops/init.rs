//! A small working site to start from.

use chrono::NaiveDate;

use crate::ident::{BaseUrl, EmailAddress, ProductKey};
use crate::load::Loaded;
use crate::schema::{FOLDER, Form};

use super::schemas::schemas;

/// What `init` asks.
#[derive(Debug, Clone)]
pub struct InitOptions {
    /// The name of the product.
    pub name: String,
    /// Its key.
    pub product: ProductKey,
    /// Where the site will stand.
    pub url: BaseUrl,
    /// The day of the first release.
    pub today: NaiveDate,
}

/// The files of a small working site: path from the site's folder, and text.
pub fn init(options: &InitOptions) -> Vec<(String, String)> {
    let InitOptions { name, product, url, today } = options;
    let quoted = serde_json::Value::from(name.as_str());
    let title = serde_json::Value::from(format!("{name} releases"));
    let sender = format!("releases@{}", url.host());
    let mail = if sender.parse::<EmailAddress>().is_ok() { format!("mail: {{ from: {sender} }}\n\n") } else { String::new() };
    let site = format!(
        "{}title: {title}\nurl: {url}\nlanguage: en\n\nproducts:\n  {product}:\n    name: {quoted}\n    components: {{ app: App }}\n\n{mail}\
         # Everything else has a default. Uncomment what you need.\n\
         # description: What is new in {name}\n\
         # support: {{ email: support@example.org }}\n\
         # audiences:\n#   staff: {{ name: Staff, private: true }}   # private: never on the public site\n\
         # policy:\n#   readiness: [tests, documentation]        # done before a release counts as released\n",
        Form::Site.modeline("content/site.yaml"),
    );
    let head = format!("content/{product}/1.0.0/release.yaml");
    let release = format!(
        "{}title: First release\ndate: {today}\nsummary: |\n  {name} is out. These notes tell what is new, release by release.\nhighlights: [hello]\n",
        Form::Release.modeline(&head),
    );
    let hello = "---\nkind: feature\ntitle: Release notes you can read\ncomponent: app\n---\nEvery change has a note of its own: what is new, what was mended, and what to do about it.\n";
    let waiting = "---\nkind: improvement\ntitle: The start page opens faster\ncomponent: app\n---\nThis note waits in `unreleased/` until a release takes it along.\n";
    let mut files = vec![
        ("content/site.yaml".into(), site),
        (head, release),
        (format!("content/{product}/1.0.0/hello.md"), hello.into()),
        (format!("content/{product}/unreleased/faster-start.md"), waiting.into()),
        (".gitignore".into(), "/public\n/tidings.db*\n".into()),
        (".vscode/settings.json".into(), include_str!("init/settings.json").into()),
        (".vscode/extensions.json".into(), include_str!("init/extensions.json").into()),
    ];
    files.extend(schema_files(&files));
    files
}

/// The schemas of the site that the files make.
fn schema_files(files: &[(String, String)]) -> Vec<(String, String)> {
    let mut loaded = Loaded::default();
    for (path, text) in files {
        loaded.sources.add(path.clone(), text.as_str());
    }
    let texts = schemas(&loaded).texts.into_iter().flatten();
    texts.map(|(form, text)| (format!("{FOLDER}/{}", form.file_name()), text)).collect()
}
