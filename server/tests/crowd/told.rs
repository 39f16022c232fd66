//! What the log says of it, compared with what everybody saw.

use std::collections::{BTreeMap, BTreeSet};

use server::policy::Viewer;
use server::store::log::{self, Logged};
use shared::event::{Entity, Seq};
use shared::ids::{ConversationId, MessageId};
use shared::message::Status;
use simulator::Phone;

use super::Sent;
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
            assert!(it.seen >= before, "{it:?} crossed with {earlier} at version {before}");
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

/// What was taken arrives once, in the order in which it was taken; what was refused never does. Only what WhatsApp gave no
/// answer to may or may not have arrived, and everybody is told that nobody knows.
pub fn each_arrived_once_and_in_order(
    lines: &[Logged],
    sent: &[Sent],
    chats: &BTreeMap<ConversationId, Phone>,
) {
    let (answers, statuses) = (answers(lines), statuses(lines));
    let taken: BTreeSet<_> = sent.iter().filter(|it| it.taken).map(|it| it.id).collect();
    assert_eq!(answers.iter().map(|(_, id, _)| *id).collect::<BTreeSet<_>>(), taken);
    for (chat, phone) in chats {
        let here = answers.iter().filter(|(at, ..)| at == chat);
        let said = here.map(|(_, id, _)| sent.iter().find(|it| it.id == *id).unwrap());
        let received = phone.received();
        let heard: Vec<_> = received.iter().filter_map(|it| it.text()).collect();
        let unknown = |it: &&Sent| statuses.get(&it.id) == Some(&Status::Unknown);
        let lost = |it: &&Sent| unknown(it) && !heard.contains(&it.text.as_str());
        let meant: Vec<_> = said.filter(|it| !lost(it)).map(|it| it.text.as_str()).collect();
        assert_eq!(heard, meant, "{}", phone.name());
    }
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
