//! Leads listen in, whisper and join, and everybody sees it.

use shared::call::{LISTENING, Listen, Listener, Mode};
use shared::permission::{Role, Visibility};
use shared::problem::Code;

use super::*;
use crate::world::Rights;
use crate::{on_both, on_nodes};

async fn lead(world: &World, visibility: Visibility, node: usize) -> Agent {
    let rights = Rights { role: Role::Lead, visibility, teams: vec![] };
    world.agent_with(&format!("Lea {node}"), rights, node).await
}

/// A tab of theirs offers to listen in.
async fn listens(who: &Agent, at: ConversationId, call: CallId) -> Result<Voice, Problem> {
    let (voice, offer) = Voice::tab().await.unwrap();
    let listen = Listen { tab: TabId::new(who.now()), offer };
    let path = format!("{CONVERSATIONS}/{at}/{CALLS}/{call}/{LISTENING}");
    let joined: Joined = answer(who.request(Method::POST, &path).json(&listen)).await?;
    voice.answered(&joined.answer).await.unwrap();
    Ok(voice)
}

/// A call in which both spoke.
async fn talk(who: &Agent, sam: &simulator::Phone, at: ConversationId) -> (CallId, Voice) {
    sam.calls().await;
    let id = comes(who, at).await.id;
    let voice = join(who, at, id, false).await.unwrap();
    sam.hears(880).await;
    voice.hears(440).await;
    (id, voice)
}

on_both! {
    async fn a_lead_hears_both_whispers_to_one_and_talks_with_both(world: World) {
        let (ana, lea) = (world.agent("Ana").await, lead(&world, Visibility::All, 0).await);
        let (sam, at) = known(&world).await;
        ana.assigns(at, Some(ana.id)).await.unwrap();
        let (call, voice) = talk(&ana, &sam, at).await;
        let ear = listens(&lea, at, call).await.unwrap();
        ear.plays(660);
        ear.hears_on(0, 440).await;
        ear.hears_on(1, 880).await;
        shows(&ana, at, "that Lea listens", |it| it.listens(lea.id) == Some(Mode::Listen)).await;

        wants(&lea, at, Action::BeHeard { call, mode: Mode::Whisper }).await.unwrap();
        voice.hears_on(1, 660).await;
        assert!(!sam.call().unwrap().heard.has(660.0), "a whisper is for Ana alone");
        shows(&ana, at, "that Lea whispers", |it| it.listens(lea.id) == Some(Mode::Whisper)).await;

        wants(&lea, at, Action::BeHeard { call, mode: Mode::Barge }).await.unwrap();
        sam.hears(660).await;
        wants(&lea, at, Action::Leave { call }).await.unwrap();
        falls_silent(&sam, 660.0).await;
        sam.hears(880).await;
        wants(&ana, at, Action::HangUp { call }).await.unwrap();
        let over = ended(&ana, at).await;
        let written = Listener { agent: lea.id, now: None, most: Mode::Barge };
        assert_eq!(over.listeners, [written], "it stays written");
    }

    async fn who_may_not_listens_in_on_nothing(world: World) {
        let (ana, bo) = (world.agent("Ana").await, world.agent("Bo").await);
        let lea = lead(&world, Visibility::Own, 0).await;
        let (sam, at) = known(&world).await;
        ana.assigns(at, Some(ana.id)).await.unwrap();
        let (call, _voice) = talk(&ana, &sam, at).await;
        assert_eq!(listens(&bo, at, call).await.err().unwrap().code, Code::Forbidden);
        assert_eq!(listens(&lea, at, call).await.err().unwrap().code, Code::NotFound);
        let heard = Action::BeHeard { call, mode: Mode::Barge };
        assert_eq!(wants(&bo, at, heard).await.unwrap_err().code, Code::Forbidden);
        sam.hangs_up();
        assert!(ended(&ana, at).await.listeners.is_empty());
    }

    async fn who_has_not_begun_is_heard_by_nobody_and_who_is_gone_listens_no_more(world: World) {
        let (ana, lea) = (world.agent("Ana").await, lead(&world, Visibility::All, 0).await);
        let (sam, at) = known(&world).await;
        ana.assigns(at, Some(ana.id)).await.unwrap();
        let (call, _voice) = talk(&ana, &sam, at).await;
        let heard = Action::BeHeard { call, mode: Mode::Barge };
        assert_eq!(wants(&lea, at, heard).await.unwrap_err().code, Code::Conflict);
        let ear = listens(&lea, at, call).await.unwrap();
        ear.hears_on(0, 440).await;
        ear.leaves().await;
        drop(ear);
        shows(&ana, at, "that nobody listens", |it| it.listens(lea.id).is_none() && !it.listeners.is_empty()).await;
        sam.hangs_up();
        ended(&ana, at).await;
    }
}

on_nodes! {
    async fn tabs_at_every_server_can_listen_in(world: World) {
        let ana = world.agent("Ana").await;
        let (sam, at) = known(&world).await;
        ana.assigns(at, Some(ana.id)).await.unwrap();
        let (call, _voice) = talk(&ana, &sam, at).await;
        for node in 0..world.nodes.len() {
            let lea = lead(&world, Visibility::All, node).await;
            let ear = listens(&lea, at, call).await.unwrap();
            ear.hears_on(0, 440).await;
            ear.hears_on(1, 880).await;
            wants(&lea, at, Action::Leave { call }).await.unwrap();
        }
        sam.hangs_up();
        ended(&ana, at).await;
    }
}
