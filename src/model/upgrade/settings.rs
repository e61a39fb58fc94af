//! Settings that changed several times on the way, told once.

use crate::parse::document::{Setting, SettingChange};

use super::{Entry, EntryIndex};

/// How a setting differs between two releases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingJump {
    /// Its name; its former name where it was renamed.
    pub name: String,
    /// What happened in all.
    pub change: SettingChange,
    /// The former value; nothing where it was renamed.
    pub from: Option<String>,
    /// The new value; the new name where it was renamed.
    pub to: Option<String>,
    /// The new default.
    pub default: Option<String>,
    /// The entries that changed it, in order.
    pub entries: Vec<EntryIndex>,
}

/// A setting at one end of a change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct State {
    name: String,
    value: Option<String>,
    default: Option<String>,
}

/// What a chain of changes does to a setting. Where both ends are missing it came and went.
struct Chain {
    before: Option<State>,
    after: Option<State>,
    entries: Vec<EntryIndex>,
}

/// Joins the changes of entries that come in this order; `back` tells what undoing them does.
pub(super) fn merge<'a>(entries: impl Iterator<Item = &'a Entry>, back: bool) -> Vec<SettingJump> {
    let mut chains: Vec<Chain> = Vec::new();
    for entry in entries {
        for setting in &entry.settings {
            let (before, after) = ends(setting);
            match chains.iter_mut().find(|chain| chain.leads_to(before.as_ref(), after.as_ref())) {
                Some(chain) => chain.extend(before, after, entry.index),
                None => chains.push(Chain { before, after, entries: vec![entry.index] }),
            }
        }
    }
    chains.into_iter().filter_map(|chain| if back { chain.reversed().jump() } else { chain.jump() }).collect()
}

/// A setting before and after one change.
fn ends(setting: &Setting) -> (Option<State>, Option<State>) {
    let text = |field: &Option<crate::source::Spanned<String>>| field.as_ref().map(|text| text.value.clone());
    let (from, to, default) = (text(&setting.from), text(&setting.to), text(&setting.default));
    let name = setting.name.value.clone();
    let state = |name: String, value, default| Some(State { name, value, default });
    match setting.change.value {
        SettingChange::Added => (None, state(name, to, default)),
        SettingChange::Removed => (state(name, from, None), None),
        SettingChange::Changed => (state(name.clone(), from, None), state(name, to, default)),
        // Writers name a renamed setting by its former name and `to`, or by its new one and `from`.
        SettingChange::Renamed => match (from, to) {
            (from, Some(new)) => (state(from.unwrap_or(name), None, None), state(new, None, default)),
            (Some(old), None) => (state(old, None, None), state(name, None, default)),
            (None, None) => (state(name.clone(), None, None), state(name, None, default)),
        },
    }
}

impl Chain {
    /// Whether a change goes on where this chain ends.
    fn leads_to(&self, before: Option<&State>, after: Option<&State>) -> bool {
        match (&self.after, before, after) {
            (Some(end), Some(before), Some(_)) => end.name == before.name,
            // The former name of a renamed setting may go on working until it is removed.
            (Some(end), Some(before), None) => end.name == before.name || self.was(&before.name),
            // It went and comes again.
            (None, None, Some(after)) => self.was(&after.name),
            // It is told of again, by another entry.
            (Some(end), None, Some(after)) => end.name == after.name,
            (None, Some(before), None) => self.was(&before.name),
            _ => false,
        }
    }

    /// Whether this is the name it had at first.
    fn was(&self, name: &str) -> bool {
        self.before.as_ref().is_some_and(|start| start.name == name)
    }

    fn extend(&mut self, before: Option<State>, after: Option<State>, entry: EntryIndex) {
        if self.entries.last() != Some(&entry) {
            self.entries.push(entry);
        }
        if after.is_none() && self.after.as_ref().zip(before.as_ref()).is_some_and(|(end, before)| end.name != before.name) {
            return;
        }
        if let (Some(start), Some(before), Some(end)) = (&mut self.before, before, &self.after)
            && end.value.is_none()
            && end.default.is_none()
        {
            start.value = start.value.take().or(before.value);
        }
        let told = self.after.take();
        self.after = after.map(|after| match told {
            Some(told) if after.value.is_none() && after.default.is_none() => State { name: after.name, ..told },
            _ => after,
        });
    }

    fn reversed(self) -> Self {
        Self { before: self.after, after: self.before, entries: self.entries }
    }

    fn jump(self) -> Option<SettingJump> {
        let entries = self.entries;
        match (self.before, self.after) {
            (None, None) => None,
            (None, Some(after)) => {
                let to = after.value.filter(|value| after.default.as_ref() != Some(value));
                let default = after.default;
                Some(SettingJump { name: after.name, change: SettingChange::Added, from: None, to, default, entries })
            }
            (Some(before), None) => {
                let from = before.value.or(before.default);
                Some(SettingJump { name: before.name, change: SettingChange::Removed, from, to: None, default: None, entries })
            }
            (Some(before), Some(after)) if before.name != after.name => {
                // `from` and `to` are of the name here, so that a value would be mistaken for one.
                let (to, default) = (Some(after.name), after.default.or(after.value));
                Some(SettingJump { name: before.name, change: SettingChange::Renamed, from: None, to, default, entries })
            }
            (Some(before), Some(after)) => {
                let from = before.value.or(before.default);
                let same = from.is_some() && from.as_ref() == after.value.as_ref().or(after.default.as_ref());
                let (to, default) = (after.value, after.default);
                (!same).then_some(SettingJump { name: before.name, change: SettingChange::Changed, from, to, default, entries })
            }
        }
    }
}
