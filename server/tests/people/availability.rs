//! Whether people can be given work: by their tabs, and by what they choose.

use server::realtime::attendance;
use shared::agent::Action as AgentAction;
use shared::availability::{Availability, Why};
use shared::command::Action;
use shared::conversation;
use shared::event::Actor;
use shared::ids::AgentId;
use shared::permission::{Role, Visibility};
use shared::problem::{Code, Problem};
use shared::protocol::ClientFrame;
use shared::reads::{LOADS, Loads};

use crate::on_both;
use crate::world::{Agent, Database, Rights, World};

const LUNCH: Availability = Availability::Away { why: Why::Lunch };

/// Waits until somebody is seen to be this.
pub async fn is(seer: &Agent, who: AgentId, what: &Availability) {
    let seen = |agent: &shared::agent::Agent| agent.availability == *what;
    seer.sees(&format!("{what:?}"), |state| state.agents().get(&who).is_some_and(seen)).await;
}

pub(super) async fn chooses(agent: &Agent, of: AgentId, to: Availability) -> Result<(), Problem> {
    agent.does(Action::Agent(of, AgentAction::SetAvailability { to })).await.map(drop)
}

/// All nodes say what they have heard by now.
pub(super) async fn all_tell(world: &World) {
    for node in &world.nodes {
        attendance::tell(&node.app).await.unwrap();
    }
}

pub(super) async fn logs_out(world: &World, agent: &Agent) {
    let (session, id) = (agent.session, agent.id);
    let end = move |tx: &mut server::store::Tx<'_>| server::features::session::end(tx, session, id);
    world.app().write(Actor::Agent(id), end).await.unwrap();
}

on_both! {
    async fn who_has_a_tab_is_online_and_who_logs_out_everywhere_is_not(world: World) {
        let (ana, ben) = (world.agent("Ana").await, world.agent("Ben").await);
        is(&ana, ben.id, &Availability::Online).await;
        let other = world.logs_in(ben.id, "Ben", 0).await;
        logs_out(&world, &ben).await;
        all_tell(&world).await;
        is(&ana, ben.id, &Availability::Online).await;
        logs_out(&world, &other).await;
        is(&ana, ben.id, &Availability::Offline).await;
        // His tabs may still be connected: that does not make him come back.
        all_tell(&world).await;
        is(&ana, ben.id, &Availability::Offline).await;
    }

    async fn a_break_is_ended_by_who_began_it_and_by_nothing_else(world: World) {
        let (ana, ben) = (world.agent("Ana").await, world.agent("Ben").await);
        is(&ana, ben.id, &Availability::Online).await;
        chooses(&ben, ben.id, LUNCH).await.unwrap();
        is(&ana, ben.id, &LUNCH).await;
        ben.frame(ClientFrame::Idle(true));
        ben.frame(ClientFrame::Idle(false));
        ben.loses_the_network();
        all_tell(&world).await;
        ben.finds_the_network();
        let again = world.opens(ben.id, "Ben", ben.session).await;
        is(&again, ben.id, &LUNCH).await;
        all_tell(&world).await;
        is(&ana, ben.id, &LUNCH).await;
        chooses(&ben, ben.id, Availability::Online).await.unwrap();
        is(&ana, ben.id, &Availability::Online).await;
    }

    async fn idle_is_who_touches_none_of_their_tabs(world: World) {
        let (ana, ben) = (world.agent("Ana").await, world.agent("Ben").await);
        let other = world.opens(ben.id, "Ben", ben.session).await;
        is(&ana, ben.id, &Availability::Online).await;
        // Frames of one socket are heard in order: that his place is known says that he is heard to be idle.
        let sam = world.customer("Sam").await;
        sam.writes("Hello").await;
        let chat = world.conversation(&sam).await;
        ben.frame(ClientFrame::Idle(true));
        ben.is(Some(chat), shared::presence::Doing::Viewing, false);
        ana.sees_people(chat, "that Ben looks", |it| it.len() == 1).await;
        all_tell(&world).await;
        is(&ana, ben.id, &Availability::Online).await;
        other.frame(ClientFrame::Idle(true));
        is(&ana, ben.id, &Availability::IDLE).await;
        ben.frame(ClientFrame::Idle(false));
        is(&ana, ben.id, &Availability::Online).await;
    }

    async fn what_somebody_has_to_do_is_what_is_open_and_theirs(world: World) {
        let ana = world.agent("Ana").await;
        let mut chats = vec![];
        for name in ["Sam", "Tom", "Uma", "Vic"] {
            let customer = world.customer(name).await;
            customer.writes("Hello").await;
            let chat = world.conversation(&customer).await;
            ana.assigns(chat, Some(ana.id)).await.unwrap();
            chats.push(chat);
        }
        let load = async || ana.get::<Loads>(LOADS).await.unwrap();
        assert_eq!(load().await, Loads::from([(ana.id, 4)]));
        let snooze = conversation::Action::Snooze { until: conversation::Snooze::Reply };
        for (chat, action) in [(chats[0], conversation::Action::Close), (chats[1], snooze)] {
            ana.does(Action::Conversation(chat, action)).await.unwrap();
        }
        ana.assigns(chats[2], None).await.unwrap();
        assert_eq!(load().await, Loads::from([(ana.id, 1)]));
    }

    async fn leads_may_say_it_of_others_and_agents_of_themselves(world: World) {
        let (ana, ben) = (world.agent("Ana").await, world.agent("Ben").await);
        let lead = Rights { role: Role::Lead, visibility: Visibility::All, teams: vec![] };
        let lea = world.agent_with("Lea", lead, 0).await;
        for agent in [&ana, &ben, &lea] {
            is(&ana, agent.id, &Availability::Online).await;
        }
        let refused = chooses(&ana, ben.id, LUNCH).await.unwrap_err();
        assert_eq!(refused.code, Code::Forbidden);
        chooses(&lea, ben.id, LUNCH).await.unwrap();
        is(&ben, ben.id, &LUNCH).await;
        let own = |words: &str| Availability::Away { why: Why::Other(words.into()) };
        for wrong in [Availability::Offline, Availability::IDLE, own("  "), own(&"x".repeat(41))] {
            let refused = chooses(&ana, ana.id, wrong).await.unwrap_err();
            assert_eq!((refused.code, refused.field.as_deref()), (Code::Invalid, Some("to")));
        }
        chooses(&ana, ana.id, own(" Dentist ")).await.unwrap();
        is(&ben, ana.id, &own("Dentist")).await;
        let rights = Rights { role: Role::Agent, visibility: Visibility::All, teams: vec![] };
        let away = world.person("Tim", rights).await;
        let refused = chooses(&lea, away, Availability::Online).await.unwrap_err();
        assert_eq!(refused.code, Code::Invalid);
    }
}

/// Who loses the network is online until the grace is over, wherever they were connected; a node that ends takes nobody
/// with it before that.
async fn who_is_gone_is_offline(world: World) {
    let last = world.nodes.len() - 1;
    let rights = Rights { role: Role::Agent, visibility: Visibility::All, teams: vec![] };
    let (ana, ben) = (world.agent("Ana").await, world.person("Ben", rights).await);
    let there = Agent::log_in(&world.nodes[last], ben, "Ben").await;
    is(&ana, ben, &Availability::Online).await;
    if last > 0 {
        world.nodes[last].stop().await;
    }
    there.leaves();
    is(&ana, ben, &Availability::Offline).await;
    is(&ana, ana.id, &Availability::Online).await;
    let back = Agent::log_in(&world.nodes[0], ben, "Ben").await;
    is(&ana, ben, &Availability::Online).await;
    back.leaves();
    is(&ana, ben, &Availability::Offline).await;
}

const SOON: &[(&str, &str)] = &[("ONEVOICE_OFFLINE_AFTER", "1")];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_gone_is_offline_on_sqlite() {
    World::tell_having(Database::sqlite().await, None, 1, SOON, who_is_gone_is_offline).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_gone_is_offline_on_postgres() {
    let database = Database::postgres().await;
    World::tell_having(database, None, 1, SOON, who_is_gone_is_offline).await;
}

/// Without Redis: it needs none.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_was_at_a_node_that_is_gone_is_offline_on_postgres() {
    let database = Database::postgres().await;
    World::tell_having(database, None, 2, SOON, who_is_gone_is_offline).await;
}
