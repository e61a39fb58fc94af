//! `search`

use crate::ops::{self, SearchOptions, Searched};
use crate::output::search::{Filters, Hit};

use super::args::SearchArguments;
use super::check::report;
use super::rows::{Tone, painted};
use super::{Failure, Outcome, Session};

pub(super) fn run(session: &Session, arguments: &SearchArguments) -> Result<Outcome, Failure> {
    let progress = session.terminal.progress("Reading");
    let (_, loaded) = session.load()?;
    let filters = Filters {
        products: arguments.product.clone(),
        kinds: arguments.kind.clone(),
        components: arguments.component.clone(),
        versions: arguments.release.clone(),
    };
    let reader = arguments.reader.options(session.clock.now());
    let options = SearchOptions { reader, query: arguments.words.join(" "), filters, limit: arguments.limit };
    let (searched, diagnostics) = ops::search(&loaded, &options)?;
    drop(progress);
    let Some(searched) = searched else {
        return Ok(report(&session.terminal, &loaded.sources, &diagnostics));
    };
    if arguments.json {
        session.terminal.print(&format!("{}\n", serde_json::to_string_pretty(&searched)?));
    } else {
        session.terminal.print(&text(&searched, session.terminal.colours_results()));
    }
    Ok(Outcome::Done)
}

fn text(searched: &Searched, colours: bool) -> String {
    let found = &searched.found;
    let mut blocks: Vec<String> = found.hits.iter().map(|hit| block(hit, colours)).collect();
    let (all, told) = (found.count, found.hits.len());
    let results = if all == 1 { "1 result".to_owned() } else { format!("{all}{} results", if found.at_least { "+" } else { "" }) };
    let some = if found.all_words { "" } else { "; nothing has all of these words" };
    blocks.push(match told {
        0 if all == 0 => "Nothing was found. Try fewer or other words.\n".to_owned(),
        _ if told < all => format!("{results}{some}; these are the best {told}, `--limit` shows more\n"),
        _ => format!("{results}{some}\n"),
    });
    blocks.join("\n")
}

fn block(hit: &Hit, colours: bool) -> String {
    let release = [Some(hit.product_name.as_str()), hit.version.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let facts = [Some(release.as_str()), hit.label.as_deref(), Some(hit.components.as_str()).filter(|names| !names.is_empty())];
    let facts = facts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let lines = [facts, hit.text.clone(), hit.url.clone()];
    let below: String = lines.iter().filter(|line| !line.is_empty()).map(|line| format!("  {line}\n")).collect();
    format!("{}\n{below}", painted(&hit.title, Tone::Strong, colours))
}
