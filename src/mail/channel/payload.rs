//! What each kind of channel reads.
//!
//! Chats cut off or refuse what is too long, and read marks of their own in a text: each format keeps to its limits and takes every
//! word of the notes as a word.

use serde_json::{Value, json};

use super::{Bulletin, Item};

/// How much of a text stands before the list, in characters.
const TEXT: usize = 600;

/// As many characters as a section of a message has room for, below the 3,000 of Slack
/// (<https://docs.slack.dev/reference/block-kit/blocks/section-block>).
const SECTION: usize = 2_800;

/// All sections of a message: Discord takes 4,096 characters (<https://docs.discord.com/developers/resources/message>), Teams 28 KB.
const ALL: usize = 3_300;

/// The title of a message: Slack takes 150 characters in a header, Discord 256 in a title.
const TITLE: usize = 150;

/// A program of one's own (<https://www.standardwebhooks.com>): the type of the event and what it is about.
pub(super) fn webhook(bulletin: &Bulletin) -> Value {
    json!({ "type": format!("release.{}", bulletin.notice), "data": bulletin })
}

/// Slack: blocks, and a text for notifications and those who hear them.
pub(super) fn slack(bulletin: &Bulletin) -> Value {
    let link = |item: &Item| format!("• <{}|{}>", slack_word(&item.url), slack_word(&item.title));
    let mut blocks = vec![json!({ "type": "header", "text": { "type": "plain_text", "text": cut(&bulletin.subject, TITLE) } })];
    let mut section = |text: String| blocks.push(json!({ "type": "section", "text": { "type": "mrkdwn", "text": text } }));
    if !bulletin.text.is_empty() {
        section(slack_word(&cut(&bulletin.text, TEXT)));
    }
    for (heading, list) in lists(bulletin, link) {
        section(format!("*{}*\n{list}", slack_word(heading)));
    }
    blocks.push(json!({
        "type": "actions",
        "elements": [{ "type": "button", "text": { "type": "plain_text", "text": cut(&bulletin.read, 75) }, "url": bulletin.url }],
    }));
    json!({ "text": slack_word(&bulletin.subject), "blocks": blocks })
}

/// Microsoft Teams: an Adaptive Card of the version that its workflows show (<https://adaptivecards.io>).
pub(super) fn teams(bulletin: &Bulletin) -> Value {
    let block = |text: String| json!({ "type": "TextBlock", "text": text, "wrap": true });
    let title =
        json!({ "type": "TextBlock", "text": marked(&cut(&bulletin.subject, TITLE)), "wrap": true, "size": "Large", "weight": "Bolder" });
    let mut body = vec![title];
    if !bulletin.text.is_empty() {
        body.push(block(marked(&cut(&bulletin.text, TEXT))));
    }
    for (heading, list) in lists(bulletin, bullet) {
        body.push(json!({ "type": "TextBlock", "text": marked(heading), "wrap": true, "weight": "Bolder" }));
        body.push(block(list));
    }
    json!({
        "type": "message",
        "attachments": [{
            "contentType": "application/vnd.microsoft.card.adaptive",
            "contentUrl": null,
            "content": {
                "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
                "type": "AdaptiveCard",
                "version": "1.4",
                "lang": bulletin.language,
                "fallbackText": bulletin.subject,
                "body": body,
                "actions": [{ "type": "Action.OpenUrl", "title": bulletin.read, "url": bulletin.url }],
            },
        }],
    })
}

/// Discord: one embed. Nobody is called by a name that stands in the notes.
pub(super) fn discord(bulletin: &Bulletin) -> Value {
    let mut description = marked(&cut(&bulletin.text, TEXT));
    for (heading, list) in lists(bulletin, bullet) {
        description.push_str(&format!("\n\n**{}**\n{list}", marked(heading)));
    }
    json!({
        "embeds": [{ "title": cut(&bulletin.subject, TITLE), "url": bulletin.url, "description": description.trim() }],
        "allowed_mentions": { "parse": [] },
    })
}

/// Each heading, and below it as many entries as there is room for.
fn lists(bulletin: &Bulletin, line: impl Fn(&Item) -> String) -> Vec<(&str, String)> {
    let mut room = ALL;
    let mut lists = Vec::new();
    for section in &bulletin.sections {
        let mut list = String::new();
        let mut left = section.entries.len();
        for item in &section.entries {
            let line = line(item);
            if list.len() + line.len() + 1 > room.min(SECTION) {
                break;
            }
            list.push_str(&line);
            list.push('\n');
            left -= 1;
        }
        if left > 0 {
            list.push_str(&format!("… +{left}"));
        }
        room = room.saturating_sub(list.len() + section.heading.len() + 8);
        lists.push((section.heading.as_str(), list.trim_end().to_owned()));
    }
    lists
}

fn bullet(item: &Item) -> String {
    format!("- [{}]({})", marked(&item.title), item.url.replace(')', "%29"))
}

/// The beginning of a text, of at most so many characters.
fn cut(text: &str, most: usize) -> String {
    let text = text.trim();
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some(_) => {
            let end = text.char_indices().nth(most.saturating_sub(1)).map_or(0, |(end, _)| end);
            let whole = text.get(..end).unwrap_or("");
            let words = whole.rsplit_once(char::is_whitespace).map_or(whole, |(words, _)| words);
            format!("{}…", words.trim_end())
        }
    }
}

/// A text in which Slack finds no mark (<https://docs.slack.dev/messaging/formatting-message-text#escaping>).
fn slack_word(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('|', "¦")
}

/// A text in which Markdown finds no mark.
fn marked(text: &str) -> String {
    let mut marked = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '~' | '|') {
            marked.push('\\');
        }
        marked.push(character);
    }
    marked
}

#[cfg(test)]
mod tests {
    use super::super::Section;
    use super::*;

    fn post(entries: usize) -> Bulletin {
        let item = |n: usize| Item {
            id: format!("entry-{n}"),
            title: format!("Tickets <scan> *faster* & [better] {n} @everyone"),
            url: format!("https://changes.acme.example/events/2.4.0/#entry-{n}"),
        };
        Bulletin {
            campaign: "events/2.4.0/released".to_owned(),
            notice: "released",
            subject: "Events 2.4.0: offline check-in".to_owned(),
            product: "events".to_owned(),
            product_name: "Events".to_owned(),
            version: "2.4.0".to_owned(),
            url: "https://changes.acme.example/events/2.4.0/".to_owned(),
            language: "en".to_owned(),
            text: "Check-in works without a network.".to_owned(),
            read: "Read the notes".to_owned(),
            sections: vec![Section { kind: "feature".to_owned(), heading: "Added".to_owned(), entries: (0..entries).map(item).collect() }],
        }
    }

    #[test]
    fn words_of_the_notes_are_no_marks() {
        let slack = slack(&post(1));
        assert_eq!(
            slack["blocks"][2]["text"]["text"],
            "*Added*\n• <https://changes.acme.example/events/2.4.0/#entry-0|Tickets &lt;scan&gt; *faster* &amp; [better] 0 @everyone>"
        );
        let discord = discord(&post(1));
        assert_eq!(
            discord["embeds"][0]["description"],
            "Check-in works without a network.\n\n**Added**\n- [Tickets \\<scan\\> \\*faster\\* & \\[better\\] 0 @everyone](https://changes.acme.example/events/2.4.0/#entry-0)"
        );
        assert_eq!(discord["allowed_mentions"], json!({ "parse": [] }));
    }

    #[test]
    fn whatever_the_release_a_message_keeps_to_the_limits() {
        let post = post(1_000);
        let text = slack(&post)["blocks"][2]["text"]["text"].as_str().map(str::len);
        assert!(text.is_some_and(|length| (1_000..3_000).contains(&length)), "{text:?}");
        let description = discord(&post)["embeds"][0]["description"].as_str().map(|text| text.chars().count());
        assert!(description.is_some_and(|length| (1_000..4_096).contains(&length)), "{description:?}");
        assert!(teams(&post).to_string().len() < 28_000);
        assert_eq!(webhook(&post)["data"]["sections"][0]["entries"].as_array().map(Vec::len), Some(1_000));
    }

    #[test]
    fn a_cut_falls_between_words() {
        assert_eq!(cut("one two three", 9), "one two…");
        assert_eq!(cut("one two", 7), "one two");
    }
}
