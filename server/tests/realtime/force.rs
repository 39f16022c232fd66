//! A reply is taken from who writes it by those who lead; others ask, and silence is a yes. Who has stopped holds nothing.

use server::features::reply;
use shared::command::Action;
use shared::conversation;
use shared::ids::ConversationId;
use shared::permission::{Role, Visibility};
use shared::presence::Doing;
use shared::problem::{Code, Problem};
use shared::protocol::{ClientFrame, ServerFrame};

use crate::world::{Agent, Rights, World, eventually};
use crate::{on_both, on_nodes};

async fn takes(agent: &Agent, chat: ConversationId) -> Result<(), Problem> {
    let take = conversation::Action::TakeOver { tab: agent.here.tab };
    agent.does(Action::Conversation(chat, take)).await.map(drop)
}

fn rights(role: Role) -> Rights {
    Rights { role, visibility: Visibility::All, teams: vec![] }
}

async fn begun(world: &World) -> (Agent, Agent, ConversationId) {
    let last = world.nodes.len() - 1;
    let ana = world.agent_with("Ana", rights(Role::Agent), 0).await;
    let ben = world.agent_with("Ben", rights(Role::Agent), last).await;
    let sam = world.customer("Sam").await;
    sam.writes("Hello").await;
    let chat = world.conversation(&sam).await;
    for agent in [&ana, &ben] {
        agent.opens(chat).await;
    }
    ana.is(Some(chat), Doing::Replying, true);
    ana.holds_reply(chat).await;
    (ana, ben, chat)
}

async fn asked(ana: &Agent, ben: &Agent, chat: ConversationId) {
    ben.is(Some(chat), Doing::Viewing, false);
    ben.frame(ClientFrame::Ask { at: chat });
    let asks = |it: &ServerFrame| matches!(it, ServerFrame::Asked { by, .. } if *by == ben.id);
    ana.is_told("that Ben asks", asks).await;
}

async fn is_answered(ben: &Agent, yes: bool) {
    let answer =
        |it: &ServerFrame| matches!(it, ServerFrame::Answered { yes: told, .. } if *told == yes);
    ben.is_told("what she says", answer).await;
}

/// A no keeps it; silence gives it away.
async fn who_asks_gets_it_unless_refused(world: World) {
    let (ana, ben, chat) = begun(&world).await;
    assert_eq!(takes(&ben, chat).await.unwrap_err().code, Code::Forbidden);
    asked(&ana, &ben, chat).await;
    assert_eq!(takes(&ben, chat).await.unwrap_err().code, Code::Forbidden, "before it is given");
    ana.frame(ClientFrame::Answer { to: ben.here.tab, yes: false });
    is_answered(&ben, false).await;
    assert_eq!(takes(&ben, chat).await.unwrap_err().code, Code::Forbidden);
    // She says nothing.
    asked(&ana, &ben, chat).await;
    is_answered(&ben, true).await;
    takes(&ben, chat).await.unwrap();
    ana.sees("that the reply is not hers", |_| ana.here.fence(chat).is_none()).await;
    // What was given to him does not give it to others.
    assert_eq!(takes(&ana, chat).await.unwrap_err().code, Code::Forbidden);
}

on_both! {
    async fn silence_is_a_yes_and_a_no_keeps_it(world: World) {
        who_asks_gets_it_unless_refused(world).await;
    }

    async fn who_leads_takes_it_at_once(world: World) {
        let (ana, _, chat) = begun(&world).await;
        let lea = world.agent_with("Lea", rights(Role::Lead), 0).await;
        takes(&lea, chat).await.unwrap();
        ana.sees("that the reply is not hers", |_| ana.here.fence(chat).is_none()).await;
    }

    async fn who_presses_no_key_gives_it_back(world: World) {
        let (_, ben, chat) = begun(&world).await;
        let free = async || {
            let held = world.app().leases.look(&reply::resource(chat)).await.unwrap();
            held.is_none().then_some(())
        };
        // Its span is most of our patience.
        if eventually(free).await.is_none() {
            eventually(free).await.expect("the reply is free some time after the last key");
        }
        takes(&ben, chat).await.unwrap();
    }
}

on_nodes! {
    async fn silence_is_a_yes_over_two_nodes(world: World) {
        who_asks_gets_it_unless_refused(world).await;
    }
}
