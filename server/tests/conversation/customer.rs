//! What colleagues know of a customer: a name of their own, and what WhatsApp does not tell.

use serde_json::json;
use shared::command::Action;
use shared::contact::{self, Card, Field};
use shared::ids::ConversationId;
use shared::permission::{Role, Visibility};
use shared::problem::Problem;
use shared::search::{Found, SEARCH};

use crate::on_both;
use crate::world::{Agent, Rights};

async fn knows(who: &Agent, it: ConversationId, field: Field, text: &str) -> Result<(), Problem> {
    who.does(Action::Contact(it, contact::Action::Set { field, text: text.into() })).await.map(drop)
}

async fn card(who: &Agent, it: ConversationId) -> Card {
    who.get(&format!("/api/conversations/{it}/contact")).await.unwrap()
}

on_both! {
    async fn a_name_of_ours_stands_whatever_the_customer_calls_themselves(world: World) {
        let (ana, ben) = (world.agent("Ana").await, world.agent("Ben").await);
        let sam = world.customer("Sam").await;
        sam.writes("Hello").await;
        let chat = world.conversation(&sam).await;
        let named = |name: &'static str| move |state: &shared::state::State| {
            state.conversation(chat).is_some_and(|it| it.contact.name == name)
        };
        ben.sees("Sam", named("Sam")).await;
        knows(&ana, chat, Field::Name, " Samuel Carter ").await.unwrap();
        knows(&ben, chat, Field::Company, "Acme").await.unwrap();
        knows(&ana, chat, Field::Notes, "  Prefers mornings ").await.unwrap();
        ben.sees("our name", named("Samuel Carter")).await;

        sam.sends_message(json!({ "type": "text", "text": { "body": "Again" } })).await;
        world.rests().await;
        ben.sees("our name still", named("Samuel Carter")).await;
        let it = card(&ben, chat).await;
        assert_eq!((it.details.profile.as_deref(), it.details.notes.as_str()), (Some("Sam"), "Prefers mornings"));
        assert_eq!((it.details.company.as_str(), it.history.len()), ("Acme", 1));
        for words in ["carter", "sam", "acme"] {
            let found: Found = ben.get(&format!("{SEARCH}?q={words}")).await.unwrap();
            assert_eq!(found.people.len(), 1, "{words}");
        }
        knows(&ben, chat, Field::Name, "").await.unwrap();
        ana.sees("their own name", named("Sam")).await;
        assert_eq!(card(&ana, chat).await.details.profile, None);
    }

    async fn what_has_no_room_or_no_sense_is_told_with_its_field(world: World) {
        let ana = world.agent("Ana").await;
        let sam = world.customer("Sam").await;
        sam.writes("Hello").await;
        let chat = world.conversation(&sam).await;
        let long = "x".repeat(contact::FIELD_MAX + 1);
        for (field, text) in [(Field::Company, long.as_str()), (Field::Email, "nobody"), (Field::Name, &long)] {
            let problem = knows(&ana, chat, field, text).await.unwrap_err();
            assert_eq!(problem.field, Some(field.to_string()));
        }
    }

    async fn who_does_not_see_the_conversation_knows_nothing(world: World) {
        let rights = Rights { role: Role::Agent, visibility: Visibility::Own, teams: vec![] };
        let olga = world.agent_with("Olga", rights, 0).await;
        let sam = world.customer("Sam").await;
        sam.writes("Hello").await;
        let chat = world.conversation(&sam).await;
        assert!(knows(&olga, chat, Field::Company, "Acme").await.is_err());
        assert!(olga.get::<Card>(&format!("/api/conversations/{chat}/contact")).await.is_err());
    }
}
