//! The kinds that others' words for them mean.

/// The kind that a section's name means, and whether it means no more than that.
pub(super) fn section(name: &str) -> (&'static str, bool) {
    let plain = letters(name);
    let exact = match plain.as_str() {
        "added" | "add" | "additions" | "new" | "newfeatures" | "features" | "feature" | "minorchanges" => Some("feature"),
        "changed" | "change" | "changes" | "improved" | "improvements" | "improvement" | "enhancements" | "enhancement" | "updated"
        | "whatschanged" => Some("improvement"),
        "fixed" | "fixes" | "fix" | "bugfixes" | "bugfix" | "bugsfixed" | "patchchanges" => Some("fix"),
        "breaking" | "breakingchanges" | "breakingchange" | "majorchanges" | "removed" => Some("breaking"),
        "deprecated" | "deprecations" | "deprecation" => Some("deprecation"),
        _ => None,
    };
    let holds = |part: &str| plain.contains(part);
    // A security update and a known issue say how grave they are, which no changelog does.
    let near = match () {
        () if holds("security") || holds("vulnerab") => "fix",
        () if holds("breaking") || holds("removed") || holds("removal") => "breaking",
        () if holds("deprecat") => "deprecation",
        () if holds("bugfix") || holds("fixed") => "fix",
        () if holds("newfeature") => "feature",
        () => "improvement",
    };
    (exact.unwrap_or(near), exact.is_some())
}

/// The letters and digits, in lower case.
pub(super) fn letters(text: &str) -> String {
    text.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_sections_become_kinds() {
        for (name, expected) in [
            ("Added", ("feature", true)),
            ("🐛 Bug Fixes", ("fix", true)),
            ("⚠ BREAKING CHANGES", ("breaking", true)),
            ("Breaking Changes to Unstable Features", ("breaking", false)),
            ("Security", ("fix", false)),
            ("Misc", ("improvement", false)),
        ] {
            assert_eq!(section(name), expected, "{name}");
        }
    }
}
