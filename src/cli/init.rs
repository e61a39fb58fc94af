//! `init`

use std::path::{Path, PathBuf};

use serde_json::json;

use crate::ident::{BaseUrl, ProductKey, slug};
use crate::ops::{self, InitOptions};
use crate::publish;
use crate::schema::FOLDER;

use super::args::InitArguments;
use super::{Failure, Outcome, Session};

pub(super) fn run(session: &Session, arguments: &InitArguments) -> Result<Outcome, Failure> {
    let dir = arguments.dir.clone().or_else(|| session.site.clone()).unwrap_or_else(|| PathBuf::from("."));
    let options = options(session, arguments, &dir)?;
    let files = ops::init(&options);
    // What others may have made there before is theirs: only a site of ours is refused.
    let is_ours = |path: &str| path.starts_with("content/") || path.starts_with(FOLDER);
    let kept: Vec<_> = files.iter().filter(|(path, _)| is_ours(path) || !dir.join(path).exists()).cloned().collect();
    publish::create(&dir, &kept)?;
    let paths: Vec<PathBuf> = kept.iter().map(|(path, _)| dir.join(path)).collect();
    if arguments.json {
        session.terminal.print(&format!("{}\n", json!({ "dir": dir, "product": options.product, "files": paths })));
    } else {
        paths.iter().for_each(|path| session.terminal.print(&format!("{}\n", path.display())));
    }
    session.terminal.note("Now run `tidings serve` there and change a file.");
    Ok(Outcome::Done)
}

fn options(session: &Session, arguments: &InitArguments, dir: &Path) -> Result<InitOptions, Failure> {
    let folder = dir.canonicalize().ok().or_else(|| Some(dir.to_path_buf()));
    let suggestion = folder.as_deref().and_then(Path::file_name).map_or("My product".into(), |name| name.to_string_lossy().into_owned());
    let name = answer(session, arguments.name.clone(), "Name of the product?", &suggestion)?;
    let product = match &arguments.product {
        Some(product) => product.clone(),
        None => slug(&name).parse().or_else(|_| "product".parse()).map_err(Failure::from)?,
    };
    let url: BaseUrl = match &arguments.url {
        Some(url) => url.clone(),
        None => answer(session, None, "Where will the site stand?", "https://changes.example.org/")?.parse().map_err(Failure::from)?,
    };
    let product: ProductKey = product;
    Ok(InitOptions { name, product, url, today: session.clock.now().date_naive() })
}

/// The flag, else what somebody at a terminal says, else the suggestion.
fn answer(session: &Session, given: Option<String>, question: &str, suggestion: &str) -> Result<String, Failure> {
    match given {
        Some(given) => Ok(given),
        None if session.terminal.can_ask() => Ok(session.terminal.ask(question, suggestion)?),
        None => Ok(suggestion.to_owned()),
    }
}
