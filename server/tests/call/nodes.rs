//! Several servers: one of them has the sound of a call, and tabs at any of them join it.

use simulator::Phase;

use super::*;
use crate::on_nodes;
use crate::world::Rights;
use shared::permission::{Role, Visibility};

on_nodes! {
    async fn tabs_at_every_server_can_answer(world: World) {
        for node in 0..world.nodes.len() {
            let rights = Rights { role: Role::Agent, visibility: Visibility::All, teams: vec![] };
            let agent = world.agent_with(&format!("Agent {node}"), rights, node).await;
            let sam = world.customer(&format!("Sam {node}")).await;
            sam.calls().await;
            let at = world.conversation(&sam).await;
            let call = comes(&agent, at).await;
            let voice = join(&agent, at, call.id, false).await.unwrap();
            sam.hears(880).await;
            voice.hears(440).await;
            wants(&agent, at, Action::HangUp { call: call.id }).await.unwrap();
            sam.awaits_call(Phase::Ended).await;
            ended(&agent, at).await;
        }
    }
}
