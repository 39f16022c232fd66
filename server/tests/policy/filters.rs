//! What a filter leaves is the same in Rust and in SQL, in the same order, page by page, for whoever looks.

mod attributes;
mod passing;

use std::collections::BTreeSet;

use fastrand::Rng;
use server::features::conversation::rows;
use server::features::label;
use server::policy::Viewer;
use server::store::{Conn, Tx};
use shared::colour::Colour;
use shared::contact::Contact;
use shared::conversation::{Conversation, Escalation, Snooze, Status};
use shared::event::{Actor, Fact};
use shared::filter::{Filter, Sort, Who};
use shared::ids::{AgentId, AttributeId, ConversationId, LabelId, SessionId, TeamId};
use shared::permission::{Role, Visibility};
use shared::source::{Ad, Source};
use shared::time::{Millis, Timestamp};
use shared::view::View;

use crate::on_both;
use crate::world::World;
use crate::world::chance::chance;

/// All that happened to them happened in the six hours after this.
const START: Timestamp = Timestamp(1_800_000_000_000);

/// What conversations differ in.
#[derive(Clone)]
struct Kinds {
    people: Vec<AgentId>,
    teams: Vec<TeamId>,
    labels: Vec<LabelId>,
    /// A text of contacts, a number and a choice of conversations.
    attributes: [AttributeId; 3],
}

on_both! {
    async fn sql_and_rule_agree_on_every_filter(world: World) {
        let mut random = chance();
        let kinds = Kinds {
            people: vec![world.person("Ana", rights()).await, world.person("Ben", rights()).await],
            teams: vec![world.team("Sales").await, world.team("Care").await],
            labels: make_labels(&world).await,
            attributes: attributes::make(&world).await,
        };
        let chats = make_chats(&world, &kinds, &mut random).await;
        let views: Vec<View> = (0..300).map(|_| filter(&kinds, &mut random).into()).collect();
        let mut hits = 0;
        for view in views {
            let now = moment(&mut random);
            let viewer = Viewer {
                agent: kinds.people[0],
                session: SessionId(ulid::Ulid::nil()),
                rights: random.choice(&Role::ALL).unwrap().rights().unwrap(),
                visibility: *random.choice(&Visibility::ALL).unwrap(),
                teams: vec![kinds.teams[0]],
            };
            let mut meant: Vec<&Conversation> = chats.iter()
                .filter(|it| viewer.sees_scope(it.scope()) && view.matches(it, viewer.agent, now))
                .collect();
            assert!(meant.iter().all(|it| view.filter().matches(it, viewer.agent, now)));
            meant.sort_by_key(|it| std::cmp::Reverse(view.key(it, now)));
            let meant: Vec<_> = meant.into_iter().map(|it| it.id).collect();
            let read = {
                let (viewer, view) = (viewer.clone(), view.clone());
                move |conn: &mut Conn| {
                    let found = walk(conn, &viewer, &view, now)?;
                    Ok((found, rows::count(conn, &viewer, &view, now)?))
                }
            };
            let (found, count) = world.app().store.read(read).await.unwrap();
            assert_eq!(found, meant, "{view} for {viewer:?}");
            assert_eq!(count, meant.len() as u64, "{view} for {viewer:?}");
            passing::check(&world, &viewer, &view, &chats, now, moment(&mut random)).await;
            hits += usize::from(!meant.is_empty());
        }
        assert!(hits > 50, "only {hits} filters found anything");
    }
}

/// Somewhere among the times of the conversations, also just when something ends.
fn moment(random: &mut Rng) -> Timestamp {
    START + Millis::minutes(30 * random.i64(0..16))
}

fn rights() -> crate::world::Rights {
    crate::world::Rights { role: Role::Agent, visibility: Visibility::All, teams: vec![] }
}

/// The whole list in pages of seven.
fn walk(
    conn: &mut Conn,
    viewer: &Viewer,
    view: &View,
    now: Timestamp,
) -> server::error::Result<Vec<ConversationId>> {
    let (mut found, mut below) = (vec![], None);
    loop {
        let page = rows::page(conn, viewer, view, now, below, 7)?;
        let Some(last) = page.last() else { return Ok(found) };
        below = Some(view.key(last, now));
        found.extend(page.iter().map(|it| it.id));
    }
}

async fn make_labels(world: &World) -> Vec<LabelId> {
    let ids: Vec<_> = (0..3).map(|_| LabelId(world.clock.ulid())).collect();
    for (id, name) in ids.iter().copied().zip(["A", "B", "C"]) {
        let create = shared::label::Action::Create { name: name.into(), colour: Colour::Red };
        let work = move |tx: &mut Tx<'_>| label::handle(tx, id, create);
        world.app().write(Actor::System, work).await.unwrap();
    }
    ids
}

/// A hundred conversations of all kinds.
async fn make_chats(world: &World, kinds: &Kinds, random: &mut Rng) -> Vec<Conversation> {
    let sam = world.customer("Sam").await;
    sam.writes("Hello").await;
    let first = world.conversation(&sam).await;
    world.rests().await;
    let model = world.conversations().await.into_iter().find(|it| it.id == first).unwrap();
    let made: Vec<_> = (0..100).map(|_| differently(&model, kinds, random)).collect();
    let work = move |tx: &mut Tx<'_>| {
        for (n, it) in made.into_iter().enumerate() {
            let phone = Some(format!("1555000{n:04}"));
            let identity = server::whatsapp::Identity { phone, ..Default::default() };
            let contact = server::features::contact::resolve(tx, &identity, None)?;
            let contact = Contact { about: it.contact.about.clone(), ..contact };
            let it = Conversation { id: ConversationId(tx.ulid()), contact, ..it };
            tx.happened(Fact::Contact(shared::contact::Fact::Appeared)).create(&it)?;
        }
        Ok(())
    };
    world.app().write(Actor::System, work).await.unwrap();
    world.conversations().await
}

fn differently(model: &Conversation, kinds: &Kinds, random: &mut Rng) -> Conversation {
    let at = |random: &mut Rng| START + Millis::hours(random.i64(0..6));
    let status = *random.choice(&Status::ALL).unwrap();
    let back = if random.bool() { Snooze::Reply } else { Snooze::Until(at(random)) };
    Conversation {
        team: random.choice(&kinds.teams).copied().filter(|_| random.bool()),
        assignee: random.choice(&kinds.people).copied().filter(|_| random.bool()),
        escalated: random.bool().then(|| Box::new(escalation(kinds.people[0]))),
        followers: some_of(&kinds.people, random).into_iter().collect(),
        status,
        snoozed: (status == Status::Snoozed).then_some(back),
        labels: some_of(&kinds.labels, random).into_iter().collect(),
        unread: u32::from(random.u8(..2)),
        active_at: at(random),
        waiting_since: random.bool().then(|| at(random)),
        window_until: random.bool().then(|| at(random)),
        missed_call: random.bool().then(|| at(random)),
        source: random.bool().then(|| Box::new(Source { ad: Ad::default(), at: at(random) })),
        deleted: (random.u8(..5) == 0).then(|| at(random)),
        version: 1,
        ..attributes::known(model, kinds.attributes, random)
    }
}

fn escalation(by: AgentId) -> Escalation {
    Escalation { by: Some(by), at: START, reason: "Why".into() }
}

fn filter(kinds: &Kinds, random: &mut Rng) -> Filter {
    let mut who: Vec<_> = kinds.people.iter().copied().map(Who::Agent).collect();
    who.extend([Who::Me, Who::Nobody, Who::Somebody]);
    Filter {
        status: some_of(&Status::ALL, random),
        assignee: some_of(&who, random),
        team: some_of(&kinds.teams, random),
        number: BTreeSet::new(),
        any_label: some_of(&kinds.labels, random),
        all_labels: some_of(&kinds.labels, random),
        no_label: some_of(&kinds.labels, random),
        attributes: attributes::wanted(kinds.attributes, random),
        unread: random.u8(..4) == 0,
        waiting: random.u8(..4) == 0,
        deleted: random.u8(..8) == 0,
        from_ad: random.u8(..6) == 0,
        escalated: random.u8(..6) == 0,
        missed_call: random.u8(..6) == 0,
        following: random.u8(..6) == 0,
        waits: (random.u8(..4) == 0).then(|| 60 * random.u32(1..3)),
        closes: (random.u8(..4) == 0).then(|| random.u32(1..4)),
        sort: *random
            .choice(&[Sort::Activity, Sort::Waiting, Sort::Back, Sort::Window, Sort::Window])
            .unwrap(),
    }
}

/// Often none, for conditions are many.
fn some_of<T: Copy + Ord>(all: &[T], random: &mut Rng) -> BTreeSet<T> {
    let much = *random.choice(&[2, 2, 6]).unwrap();
    all.iter().copied().filter(|_| random.u8(..much) == 0 && random.u8(..3) == 0).collect()
}
