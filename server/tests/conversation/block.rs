//! Somebody with whom we want nothing to do, and whether somebody wants marketing.

use serde_json::json;
use shared::command::Action;
use shared::contact::{self, Told};
use shared::ids::ConversationId;
use shared::message;
use shared::problem::Code;
use shared::state::State;
use shared::time::Millis;

use crate::on_both;
use crate::world::Agent;

async fn does(who: &Agent, chat: ConversationId, action: contact::Action) {
    who.does(Action::Contact(chat, action)).await.unwrap();
}

fn told(state: &State, chat: ConversationId) -> Option<Told> {
    Some(state.conversation(chat)?.contact.about.blocked.as_ref()?.whatsapp.clone())
}

on_both! {
    async fn to_who_is_blocked_nothing_is_sent_and_from_them_nothing_comes(world: World) {
        let (ana, ben) = (world.agent("Ana").await, world.agent("Ben").await);
        let sam = world.customer("Sam").await;
        sam.writes("Buy my watches").await;
        let chat = world.conversation(&sam).await;
        assert!(ben.opens(chat).await);
        does(&ana, chat, contact::Action::Block).await;
        ben.sees("that WhatsApp agreed", |state| told(state, chat) == Some(Told::Agreed)).await;
        let problem = ben.writes(chat, "No").await.unwrap_err();
        assert_eq!(problem.code, Code::Conflict);
        sam.writes("Cheap watches").await;
        world.rests().await;
        ben.look(|state| assert_eq!(state.thread(chat).unwrap().messages().count(), 1));

        does(&ben, chat, contact::Action::Unblock).await;
        ana.sees("no block", |state| told(state, chat).is_none()).await;
        world.rests().await;
        sam.writes("Sorry").await;
        ben.sees_text(chat, "Sorry").await;
        ben.writes(chat, "Fine").await.unwrap();
    }

    async fn what_whatsapp_declines_is_told_and_still_nothing_is_sent(world: World) {
        let ana = world.agent("Ana").await;
        let sam = world.customer("Sam").await;
        sam.writes("Hello").await;
        let chat = world.conversation(&sam).await;
        world.rests().await;
        world.set_time(world.clock.now() + Millis::days(2));
        does(&ana, chat, contact::Action::Block).await;
        ana.sees("that WhatsApp declined", |state| {
            matches!(told(state, chat), Some(Told::Declined(why)) if why.contains("24 hours"))
        }).await;
        let template = message::Action::SendTemplate {
            id: shared::ids::MessageId(world.clock.ulid()),
            template: "none".into(),
            values: shared::template::Values::new(),
            file: None,
        };
        assert!(ana.does(Action::Message(chat, template)).await.is_err());
        assert_eq!(ana.writes(chat, "Hi").await.unwrap_err().code, Code::Conflict);
    }

    async fn what_the_customer_says_in_whatsapp_is_taken_over(world: World) {
        let ana = world.agent("Ana").await;
        let sam = world.customer("Sam").await;
        sam.writes("Hello").await;
        let chat = world.conversation(&sam).await;
        let now = world.clock.now().seconds();
        let says = async |value: &str, at: i64| {
            let mut body = world.whatsapp.empty_value(&sam);
            body["user_preferences"] = json!([{
                "wa_id": sam.number(), "detail": "asked for it", "category": "marketing_messages",
                "value": value, "timestamp": at,
            }]);
            let body = world.whatsapp.envelope_of("user_preferences", body);
            assert_eq!(world.whatsapp.deliver(body).await, 200);
            world.rests().await;
        };
        let given = |state: &State| {
            let consent = state.conversation(chat)?.contact.about.consent.clone()?;
            (consent.by.is_none() && consent.how.contains("WhatsApp")).then_some(consent.given)
        };
        says("stop", now).await;
        ana.sees("that Sam wants none", |state| given(state) == Some(false)).await;
        says("resume", now - 60).await;
        assert_eq!(ana.look(given), Some(false), "what was said before counts no more");
        says("resume", now + 60).await;
        ana.sees("that Sam wants it", |state| given(state) == Some(true)).await;
        says("nonsense", now + 90).await;
    }

    async fn consent_is_kept_with_who_wrote_it_down(world: World) {
        let (ana, ben) = (world.agent("Ana").await, world.agent("Ben").await);
        let sam = world.customer("Sam").await;
        sam.writes("Hello").await;
        let chat = world.conversation(&sam).await;
        let how = " On the phone ".to_owned();
        does(&ana, chat, contact::Action::Consent { given: Some(false), how }).await;
        ben.sees("it", |state| {
            let consent = state.conversation(chat).and_then(|it| it.contact.about.consent.clone());
            consent.is_some_and(|it| !it.given && it.how == "On the phone" && it.by == Some(ana.id))
        }).await;
        let how = "x".repeat(contact::FIELD_MAX + 1);
        let long = contact::Action::Consent { given: Some(true), how };
        let problem = ben.does(Action::Contact(chat, long)).await.unwrap_err();
        assert_eq!(problem.field.as_deref(), Some("how"));
        does(&ben, chat, contact::Action::Consent { given: None, how: String::new() }).await;
        ana.sees("nothing", |state| {
            state.conversation(chat).is_some_and(|it| it.contact.about.consent.is_none())
        }).await;
    }
}
