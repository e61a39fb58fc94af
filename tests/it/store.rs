//! Subscribers and the ledger, each promise tried on a file and on a PostgreSQL server.

use std::collections::BTreeSet;
use std::thread;

use chrono::{DateTime, Utc};
use tidings::ident::EmailAddress;
use tidings::mail::{Answer, Ask, Count, Delivery, State, Step, Store, StoreError, Subscriber, Whom, Wishes};

use super::databases::Place;

const CAMPAIGN: &str = "events/2.4.0/released";
const SECRET: Option<&str> = Some("a secret of the tests");

fn now() -> DateTime<Utc> {
    "2026-11-22T12:00:00Z".parse().unwrap()
}

fn address(name: &str) -> EmailAddress {
    format!("{name}@example.org").parse().unwrap()
}

fn readers(count: usize) -> Vec<EmailAddress> {
    (0..count).map(|number| address(&format!("reader{number:03}"))).collect()
}

fn due(store: &mut Store, most: usize) -> Vec<Delivery> {
    store.due(CAMPAIGN, now().timestamp_millis(), most).unwrap()
}

fn record(store: &mut Store, rows: &[Delivery], step: &Step) -> Result<(), StoreError> {
    let steps: Vec<(&Delivery, Step)> = rows.iter().map(|row| (row, step.clone())).collect();
    store.record(&steps, now())
}

fn counts(store: &Store) -> String {
    let told = |count: &Count| format!("{} {}", count.messages, count.state.name());
    store.counts(CAMPAIGN).unwrap().iter().map(told).collect::<Vec<_>>().join(", ")
}

fn names(rows: &[Delivery]) -> BTreeSet<String> {
    rows.iter().map(|row| row.address.to_string()).collect()
}

#[test]
fn everyone_is_queued_once_whatever_the_case_of_the_address() {
    Place::each(|place| {
        let mut store = place.open();
        store.suppress(&address("reader001"), "asked by phone", now()).unwrap();
        let queued = store.queue(CAMPAIGN, &readers(3), SECRET, now()).unwrap();
        assert_eq!((queued.added, queued.before, queued.suppressed), (2, 0, 1));
        let queued = place.open().queue(CAMPAIGN, &["Reader000@Example.org".parse().unwrap(), address("new")], SECRET, now()).unwrap();
        assert_eq!((queued.added, queued.before, queued.suppressed), (1, 1, 0));
        assert_eq!(counts(&store), "3 queued");
        assert_eq!(
            store.queue("events/2.4.1/released", &readers(1), SECRET, now()).unwrap().added,
            1,
            "another campaign is another matter"
        );
    });
}

#[test]
fn two_who_queue_at_the_same_time_add_nobody_twice() {
    Place::each(|place| {
        place.open();
        let queue = |mut store: Store| move || store.queue(CAMPAIGN, &readers(200), SECRET, now()).unwrap().added;
        let added: u64 = [place.open(), place.open(), place.open()]
            .map(|store| thread::spawn(queue(store)))
            .map(|thread| thread.join().unwrap())
            .iter()
            .sum();
        assert_eq!((added, counts(&place.open())), (200, "200 queued".to_owned()));
    });
}

#[test]
fn a_message_goes_only_where_its_state_leads() {
    Place::each(|place| {
        let mut store = place.open();
        let _sending = store.lock_sending().unwrap();
        store.queue(CAMPAIGN, &readers(6), SECRET, now()).unwrap();
        let rows = due(&mut store, 10);
        assert_eq!(names(&rows).len(), 6);
        // What was never handed over cannot have been taken, and one that cannot go a step holds back all of the transaction.
        assert!(matches!(record(&mut store, &rows, &Step::Sent("250".into())), Err(StoreError::Lost { .. })));
        assert_eq!(counts(&store), "6 queued");
        record(&mut store, &rows, &Step::Sending).unwrap();
        assert!(matches!(record(&mut store, &rows[..1], &Step::Sending), Err(StoreError::Lost { .. })), "it is under way already");
        let later = now().timestamp_millis() + 60_000;
        for (row, step) in rows.iter().zip([
            Step::Sent("250 \0 taken".into()),
            Step::Deferred("450 later".into(), later),
            Step::Failed("550 no".into()),
            Step::Dead("550 5.1.1 nobody".into()),
            Step::InDoubt("the line was lost".into()),
            Step::Back,
        ]) {
            store.record(&[(row, step)], now()).unwrap();
        }
        assert_eq!(counts(&store), "1 queued, 1 sent, 1 deferred, 2 failed, 1 in-doubt");
        assert_eq!(store.in_state(CAMPAIGN, State::Sent).unwrap(), [("reader000@example.org".to_owned(), "250  taken".to_owned())]);
        assert_eq!(store.suppressions().unwrap()[0].mark, "reader003@example.org", "nothing goes to the dead again");
        assert_eq!(names(&due(&mut store, 10)), BTreeSet::from(["reader005@example.org".to_owned()]));
        assert_eq!(store.next_due(CAMPAIGN).unwrap(), Some(0));
        let put_off = store.due(CAMPAIGN, later, 10).unwrap();
        assert_eq!(put_off.iter().map(|row| row.attempts).collect::<Vec<_>>(), [0, 1], "whoever was never tried comes first");
        assert!(record(&mut store, &rows[..1], &Step::Sending).is_err(), "what was sent is never sent again");
    });
}

#[test]
fn what_a_program_that_is_gone_was_handing_over_is_in_doubt_and_the_rest_anybodys() {
    Place::each(|place| {
        let mut first = place.open();
        let sending = first.lock_sending().unwrap();
        first.queue(CAMPAIGN, &readers(5), SECRET, now()).unwrap();
        let rows = due(&mut first, 10);
        record(&mut first, &rows[..2], &Step::Sending).unwrap();
        record(&mut first, &rows[..1], &Step::Sent("250".into())).unwrap();
        drop((sending, first));
        let mut second = place.open();
        let _sending = second.lock_sending().unwrap();
        // A server needs a moment to notice that a connection has ended.
        for _ in 0..100 {
            second.doubt_what_was_sending(CAMPAIGN).unwrap();
            if counts(&second).contains("in-doubt") {
                break;
            }
            thread::sleep(std::time::Duration::from_millis(20));
        }
        assert_eq!(counts(&second), "3 queued, 1 sent, 1 in-doubt");
        assert_eq!(names(&due(&mut second, 10)), names(&rows[2..]), "what is in doubt is never sent by itself");
        assert_eq!(second.settle(CAMPAIGN, true, now()).unwrap(), 1);
        assert_eq!(names(&due(&mut second, 10)), names(&rows[1..]), "unless somebody says so");
    });
}

#[test]
fn one_program_sends_from_a_file_and_any_number_from_a_server() {
    let file = Place::file();
    let (first, second) = (file.open(), file.open());
    let _sending = first.lock_sending().unwrap();
    assert!(matches!(second.lock_sending(), Err(StoreError::Sending)));

    let server = Place::server();
    let (mut first, mut second) = (server.open(), server.open());
    let _sending = (first.lock_sending().unwrap(), second.lock_sending().unwrap());
    first.queue(CAMPAIGN, &readers(10), SECRET, now()).unwrap();
    let (of_first, of_second) = (due(&mut first, 4), due(&mut second, 10));
    assert_eq!((of_first.len(), of_second.len()), (4, 6));
    assert!(names(&of_first).is_disjoint(&names(&of_second)));
    record(&mut first, &of_first, &Step::Sending).unwrap();
    assert_eq!(second.doubt_what_was_sending(CAMPAIGN).unwrap(), 0, "the other one lives");
    assert!(matches!(record(&mut second, &of_first, &Step::Sent("250".into())), Err(StoreError::Lost { .. })), "it is not its own");
    assert_eq!(second.next_due(CAMPAIGN).unwrap(), Some(0), "its own six");
    assert_eq!(first.next_due(CAMPAIGN).unwrap(), None, "nothing is left that nobody has in hand");
}

#[test]
fn many_senders_that_ask_at_once_never_get_the_same_message() {
    let server = Place::server();
    server.open().queue(CAMPAIGN, &readers(300), SECRET, now()).unwrap();
    let send = |mut store: Store| {
        move || {
            let mut mine = Vec::new();
            loop {
                let rows: Vec<Delivery> = due(&mut store, 7);
                if rows.is_empty() {
                    return mine;
                }
                record(&mut store, &rows, &Step::Sending).unwrap();
                record(&mut store, &rows, &Step::Sent("250".into())).unwrap();
                mine.extend(rows.iter().map(|row| row.id));
            }
        }
    };
    let threads: Vec<_> = (0..6).map(|_| thread::spawn(send(server.open()))).collect();
    let mut sent: Vec<i64> = threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect();
    sent.sort_unstable();
    assert_eq!((sent.len(), counts(&server.open())), (300, "300 sent".to_owned()));
    sent.dedup();
    assert_eq!(sent.len(), 300);
}

#[test]
fn many_programs_may_make_the_tables_at_once() {
    Place::each(|place| {
        thread::scope(|scope| (0..6).for_each(|_| drop(scope.spawn(|| place.open()))));
        assert_eq!(place.open().subscribers().unwrap(), []);
    });
}

#[test]
fn people_come_change_and_go() {
    Place::each(|place| {
        let mut store = place.open();
        let [jo, al] = ["jo", "al"].map(|name| Subscriber::of_everything(address(name)));
        let imported = store.import(&[jo.clone(), al.clone()], SECRET, now()).unwrap();
        assert_eq!((imported.added, imported.changed, imported.unchanged), (2, 0, 0));
        let jo = Subscriber { name: Some("Jo ß".into()), products: vec!["events".parse().unwrap()], ..jo };
        let imported = store.import(&[jo.clone(), al.clone()], SECRET, now()).unwrap();
        assert_eq!((imported.added, imported.changed, imported.unchanged), (0, 1, 1));
        assert_eq!(place.open().subscribers().unwrap(), [al.clone(), jo.clone()], "sorted by address");
        assert!(store.remove(&address("al")).unwrap() && !store.remove(&address("al")).unwrap());
        store.erase(&address("jo"), SECRET.unwrap(), now()).unwrap();
        assert_eq!(store.subscribers().unwrap(), []);
        assert_eq!(store.import(&[jo, al], SECRET, now()).unwrap().suppressed, 1);
        assert!(matches!(store.import(&[], None, now()), Err(StoreError::NoSecret)));
    });
}

#[test]
fn what_is_erased_stays_counted_and_is_never_sent() {
    Place::each(|place| {
        let mut store = place.open();
        store.queue(CAMPAIGN, &readers(2), SECRET, now()).unwrap();
        let rows = due(&mut store, 1);
        record(&mut store, &rows, &Step::Sending).unwrap();
        record(&mut store, &rows, &Step::Sent("250 for reader000@example.org".into())).unwrap();
        readers(2).iter().for_each(|reader| store.erase(reader, SECRET.unwrap(), now()).unwrap());
        assert_eq!((counts(&store).as_str(), due(&mut store, 10)), ("1 sent, 1 suppressed", Vec::new()));
        assert_eq!(store.in_state(CAMPAIGN, State::Sent).unwrap(), [(String::new(), String::new())]);
        assert_eq!(store.queue(CAMPAIGN, &readers(2), SECRET, now()).unwrap().suppressed, 2);
    });
}

#[test]
fn whoever_is_removed_meanwhile_gets_nothing_and_added_again_all() {
    Place::each(|place| {
        let mut store = place.open();
        store.queue(CAMPAIGN, &readers(3), SECRET, now()).unwrap();
        let taken = due(&mut store, 1);
        record(&mut store, &taken, &Step::Sending).unwrap();
        record(&mut store, &taken, &Step::Sent("250".into())).unwrap();
        for reader in readers(2) {
            store.remove(&reader).unwrap();
        }
        assert_eq!(counts(&store), "1 queued, 1 sent");
        assert_eq!(names(&due(&mut store, 10)), BTreeSet::from(["reader002@example.org".to_owned()]));
        store.queue(CAMPAIGN, &readers(3), SECRET, now()).unwrap();
        assert_eq!(counts(&store), "2 queued, 1 sent", "and nothing twice");
    });
}

#[test]
fn whoever_is_suppressed_meanwhile_gets_nothing() {
    Place::each(|place| {
        let mut store = place.open();
        store.queue(CAMPAIGN, &readers(2), SECRET, now()).unwrap();
        store.suppress(&address("reader001"), "asked by phone", now()).unwrap();
        assert_eq!(names(&due(&mut store, 10)), BTreeSet::from(["reader000@example.org".to_owned()]));
        assert_eq!(store.drop_suppressed(CAMPAIGN).unwrap(), 1);
        assert_eq!(counts(&store), "1 queued, 1 suppressed");
    });
}

#[test]
fn people_subscribe_confirm_and_leave_by_themselves() {
    Place::each(|place| {
        let mut store = place.open();
        let mut ask = |ask: Ask| store.serve(&[ask], SECRET.unwrap(), now()).unwrap().remove(0);
        let subscribe = || Ask::Subscribe { address: address("jo"), wishes: Wishes::default() };
        ask(subscribe());
        ask(subscribe());
        let Answer::Requests(requests) = ask(Ask::Take(10)) else { panic!("no mail is to go") };
        assert_eq!(requests.len(), 1);
        let Answer::Requests(none) = ask(Ask::Take(10)) else { panic!("no answer") };
        assert!(none.is_empty(), "another took it");
        let confirm = || Ask::Confirm { id: requests[0].id, wording: "I want this".into() };
        let Answer::Person(person) = ask(confirm()) else { panic!("it was not confirmed") };
        assert_eq!(person.subscriber.consent.unwrap().wording.as_deref(), Some("I want this"));
        ask(Ask::Change { id: person.id, wishes: Wishes { notices: vec![tidings::mail::Notice::Planned], ..Wishes::default() } });
        let Answer::Person(changed) = ask(Ask::Person(person.id)) else { panic!("it is gone") };
        assert_eq!(changed.subscriber.notices, [tidings::mail::Notice::Planned]);
        ask(Ask::Leave(person.id));
        assert!(matches!(ask(confirm()), Answer::Nobody));
        ask(subscribe());
        ask(Ask::Suppress { whom: Whom::Address(address("al")), reason: "bounced".into() });
        ask(Ask::Tidy);
        assert_eq!(place.open().suppressions().unwrap().len(), 2);
        assert!(place.open().person_ids().unwrap().is_empty());
    });
}

#[test]
fn a_file_moves_to_a_server_with_all_that_was_promised() {
    let (file, server) = (Place::file(), Place::server());
    let mut old = file.open();
    old.import(&[Subscriber::of_everything(address("jo"))], SECRET, now()).unwrap();
    old.suppress(&address("al"), "asked by phone", now()).unwrap();
    old.serve(&[Ask::Subscribe { address: address("mo"), wishes: Wishes::default() }], SECRET.unwrap(), now()).unwrap();
    old.queue(CAMPAIGN, &readers(3), SECRET, now()).unwrap();
    let rows = due(&mut old, 2);
    record(&mut old, &rows, &Step::Sending).unwrap();
    record(&mut old, &rows[..1], &Step::Sent("250".into())).unwrap();
    let mut new = server.open();
    assert_eq!(old.copy_to(&mut new).unwrap(), 7);
    assert_eq!(new.subscribers().unwrap(), old.subscribers().unwrap());
    assert_eq!(new.person_ids().unwrap(), old.person_ids().unwrap(), "links in mails that were sent still lead somewhere");
    assert_eq!(new.suppressions().unwrap(), old.suppressions().unwrap());
    new.doubt_what_was_sending(CAMPAIGN).unwrap();
    assert_eq!(counts(&new), "1 queued, 1 sent, 1 in-doubt");
    assert_eq!(names(&due(&mut new, 10)), BTreeSet::from(["reader002@example.org".to_owned()]));
    assert_eq!(new.queue(CAMPAIGN, &readers(5), SECRET, now()).unwrap().added, 2, "new rows have numbers of their own");
    assert_eq!(new.queue("events/2.4.1/released", &readers(1), SECRET, now()).unwrap().added, 1);
    assert!(matches!(old.copy_to(&mut new), Err(StoreError::NotEmpty { .. })));
}

#[test]
fn an_address_of_a_server_is_refused_without_telling_its_password() {
    for address in ["mysql://jo:hunter2@db.example.org/x", "host=db password=hunter2", "postgres://jo:hunter2@:x/", "postgres://"] {
        let error = Store::connect(address).unwrap_err();
        assert!(matches!(error, StoreError::Address) && !error.to_string().contains("hunter2"), "{address}: {error}");
    }
    // Nothing listens there; an address that is not of this machine would ask for TLS first.
    let error = Store::connect("postgres://jo:hunter2@127.0.0.1:9/tidings").unwrap_err();
    assert!(error.to_string() == "cannot open `127.0.0.1/tidings`" && !format!("{error:?}").contains("hunter2"), "{error:?}");
}
