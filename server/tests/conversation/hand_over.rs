//! Handing over: who answers from now on hears of it with what they should know, and may go on with what was being written.

use reqwest::Method;
use shared::command::Action as Any;
use shared::conversation::{Action, Fact};
use shared::draft::{BESIDE, Beside, DRAFTS, Draft, Left};
use shared::ids::{ConversationId, NoteId};
use shared::permission::{Role, Visibility};
use shared::problem::Code;
use shared::reads::CONVERSATIONS;

use crate::on_both;
use crate::world::http::answer;
use crate::world::{Agent, Rights, World};

async fn begun(world: &World) -> (Agent, Agent, ConversationId) {
    let own = || Rights { role: Role::Agent, visibility: Visibility::Own, teams: vec![] };
    let ada = world.agent("Ada").await;
    let ben = world.agent_with("Ben", own(), 0).await;
    let sam = world.customer("Sam").await;
    sam.writes("Hello").await;
    let chat = world.conversation(&sam).await;
    ada.assigns(chat, Some(ada.id)).await.unwrap();
    (ada, ben, chat)
}

async fn writes_on(agent: &Agent, chat: ConversationId, text: &str) {
    let draft = Draft { text: text.into(), ..Draft::default() };
    let path = format!("{DRAFTS}/{chat}");
    answer::<()>(agent.request(Method::POST, &path).json(&draft)).await.unwrap();
}

async fn left(agent: &Agent, chat: ConversationId) -> Option<Left> {
    agent.get::<Beside>(&format!("{CONVERSATIONS}/{chat}/{BESIDE}")).await.unwrap().left
}

fn takes(of: &Agent) -> Action {
    Action::TakeDraft { of: of.id }
}

on_both! {
    async fn who_gets_it_is_told_with_a_note_in_one_step(world: World) {
        let (ada, ben, chat) = begun(&world).await;
        let hand = |text: &str| {
            let (to, note) = (ben.id, NoteId::new(ada.now()));
            Any::Conversation(chat, Action::HandOver { to, note, text: text.into() })
        };
        assert_eq!(ada.does(hand("  ")).await.unwrap_err().code, Code::Invalid);
        assert_eq!(world.conversations().await[0].assignee, Some(ada.id), "nothing of it happened");
        // He does not see it before: that it is his lets him read the note.
        ada.does(hand("She asks for a refund")).await.unwrap();
        ben.sees("that he was mentioned", |state| state.mentions().values().any(|it| it.conversation == chat && it.by == ada.id)).await;
        ben.opens(chat).await;
        ben.sees("the note", |state| {
            state.thread(chat).unwrap().notes().any(|note| note.text().contains("refund"))
        }).await;
    }

    async fn what_was_being_written_goes_along_and_its_author_is_named(world: World) {
        let (ada, ben, chat) = begun(&world).await;
        writes_on(&ada, chat, "Dear Sam, your refund").await;
        ada.assigns(chat, Some(ben.id)).await.unwrap();
        ben.sees("that it is his", |state| state.conversation(chat).is_some()).await;
        let told = left(&ben, chat).await.unwrap();
        assert_eq!((told.by, told.text.as_str()), (ada.id, "Dear Sam, your refund"));
        assert_eq!(left(&ada, chat).await, None, "it is not hers to take");
        assert_eq!(ada.does(Any::Conversation(chat, takes(&ben))).await.unwrap_err().code, Code::NotFound);
        ben.does(Any::Conversation(chat, takes(&ada))).await.unwrap();
        assert_eq!(left(&ben, chat).await, None);
        let drafts: Vec<shared::draft::Kept> = ada.get(DRAFTS).await.unwrap();
        assert_eq!(drafts, []);
        ben.opens(chat).await;
        ben.sees("whose it was", |state| {
            state.thread(chat).unwrap().activities().any(|it| it.fact == Fact::TookDraft { of: ada.id })
        }).await;
        assert_eq!(ben.does(Any::Conversation(chat, takes(&ada))).await.unwrap_err().code, Code::NotFound, "once");
    }

    async fn nobody_else_reads_what_is_being_written(world: World) {
        let (ada, ben, chat) = begun(&world).await;
        let cleo = world.agent("Cleo").await;
        writes_on(&ada, chat, "Secret").await;
        assert_eq!(left(&cleo, chat).await, None);
        let hidden = ben.get::<Beside>(&format!("{CONVERSATIONS}/{chat}/{BESIDE}")).await;
        assert_eq!(hidden.unwrap_err().code, Code::NotFound);
        // Who gets it from nobody has nobody's draft.
        ada.assigns(chat, None).await.unwrap();
        ada.assigns(chat, Some(cleo.id)).await.unwrap();
        assert_eq!(left(&cleo, chat).await, None);
    }
}
