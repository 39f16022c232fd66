//! Drafts: kept for their author from browser to browser, and for nobody else.

use reqwest::Method;
use shared::draft::{DRAFT_MAX, DRAFTS, Draft, Kept, NoteDraft};
use shared::ids::ConversationId;
use shared::permission::{Role, Visibility};
use shared::problem::{Code, Problem};

use crate::on_both;
use crate::world::http::answer;
use crate::world::{Agent, Rights};

async fn keeps(who: &Agent, chat: ConversationId, draft: &Draft) -> Result<(), Problem> {
    answer(who.request(Method::POST, &format!("{DRAFTS}/{chat}")).json(draft)).await
}

async fn kept(who: &Agent) -> Vec<Kept> {
    who.get(DRAFTS).await.unwrap()
}

fn text(words: &str) -> Draft {
    Draft { text: words.into(), ..Draft::default() }
}

on_both! {
    async fn a_draft_is_there_in_another_browser_and_for_nobody_else(world: World) {
        let (ana, ben) = (world.agent("Ana").await, world.agent("Ben").await);
        let sam = world.customer("Sam").await;
        sam.writes("Hello").await;
        let conversation = world.conversation(&sam).await;
        world.rests().await;
        let head = world.app().store.read(server::store::log::cursor).await.unwrap().seq;
        keeps(&ana, conversation, &text("Half an")).await.unwrap();
        let note = NoteDraft { text: "ask Ben".into(), ..NoteDraft::default() };
        let draft = Draft { note, noting: true, ..text("Half an answer") };
        keeps(&ana, conversation, &draft).await.unwrap();
        let after = world.app().store.read(server::store::log::cursor).await.unwrap().seq;
        assert_eq!(after, head, "nothing of it is in the log");
        let elsewhere = world.logs_in(ana.id, "Ana", 0).await;
        assert_eq!(kept(&elsewhere).await, [Kept { conversation, draft }]);
        assert_eq!(kept(&ben).await, []);
        keeps(&ana, conversation, &Draft::default()).await.unwrap();
        assert_eq!(kept(&elsewhere).await, []);
    }

    async fn a_draft_is_kept_where_one_sees_the_conversation_and_may_not_be_endless(world: World) {
        let rights = Rights { role: Role::Agent, visibility: Visibility::Own, teams: vec![] };
        let (ana, olga) = (world.agent("Ana").await, world.agent_with("Olga", rights, 0).await);
        let sam = world.customer("Sam").await;
        sam.writes("Hello").await;
        let chat = world.conversation(&sam).await;
        assert_eq!(keeps(&olga, chat, &text("Hi")).await.unwrap_err().code, Code::NotFound);
        let endless = text(&"x".repeat(DRAFT_MAX));
        assert_eq!(keeps(&ana, chat, &endless).await.unwrap_err().code, Code::TooLarge);
        assert_eq!(kept(&ana).await, []);
    }
}
