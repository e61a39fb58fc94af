//! Reports of mails that did not arrive or were not wanted: delivery status notifications (RFC 3464), feedback reports (RFC 5965),
//! and a few words of JSON. Never panics, whatever was sent.

use mail_parser::{MessageParser, MimeHeaders};
use serde::Deserialize;

use crate::ident::EmailAddress;
use crate::mail::{Bounces, Whom};

/// The most of a diagnosis that is written down, in characters.
const LONGEST: usize = 200;

/// What JSON has to look like.
const FORM: &str = "write {\"kind\": \"bounce\" or \"complaint\", \"address\" or \"recipient\": \"…\"}, with \"status\" and \"reason\" where known, or a list of such";

/// Anybody can send a report: what it is about has to be a mail that was sent.
const FOREIGN: &str = "the envelope address is not one of ours: it has to be the one that the mail was sent with, signature and all";

/// What is told of one address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Report {
    pub(super) whom: Whom,
    /// Whether nothing should go there any more: a complaint, or a failure for good (5.x.x, RFC 3463).
    pub(super) is_final: bool,
    pub(super) reason: String,
}

/// What is told of a recipient in JSON.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    kind: String,
    address: Option<String>,
    recipient: Option<String>,
    status: Option<String>,
    reason: Option<String>,
}

/// Reads `{"kind": "bounce", "address": "jo@example.org", "status": "5.1.1", "reason": "…"}`, with `recipient`, the envelope address
/// of the mail that came back, in place of `address` where that is what is known; or a list of such.
///
/// # Errors
/// What is wrong with it.
pub(super) fn from_json(bytes: &[u8], bounces: &Bounces) -> Result<Vec<Report>, &'static str> {
    let told: Vec<Told> =
        serde_json::from_slice(bytes).or_else(|_| serde_json::from_slice(bytes).map(|one| vec![one])).map_err(|_| FORM)?;
    told.into_iter().map(|told| report_of(told, bounces)).collect()
}

fn report_of(told: Told, bounces: &Bounces) -> Result<Report, &'static str> {
    let Told { kind, address, recipient, status, reason } = told;
    let whom = match (recipient, address) {
        (Some(recipient), _) => Whom::Row(bounces.row(&recipient).ok_or(FOREIGN)?),
        (None, Some(address)) => Whom::Address(address.parse::<EmailAddress>().map_err(|_| FORM)?.bare()),
        (None, None) => return Err(FORM),
    };
    let is_final = match kind.as_str() {
        "complaint" => true,
        // A bounce without a status is one that whoever reports it takes for final.
        "bounce" => status.as_deref().is_none_or(|status| status.starts_with('5')),
        _ => return Err(FORM),
    };
    let facts = [Some(kind), status, reason].into_iter().flatten().collect::<Vec<_>>().join(" ");
    Ok(Report { whom, is_final, reason: short(&facts) })
}

/// Reads a message that a mail server or a mailbox provider sent (RFC 5322).
///
/// # Errors
/// What is wrong with it.
pub(super) fn from_message(bytes: &[u8], bounces: &Bounces) -> Result<Vec<Report>, &'static str> {
    const NONE: &str = "there is no part message/delivery-status (RFC 3464) or message/feedback-report (RFC 5965) in it";
    let message = MessageParser::default().parse(bytes).ok_or("this is no message: send it as it came, with its headers")?;
    // The address that the report went to names the row of the mail that it is about.
    let own_row = match own_address(bytes) {
        Some(address) => Some(bounces.row(&address).ok_or(FOREIGN)?),
        None => None,
    };
    let mut reports = Vec::new();
    for part in &message.parts {
        let Some(kind) = part.content_type().filter(|kind| kind.ctype().eq_ignore_ascii_case("message")) else { continue };
        let text = String::from_utf8_lossy(part.contents());
        match kind.subtype().unwrap_or_default().to_ascii_lowercase().as_str() {
            "delivery-status" | "global-delivery-status" => reports.extend(failures(&text, own_row)),
            "feedback-report" => reports.extend(complaint(&text, bytes, own_row, bounces)),
            _ => {}
        }
    }
    if reports.is_empty() { Err(NONE) } else { Ok(reports) }
}

/// One for each recipient: groups of fields stand apart by empty lines, and the first is of the message (RFC 3464 §2.1).
fn failures(text: &str, own_row: Option<i64>) -> Vec<Report> {
    let groups = groups(text);
    let recipients: Vec<_> = groups.iter().filter(|group| field(group, "Final-Recipient").is_some()).collect();
    let is_single = recipients.len() == 1;
    let report = |group: &Vec<(String, String)>| {
        let (action, status) = (field(group, "Action")?, field(group, "Status").unwrap_or_default());
        let address = field(group, "Original-Recipient").or_else(|| field(group, "Final-Recipient")).and_then(typed_address);
        let whom = own_row.filter(|_| is_single).map(Whom::Row).or(address.map(Whom::Address))?;
        let diagnosis = field(group, "Diagnostic-Code").map(|code| code.split_once(';').map_or(code, |(_, said)| said).trim());
        let is_final = action.eq_ignore_ascii_case("failed") && status.starts_with("5.");
        Some(Report { whom, is_final, reason: short(&format!("bounce {status} {}", diagnosis.unwrap_or_default())) })
    };
    recipients.into_iter().filter_map(report).collect()
}

/// A feedback report is of one message; many providers leave the address out, and the envelope address of that message is what names it.
fn complaint(text: &str, whole: &[u8], own_row: Option<i64>, bounces: &Bounces) -> Option<Report> {
    let fields: Vec<(String, String)> = groups(text).into_iter().flatten().collect();
    let kind = field(&fields, "Feedback-Type").unwrap_or("abuse");
    // `not-spam` takes a complaint back (RFC 5965 §7.3).
    let is_final = !kind.eq_ignore_ascii_case("not-spam");
    let row = |address: &str| bounces.row(address.trim().trim_matches(['<', '>']));
    let address = |text: &str| text.trim_matches(['<', '>']).parse::<EmailAddress>().ok().map(|address| Whom::Address(address.bare()));
    let text = String::from_utf8_lossy(whole);
    let returned = || text.lines().find_map(|line| row(line.strip_prefix("Return-Path:")?));
    let whom = field(&fields, "Original-Mail-From")
        .and_then(row)
        .map(Whom::Row)
        .or_else(|| field(&fields, "Original-Rcpt-To").and_then(address))
        .or_else(|| own_row.or_else(returned).map(Whom::Row))?;
    Some(Report { whom, is_final, reason: short(&format!("complaint {kind}")) })
}

/// The envelope address that the report went to, in the headers where servers write it.
fn own_address(bytes: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(bytes);
    let head = text.split("\r\n\r\n").next().and_then(|head| head.split("\n\n").next()).unwrap_or_default();
    let fields = groups(head).into_iter().next()?;
    ["Delivered-To", "X-Original-To", "Envelope-To", "To"]
        .iter()
        .find_map(|name| field(&fields, name)?.split([',', ' ', '<', '>']).find(|address| Bounces::is_like(address)).map(str::to_owned))
}

/// `rfc822; jo@example.org`
fn typed_address(text: &str) -> Option<EmailAddress> {
    let address = text.split_once(';').map_or(text, |(_, address)| address).trim().trim_matches(['<', '>']);
    address.parse::<EmailAddress>().ok().map(|address| address.bare())
}

fn field<'a>(fields: &'a [(String, String)], name: &str) -> Option<&'a str> {
    fields.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
}

/// Groups of header fields, which stand apart by empty lines; a line that begins with a blank goes on with the one before.
fn groups(text: &str) -> Vec<Vec<(String, String)>> {
    let mut groups: Vec<Vec<(String, String)>> = vec![Vec::new()];
    for line in text.lines() {
        if line.trim().is_empty() {
            groups.push(Vec::new());
            continue;
        }
        let Some(group) = groups.last_mut() else { continue };
        match (line.starts_with([' ', '\t']), group.last_mut(), line.split_once(':')) {
            (true, Some((_, value)), _) => *value = format!("{value} {}", line.trim()),
            (_, _, Some((name, value))) => group.push((name.trim().to_owned(), value.trim().to_owned())),
            _ => {}
        }
    }
    groups.retain(|group| !group.is_empty());
    groups
}

fn short(text: &str) -> String {
    let clean: String = text.chars().map(|character| if character.is_control() { ' ' } else { character }).collect();
    clean.trim().chars().take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    use proptest::prelude::*;

    fn open() -> Bounces {
        Bounces::new(None)
    }

    fn told(reports: Result<Vec<Report>, &'static str>) -> Vec<String> {
        let whom = |whom: Whom| match whom {
            Whom::Address(address) => address.to_string(),
            Whom::Row(row) => format!("row {row}"),
        };
        let line =
            |report: Report| format!("{} {} {}", whom(report.whom), if report.is_final { "final" } else { "passing" }, report.reason);
        reports.unwrap().into_iter().map(line).collect()
    }

    /// As Postfix writes it.
    fn bounce(to: &str, action: &str, status: &str) -> String {
        format!(
            "From: MAILER-DAEMON@mx.example.org (Mail Delivery System)\r\nTo: {to}\r\nSubject: Undelivered Mail Returned to Sender\r\n\
             Auto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status;\r\n\tboundary=\"x\"\r\n\r\n\
             --x\r\nContent-Type: text/plain\r\n\r\nI am sorry.\r\n\r\n\
             --x\r\nContent-Description: Delivery report\r\nContent-Type: message/delivery-status\r\n\r\n\
             Reporting-MTA: dns; mx.example.org\r\nArrival-Date: Thu, 26 Nov 2026 10:00:00 +0000\r\n\r\n\
             Final-Recipient: rfc822; jo@example.org\r\nOriginal-Recipient: rfc822;Jo@example.org\r\nAction: {action}\r\nStatus: {status}\r\n\
             Diagnostic-Code: smtp; 550 5.1.1 <jo@example.org>:\r\n    no such user\r\n\r\n\
             --x\r\nContent-Type: message/rfc822\r\n\r\nFrom: releases@acme.example\r\nTo: jo@example.org\r\nSubject: 2.4.0\r\n\r\nNews.\r\n\r\n--x--\r\n"
        )
    }

    #[test]
    fn a_failure_for_good_is_final_and_a_delay_is_not() {
        let of = |to: &str, action: &str, status: &str| told(from_message(bounce(to, action, status).as_bytes(), &open())).join("\n");
        assert_eq!(
            of("releases@acme.example", "failed", "5.1.1"),
            "Jo@example.org final bounce 5.1.1 550 5.1.1 <jo@example.org>: no such user"
        );
        assert!(of("releases+bounce-42@acme.example", "failed", "5.1.1").starts_with("row 42 final"));
        assert!(of("releases@acme.example", "delayed", "4.4.1").starts_with("Jo@example.org passing bounce 4.4.1"));
        assert!(of("releases@acme.example", "failed", "4.2.2").contains(" passing "), "given up, but the mailbox was only full");
    }

    #[test]
    fn a_report_of_several_names_each_by_its_address() {
        let one = "Final-Recipient: rfc822; al@example.org\r\nAction: failed\r\nStatus: 5.2.1\r\n\r\n--x\r\nContent-Type: message/rfc822";
        let both = bounce("releases+bounce-7@acme.example", "failed", "5.1.1").replacen("--x\r\nContent-Type: message/rfc822", one, 1);
        assert_eq!(
            told(from_message(both.as_bytes(), &open())),
            ["Jo@example.org final bounce 5.1.1 550 5.1.1 <jo@example.org>: no such user", "al@example.org final bounce 5.2.1"]
        );
    }

    fn complaint(fields: &str) -> String {
        format!(
            "From: <abuse@provider.example>\nTo: <abuse@acme.example>\nSubject: FW: 2.4.0\nMIME-Version: 1.0\n\
             Content-Type: multipart/report; report-type=feedback-report;\n boundary=\"y\"\n\n--y\nContent-Type: text/plain\n\nA complaint.\n\n\
             --y\nContent-Type: message/feedback-report\n\nUser-Agent: SomeGenerator/1.0\nVersion: 1\n{fields}\n\
             --y\nContent-Type: message/rfc822\n\nReturn-Path: <releases+bounce-9@acme.example>\nFrom: releases@acme.example\nSubject: 2.4.0\n\nNews.\n\n--y--\n"
        )
    }

    #[test]
    fn a_complaint_names_the_reader_by_address_or_by_the_mail() {
        let of = |fields: &str| told(from_message(complaint(fields).as_bytes(), &open())).join("\n");
        assert_eq!(of("Feedback-Type: abuse\nOriginal-Rcpt-To: <jo@example.org>\n"), "jo@example.org final complaint abuse");
        let verp = "Feedback-Type: abuse\nOriginal-Mail-From: <releases+bounce-42@acme.example>\n";
        assert_eq!(of(verp), "row 42 final complaint abuse");
        assert_eq!(of("Feedback-Type: abuse\n"), "row 9 final complaint abuse");
        assert!(of("Feedback-Type: not-spam\nOriginal-Rcpt-To: jo@example.org\n").contains(" passing "));
    }

    #[test]
    fn json_says_it_in_a_few_words() {
        let of = |text: &str| told(from_json(text.as_bytes(), &open())).join("\n");
        assert_eq!(of(r#"{"kind": "complaint", "address": "Jo <jo@example.org>"}"#), "jo@example.org final complaint");
        assert_eq!(
            of(r#"{"kind": "bounce", "recipient": "releases+bounce-42@acme.example", "status": "5.1.1"}"#),
            "row 42 final bounce 5.1.1"
        );
        assert_eq!(
            of(r#"[{"kind": "bounce", "address": "a@b.example", "status": "4.2.2", "reason": "full"}]"#),
            "a@b.example passing bounce 4.2.2 full"
        );
        for text in [
            "",
            "{}",
            "[1]",
            r#"{"kind": "praise", "address": "a@b.example"}"#,
            r#"{"kind": "bounce"}"#,
            r#"{"kind": "bounce", "adress": "a"}"#,
        ] {
            assert!(from_json(text.as_bytes(), &open()).is_err(), "{text}");
        }
    }

    #[test]
    fn what_is_no_report_is_refused() {
        assert!(from_message(b"", &open()).is_err() && from_message(b"\xff\x00", &open()).is_err());
        assert!(from_message(b"From: jo@example.org\r\nSubject: out of office\r\n\r\nBack on Monday.\r\n", &open()).is_err());
    }

    #[test]
    fn whoever_guesses_a_row_silences_nobody() {
        let ours = Bounces::new(Some("a secret"));
        let forged = bounce("releases+bounce-42@acme.example", "failed", "5.1.1");
        assert_eq!(from_message(forged.as_bytes(), &ours), Err(FOREIGN));
        let right = ours.address(&"releases@acme.example".parse().unwrap(), 42);
        assert!(told(from_message(bounce(&right, "failed", "5.1.1").as_bytes(), &ours))[0].starts_with("row 42 final"));
        let json = |address: &str| from_json(format!(r#"{{"kind": "complaint", "recipient": "{address}"}}"#).as_bytes(), &ours);
        assert_eq!(json("releases+bounce-42@acme.example"), Err(FOREIGN));
        assert_eq!(told(json(&right)), ["row 42 final complaint"]);
    }

    proptest! {
        #[test]
        fn nothing_that_is_sent_makes_it_fall(bytes in proptest::collection::vec(any::<u8>(), 0..400), at in 0_usize..900, cut in 0_usize..900) {
            let _ = (from_message(&bytes, &open()), from_json(&bytes, &open()));
            let mut broken = bounce("releases+bounce-42@acme.example", "failed", "5.1.1").into_bytes();
            let at = at.min(broken.len());
            broken.splice(at..(at + cut).min(broken.len()), bytes);
            let _ = from_message(&broken, &open());
        }
    }
}
