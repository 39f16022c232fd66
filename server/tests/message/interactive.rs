//! Buttons, lists and links: sent as WhatsApp wants them, answered, and refused here where WhatsApp would refuse them.

use serde_json::json;
use shared::command::Action;
use shared::ids::{ConversationId, MessageId};
use shared::message::interactive::{Ask, Interactive, Row, Section};
use shared::message::{self, Content, Status};
use shared::problem::Problem;

use crate::on_both;
use crate::world::Agent;

fn asking(ask: Ask) -> Interactive {
    Interactive {
        body: "When shall we come?".into(),
        footer: Some("Press one".into()),
        ask,
        ..Interactive::default()
    }
}

fn buttons(words: &[&str]) -> Interactive {
    asking(Ask::Buttons(words.iter().map(|it| (*it).to_owned()).collect()))
}

fn list() -> Interactive {
    let row = |title: &str| Row { title: title.into(), description: "9 to 12".into() };
    let section = |title: &str, rows: Vec<Row>| Section { title: title.into(), rows };
    asking(Ask::List {
        button: "Days".into(),
        sections: vec![
            section("This week", vec![row("Friday")]),
            section("Next week", vec![row("Monday")]),
        ],
    })
}

async fn sends(
    who: &Agent,
    it: ConversationId,
    interactive: Interactive,
) -> Result<MessageId, Problem> {
    let id = MessageId::new(who.now());
    let send = message::Action::SendInteractive { id, interactive, reply_to: None };
    who.does(Action::Message(it, send)).await.map(|_| id)
}

on_both! {
    async fn every_kind_arrives_and_is_answered(world: World) {
        let (ana, sam) = (world.agent("Ana").await, world.customer("Sam").await);
        sam.writes("Hello").await;
        let chat = world.conversation(&sam).await;
        ana.opens(chat).await;
        let link = asking(Ask::Link { button: "Open".into(), url: "https://example.org/a".into() });
        for interactive in [buttons(&["Today", " Tomorrow "]), list(), link] {
            let sent = sends(&ana, chat, interactive).await.unwrap();
            ana.sees_delivery(chat, sent, Status::Delivered).await;
        }
        let kinds: Vec<_> = sam.received().iter().map(|it| it.body["type"].clone()).collect();
        assert_eq!(kinds, [json!("button"), json!("list"), json!("cta_url")]);
        let asked = sam.received()[0].clone();
        assert_eq!(asked.body["action"]["buttons"][1]["reply"]["title"], "Tomorrow");
        let reply = json!({ "type": "button_reply", "button_reply": { "id": "button 1", "title": "Tomorrow" } });
        sam.sends_message(json!({ "type": "interactive", "interactive": reply, "context": { "id": asked.wamid } })).await;
        ana.sees("the answer and what it answers", |state| {
            state.thread(chat).unwrap().messages().any(|it| {
                let quoted = it.reply_to.as_ref().and_then(|quote| quote.preview.as_deref());
                matches!(&it.content, Content::ButtonReply { title, .. } if title == "Tomorrow")
                    && quoted == Some("When shall we come?")
            })
        }).await;
    }

    async fn what_is_too_much_is_told_with_its_field(world: World) {
        let (ana, sam) = (world.agent("Ana").await, world.customer("Sam").await);
        sam.writes("Hello").await;
        let chat = world.conversation(&sam).await;
        for (interactive, field) in [
            (buttons(&["Yes", "Yes"]), "button.1"),
            (buttons(&["1", "2", "3", "4"]), "buttons"),
            (Interactive { body: " ".into(), ..buttons(&["Yes"]) }, "body"),
        ] {
            assert_eq!(sends(&ana, chat, interactive).await.unwrap_err().field.as_deref(), Some(field));
        }
        assert_eq!(world.whatsapp.sent_requests().len(), 0);
    }
}
