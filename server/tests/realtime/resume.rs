//! However often and however long the network is away, whatever happens meanwhile: when it is back, everyone's picture
//! is what they would fetch anew. (The world compares at the end of every story.)

use std::collections::VecDeque;
use std::time::Duration;

use fastrand::Rng;
use shared::event::Seq;
use shared::permission::{Role, Visibility};
use shared::view::View;
use tokio::sync::watch;

use super::history::History;
use crate::on_both;
use crate::world::chance::{chance, full};
use crate::world::{Agent, Rights};

on_both! {
    async fn who_loses_the_network_again_and_again_misses_nothing(world: World) {
        let mut random = chance();
        let (mut history, agents) = cast(&world, random.fork()).await;
        let (events, cuts) = if full() { (100_000, 8) } else { (5_000, 8) };
        let over = watch::Sender::new(false);
        let storms: Vec<_> = agents.iter().filter(|_| full()).map(|agent| {
            tokio::spawn(real_time(agent.clone(), random.fork(), over.subscribe()))
        }).collect();

        let mut away: VecDeque<usize> = VecDeque::new();
        let (mut head, mut cut) = (Seq(0), 0);
        while head.0 < events || (!full() && cut < cuts * agents.len()) {
            head = history.goes_on(random.usize(1..60)).await;
            for _ in 0..3 {
                looks_around(random.choice(&agents).unwrap(), &history, &mut random).await;
            }
            if full() {
                continue;
            }
            let who = random.usize(..agents.len());
            if away.contains(&who) || away.len() > 4 {
                let back = away.pop_front().unwrap();
                agents[back].finds_the_network();
                if random.bool() {
                    let caught_up = format!("everything up to {head:?} after the network was away");
                    agents[back].sees(&caught_up, |state| state.cursor().seq >= head).await;
                }
            } else {
                agents[who].loses_the_network();
                away.push_back(who);
                cut += 1;
            }
        }
        over.send_replace(true);
        for storm in storms {
            cut += storm.await.unwrap();
        }
        println!("{} events, {cut} cuts of {} sockets", head.0, agents.len());
    }
}

/// People with every kind of rights; one has two browsers, and only the admin keeps what they may see.
async fn cast(world: &crate::world::World, random: Rng) -> (History, Vec<Agent>) {
    let teams = vec![world.team("Sales").await, world.team("Care").await];
    let rights = |role, visibility, teams: &[_]| Rights { role, visibility, teams: teams.to_vec() };
    let mut agents = vec![
        world.admin("Ada").await,
        world.agent("Ana").await,
        world.agent_with("Olga", rights(Role::Agent, Visibility::Own, &[]), 0).await,
        world.agent_with("Tom", rights(Role::Agent, Visibility::Team, &teams[..1]), 0).await,
        world.agent_with("Lee", rights(Role::Lead, Visibility::Team, &teams), 0).await,
    ];
    let people: Vec<_> = agents.iter().map(|agent| agent.id).collect();
    agents.push(world.logs_in(people[3], "Tom's tablet", 0).await);
    let changing = people[1..].to_vec();
    (History::begin(world, random, (people, changing), teams, 130).await, agents)
}

/// Opens a thread, scrolls up in one, scrolls down in a list.
async fn looks_around(agent: &Agent, history: &History, random: &mut Rng) {
    match random.u32(..3) {
        0 => drop(agent.opens(*random.choice(&history.chats).unwrap()).await),
        1 => {
            let open: Vec<_> = agent.look(|state| state.threads().map(|(id, _)| id).collect());
            if let Some(it) = random.choice(&open) {
                agent.scrolls_up(*it).await;
            }
        }
        _ => drop(agent.scrolls_down(random.choice(&View::ALL).unwrap().clone()).await),
    }
}

/// The network goes for 0.1 to 30 seconds, again and again. Says how often it went.
async fn real_time(agent: Agent, mut random: Rng, mut over: watch::Receiver<bool>) -> usize {
    let mut cuts = 0;
    while !*over.borrow_and_update() {
        agent.loses_the_network();
        cuts += 1;
        let away = Duration::from_millis(random.u64(100..30_000));
        let _ = tokio::time::timeout(away, over.changed()).await;
        agent.finds_the_network();
        let there = Duration::from_millis(random.u64(10..5_000));
        let _ = tokio::time::timeout(there, over.changed()).await;
    }
    cuts
}
