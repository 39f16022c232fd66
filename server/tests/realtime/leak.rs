//! Whatever happens, every socket brings exactly what its viewer may see at that moment: nothing more, nothing less,
//! and the right counts with each batch. Of who is where it brings nothing that its viewer may not see.

mod heard;
mod model;

use std::collections::BTreeMap;

use fastrand::Rng;
use server::store::log::{self, Logged};
use shared::event::{Event, Seq};
use shared::ids::RoleId;
use shared::permission::{Role, Visibility};
use shared::presence::Doing;
use shared::protocol::{Batch, Cursor, ServerFrame};
use shared::state::{List, State};
use shared::view::View;
use tokio::sync::watch;

use super::history::History;
use super::socket::Socket;
use crate::on_both;
use crate::world::chance::{chance, full};
use crate::world::{Agent, Node, Rights};
use heard::Heard;
use model::Model;

on_both! {
    async fn a_socket_brings_what_its_viewer_may_see_and_nothing_else(world: World) {
        let mut random = chance();
        let teams = vec![world.team("Sales").await, world.team("Care").await];
        let rights = |role, visibility, teams: &[_]| Rights { role, visibility, teams: teams.to_vec() };
        let agents = [
            world.admin("Ada").await,
            world.agent_with("Olga", rights(Role::Agent, Visibility::Own, &[]), 0).await,
            world.agent_with("Tom", rights(Role::Agent, Visibility::Team, &teams[..1]), 0).await,
            world.agent_with("Tina", rights(Role::Lead, Visibility::Team, &[]), 0).await,
            // She may do nothing but read, and sees no numbers.
            world.agent_with("Nora", rights(Role::Custom(RoleId(ulid::Ulid::nil())), Visibility::All, &[]), 0).await,
            // These two get other rights now and then.
            world.agent_with("Vera", rights(Role::Agent, Visibility::Own, &teams), 0).await,
            world.agent_with("Will", rights(Role::Agent, Visibility::All, &teams), 0).await,
        ];
        let ids: Vec<_> = agents.iter().map(|agent| agent.id).collect();
        let cast = (ids.clone(), ids[5..].to_vec());
        let mut history = History::begin(&world, random.fork(), cast, teams, 30).await;
        let until = watch::Sender::new(None);
        let recorders: Vec<_> = agents.iter().map(|agent| {
            let (node, until) = (world.nodes[0].clone(), until.subscribe());
            tokio::spawn(record(node, agent.clone(), random.fork(), until))
        }).collect();

        let events = if full() { 20_000 } else { 1_500 };
        while history.goes_on(random.usize(1..20)).await.0 < events {
            let who = random.choice(&agents).unwrap();
            let at = random.choice(&history.chats).copied().filter(|_| random.u32(..5) > 0);
            let doing = *random.choice(&[Doing::Viewing, Doing::Noting, Doing::Replying]).unwrap();
            who.is(at, doing, random.bool());
            tokio::task::yield_now().await;
        }
        world.rests().await;
        let head = world.app().store.read(log::cursor).await.unwrap().seq;
        until.send_replace(Some(head));
        let mut heard = vec![];
        for recorder in recorders {
            heard.push(recorder.await.unwrap());
        }
        // What was put off for seconds may have happened meanwhile, and been told with the last of it.
        let lines = world.app().store.read(|conn| log::after(conn, Seq(0), i64::MAX)).await.unwrap();
        let mut told_of_people = 0;
        for (agent, segments) in agents.iter().zip(heard) {
            let batches = segments.iter().flat_map(|segment| &segment.heard);
            let told: usize = batches.map(|batch| batch.events.len()).sum();
            let cuts: usize = segments.iter().map(|segment| segment.cuts.len()).sum();
            println!("{}: {told} of {} events, {} starts, {cuts} cuts", agent.name, head.0, segments.len());
            for segment in &segments {
                compare(agent, segment, &lines);
                told_of_people += heard::compare(agent.id, &agent.name, &segment.people, &lines);
            }
        }
        assert!(told_of_people > 0, "somebody hears of somebody");
        println!("{told_of_people} times somebody was told who is where");
    }
}

/// What one picture was made of: a start, and what came after it.
struct Segment {
    start: State,
    heard: Vec<Batch>,
    /// Who is where, as told between them.
    people: Vec<Heard>,
    /// Before which batches the network went: who comes back has to ask for the counts again.
    cuts: Vec<usize>,
}

/// Keeps every batch, with the network going now and then.
async fn record(
    node: Node,
    agent: Agent,
    mut random: Rng,
    mut until: watch::Receiver<Option<Seq>>,
) -> Vec<Segment> {
    let mut segments = vec![];
    let ends = |until: &watch::Receiver<Option<Seq>>, segment: &Segment| {
        until.borrow().is_some_and(|head| place(segment).seq >= head)
    };
    loop {
        let start = agent.fresh().await;
        let mut segment = Segment { start, heard: vec![], people: vec![], cuts: vec![] };
        let mut socket = Socket::hello(&node, agent.token(), segment.start.cursor()).await;
        // Who has heard everything before the end is known hears nothing more.
        while !ends(&until, &segment) {
            let frame = tokio::select! {
                frame = socket.hears() => frame,
                Ok(()) = until.changed() => continue,
            };
            match frame {
                Some(ServerFrame::Welcome { .. }) => {}
                Some(ServerFrame::Batch(batch)) => segment.heard.push(batch),
                Some(ServerFrame::Here(around)) => {
                    let after = place(&segment).seq;
                    let before = node.app.store.read(log::cursor).await.unwrap().seq;
                    segment.people.push(Heard { after, before, around });
                }
                Some(ServerFrame::Reset) => break,
                other => panic!("{}: {other:?}", agent.name),
            }
            if random.u32(..40) == 0 {
                segment.cuts.push(segment.heard.len());
                socket = Socket::hello(&node, agent.token(), place(&segment)).await;
            }
        }
        let ended = ends(&until, &segment);
        segments.push(segment);
        if ended {
            return segments;
        }
    }
}

fn place(segment: &Segment) -> Cursor {
    let start = segment.start.cursor();
    Cursor { seq: segment.heard.last().map_or(start.seq, |batch| batch.through), ..start }
}

fn compare(agent: &Agent, segment: &Segment, lines: &[Logged]) {
    let mut model = Model::default();
    let mut rest = lines.iter();
    let start = segment.start.cursor().seq;
    while model.at < start {
        model.tells(rest.next().unwrap(), agent.id);
    }
    for view in &View::ALL {
        let shown: Vec<_> = segment.start.list(view).into_iter().flat_map(List::ids).collect();
        assert_eq!(shown, model.list(view, agent.id), "{} at {start:?} in {view}", agent.name);
    }
    let mut counts = BTreeMap::new();
    for (place, batch) in segment.heard.iter().enumerate() {
        if segment.cuts.contains(&place) {
            counts.clear();
        }
        assert_eq!(batch.from, model.at, "{}: nothing is left out", agent.name);
        let mut meant: Vec<Event> = vec![];
        while model.at < batch.through {
            meant.extend(model.tells(rest.next().unwrap(), agent.id));
        }
        assert_eq!(batch.events, meant, "{} up to {:?}", agent.name, batch.through);
        counts.extend(batch.counts.iter().cloned());
        for (view, count) in &counts {
            let meant = model.list(view, agent.id).len() as u64;
            assert_eq!(*count, meant, "{} in {view} at {:?}", agent.name, batch.through);
        }
    }
}
