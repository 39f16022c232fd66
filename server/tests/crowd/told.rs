//! What the log says of it, compared with what everybody saw.

use std::collections::{BTreeMap, BTreeSet};

use server::policy::Viewer;
use server::store::log::{self, Logged};
use shared::event::{Entity, Seq};
use shared::ids::{ConversationId, MessageId, NoteId};
use shared::message::{Message, Status};
use simulator::Phone;

use super::works::Sent;
use crate::world::{Agent, World};

pub async fn lines(world: &World) -> Vec<Logged> {
    world.app().store.read(|conn| log::after(conn, Seq(0), i64::MAX)).await.unwrap()
}

/// Answers in the order in which they were taken, with the version of their conversation then.
fn answers(lines: &[Logged]) -> Vec<(ConversationId, MessageId, u32)> {
    let mut found = vec![];
    for line in lines {
        let after = || line.body.changes.iter().filter(|it| it.before.is_none());
        for change in after() {
            let Some(Entity::Message(message)) = &change.after else { continue };
            if !message.outgoing() {
                continue;
            }
            let version = line.body.changes.iter().find_map(|change| match &change.after {
                Some(Entity::Conversation(it)) if it.id == message.conversation => Some(it.version),
                _ => None,
            });
            let version = version.expect("an answer changes its conversation");
            found.push((message.conversation, message.id, version));
        }
    }
    found
}

/// No one answers who had not seen the answer before theirs, or been told of it.
pub fn each_had_seen_the_one_before(lines: &[Logged], sent: &[Sent]) {
    let mut latest: BTreeMap<ConversationId, (u32, MessageId)> = BTreeMap::new();
    for (chat, id, version) in answers(lines) {
        let it = sent.iter().find(|it| it.id == id).expect("somebody sent it");
        if let Some((before, earlier)) = latest.insert(chat, (version, id)) {
            let seen = it.seen.version >= before || it.seen.own.contains(&earlier);
            assert!(seen, "{it:?} crossed with {earlier} at version {before}");
        }
    }
}

/// What became of each answer, as everybody was told last.
fn statuses(lines: &[Logged]) -> BTreeMap<MessageId, Status> {
    let changes = lines.iter().flat_map(|line| &line.body.changes);
    let told = changes.filter_map(|change| match &change.after {
        Some(Entity::Delivery(it)) => Some((it.message, it.status)),
        _ => None,
    });
    told.collect()
}

/// The answers of which nobody knows whether they arrived, with what they say.
pub fn unknown(lines: &[Logged]) -> Vec<(ConversationId, MessageId, String)> {
    let statuses = statuses(lines);
    let mut found: Vec<_> = new_messages(lines)
        .filter(|it| statuses.get(&it.id) == Some(&Status::Unknown))
        .map(|it| (it.conversation, it.id, it.content.preview()))
        .collect();
    found.sort();
    found
}

fn new_messages(lines: &[Logged]) -> impl Iterator<Item = &Message> {
    let changes = lines.iter().flat_map(|line| &line.body.changes);
    changes.filter(|it| it.before.is_none()).filter_map(|it| match &it.after {
        Some(Entity::Message(it)) => Some(it),
        _ => None,
    })
}

/// What was taken arrives once, and what was refused never does. It arrives in the order in which it was taken, but for what
/// was said once more.
pub fn each_arrived_once_and_in_order(
    lines: &[Logged],
    sent: &[Sent],
    again: &BTreeSet<MessageId>,
    chats: &BTreeMap<ConversationId, Phone>,
) {
    let answers = answers(lines);
    let taken: BTreeSet<_> = sent.iter().filter(|it| it.taken).map(|it| it.id).collect();
    assert_eq!(answers.iter().map(|(_, id, _)| *id).collect::<BTreeSet<_>>(), taken);
    for (chat, phone) in chats {
        let here = answers.iter().filter(|(at, ..)| at == chat);
        let said: Vec<_> =
            here.map(|it| sent.iter().find(|sent| sent.id == it.1).unwrap()).collect();
        let received = phone.received();
        let heard: Vec<_> = received.iter().filter_map(|it| it.text()).collect();
        let sorted = |mut texts: Vec<_>| {
            texts.sort_unstable();
            texts
        };
        let all = said.iter().map(|it| it.text.as_str()).collect();
        assert_eq!(sorted(heard.clone()), sorted(all), "{}", phone.name());
        let is_late = |it: &&Sent| again.contains(&it.id);
        let (late, first): (Vec<&Sent>, Vec<&Sent>) = said.into_iter().partition(is_late);
        let at_first = |text: &&str| late.iter().all(|it| it.text != **text);
        let heard: Vec<_> = heard.into_iter().filter(at_first).collect();
        let first: Vec<_> = first.into_iter().map(|it| it.text.as_str()).collect();
        assert_eq!(heard, first, "{}", phone.name());
    }
}

/// Each note of which somebody was told that it is there, and no other.
pub fn each_note_stands_once(lines: &[Logged], kept: &[NoteId]) {
    let changes = lines.iter().flat_map(|line| &line.body.changes);
    let made = changes.filter(|it| it.before.is_none()).filter_map(|it| match &it.after {
        Some(Entity::Note(it)) => Some(it.id),
        _ => None,
    });
    let (mut made, mut kept): (Vec<_>, Vec<_>) = (made.collect(), kept.to_vec());
    made.sort_unstable();
    kept.sort_unstable();
    assert_eq!(made, kept);
}

/// What the how-many-th question says.
pub fn question(n: usize) -> String {
    format!("Question {n}")
}

/// What customers said is there, each thing once.
pub fn each_question_stands_once(lines: &[Logged], count: usize) {
    let mut times = BTreeMap::<String, usize>::new();
    for it in new_messages(lines).filter(|it| !it.outgoing()) {
        *times.entry(it.content.preview()).or_default() += 1;
    }
    times.remove("Hello");
    assert_eq!(times, (0..count).map(|n| (question(n), 1)).collect());
}

/// They were told of people only where they could see the conversation at some time.
pub fn nothing_of_others(lines: &[Logged], agent: &Agent) {
    let all =
        || lines.iter().flat_map(|line| &line.body.changes).filter_map(|it| it.after.as_ref());
    // Nobody gets other rights here.
    let theirs = all().find_map(|it| match it {
        Entity::Agent(it) if it.id == agent.id => Some(it.clone()),
        _ => None,
    });
    let viewer = Viewer::of(theirs.expect("they came"), agent.session);
    let seen: BTreeSet<_> = all()
        .filter_map(|it| match it {
            Entity::Conversation(it) if viewer.sees_scope(it.scope()) => Some(it.id),
            _ => None,
        })
        .collect();
    for at in agent.here.places() {
        assert!(seen.contains(&at), "{} was told of {at}", agent.name);
    }
}
