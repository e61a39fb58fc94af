//! Definitions of links and footnotes: they stand anywhere in a file, and go along with each text that refers to them.

use std::collections::{BTreeSet, HashMap, HashSet};

/// `[label]: …`
#[derive(Debug, Clone)]
pub(super) struct Definition {
    pub(super) file: String,
    pub(super) line: usize,
    pub(super) label: String,
    pub(super) text: String,
    /// The release it stands in; nothing before the first one and among the changes to come.
    pub(super) release: Option<usize>,
}

/// All definitions.
pub(super) struct Definitions {
    list: Vec<Definition>,
    /// The first of each label, which is the one that counts.
    first: HashMap<String, usize>,
}

impl Definitions {
    pub(super) fn new(list: Vec<Definition>) -> Self {
        let first = list.iter().enumerate().rev().map(|(index, definition)| (definition.label.clone(), index)).collect();
        Self { list, first }
    }

    /// Those that texts refer to, and those that they refer to.
    fn reached<'a>(&'a self, texts: impl IntoIterator<Item = &'a str>) -> BTreeSet<usize> {
        let mut reached = BTreeSet::new();
        let mut texts: Vec<&str> = texts.into_iter().collect();
        while let Some(text) = texts.pop() {
            for index in labels(text).iter().filter_map(|label| self.first.get(label)) {
                if reached.insert(*index) {
                    texts.push(&self.list[*index].text);
                }
            }
        }
        reached
    }

    /// The text with the definitions it needs.
    pub(super) fn complete(&self, text: &str) -> String {
        let mut whole = text.to_owned();
        for index in self.reached([text]) {
            whole.push_str("\n\n");
            whole.push_str(&self.list[index].text);
        }
        whole
    }

    /// Those that no text and no heading's link needs, and second ones of a label.
    pub(super) fn idle<'a>(&'a self, texts: Vec<&'a str>, addresses: &HashSet<&str>) -> Vec<Definition> {
        let wanted = self.reached(texts);
        let is_linked = |text: &str| text.split_whitespace().any(|word| addresses.contains(word));
        let idle = self.list.iter().enumerate().filter(|(index, definition)| {
            let first = self.first.get(&definition.label) == Some(index);
            !(first && (wanted.contains(index) || is_linked(&definition.text)))
        });
        idle.map(|(_, definition)| definition.clone()).collect()
    }
}

/// What stands in brackets, in lower case: what a text may refer to.
fn labels(text: &str) -> HashSet<String> {
    let mut labels = HashSet::new();
    let mut rest = text;
    while let Some(start) = rest.find('[') {
        rest = &rest[start + 1..];
        if let Some(end) = rest.find(['[', ']']).filter(|end| rest[*end..].starts_with(']')) {
            labels.insert(rest[..end].to_lowercase());
        }
    }
    labels
}
