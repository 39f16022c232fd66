//! Emojis of ours on messages, and what is known of a message to who looks closer.

use shared::command::Action;
use shared::ids::{ConversationId, MessageId};
use shared::message::details::Price;
use shared::message::{self, Content, Details, Status};
use shared::problem::{Code, Problem};
use shared::time::Millis;
use simulator::{Misbehaviour, Phone};

use crate::on_both;
use crate::world::{Agent, World};

async fn begun(world: &World) -> (Agent, Phone, ConversationId, MessageId) {
    let (ana, sam) = (world.agent("Ana").await, world.customer("Sam").await);
    sam.writes("Thank you!").await;
    let chat = world.conversation(&sam).await;
    ana.opens(chat).await;
    ana.sees_text(chat, "Thank you!").await;
    let asked = ana.look(|state| state.thread(chat)?.messages().next().map(|it| it.id)).unwrap();
    (ana, sam, chat, asked)
}

async fn reacts(
    agent: &Agent,
    it: ConversationId,
    target: MessageId,
    emoji: Option<&str>,
) -> Result<MessageId, Problem> {
    let id = MessageId::new(agent.now());
    let react = message::Action::React { id, target, emoji: emoji.map(Into::into) };
    agent.does(Action::Message(it, react)).await.map(|_| id)
}

/// The emojis that were put to a message, in order; none for one that was taken back.
fn emojis(agent: &Agent, it: ConversationId, target: MessageId) -> Vec<Option<String>> {
    agent.look(|state| {
        let all = state.thread(it).unwrap().reactions(target);
        let emoji = |it: &message::Message| match &it.content {
            Content::Reaction { emoji, .. } => emoji.clone(),
            other => panic!("{other:?} is no reaction"),
        };
        all.map(emoji).collect()
    })
}

on_both! {
    async fn a_reaction_reaches_the_customer_and_colleagues_and_can_be_changed_and_taken_back(world: World) {
        let (ana, sam, chat, asked) = begun(&world).await;
        let ben = world.agent("Ben").await;
        ben.opens(chat).await;
        for emoji in [Some("👍"), Some("❤️"), None] {
            let id = reacts(&ana, chat, asked, emoji).await.unwrap();
            ana.sees_delivery(chat, id, Status::Sent).await;
        }
        let sent: Vec<_> = sam.received().iter().map(|it| (it.kind.clone(), it.body["emoji"].as_str().unwrap().to_owned())).collect();
        let expected = ["👍", "❤️", ""].map(|it| ("reaction".to_owned(), it.to_owned()));
        assert_eq!(sent, expected);
        let all = [Some("👍".to_owned()), Some("❤️".to_owned()), None];
        assert_eq!(emojis(&ana, chat, asked), all);
        ben.sees_text(chat, "Took a reaction back").await;
        assert_eq!(emojis(&ben, chat, asked), all);
    }

    async fn a_reaction_leaves_who_waits_waiting(world: World) {
        let (ana, _, chat, asked) = begun(&world).await;
        let id = reacts(&ana, chat, asked, Some("👍")).await.unwrap();
        ana.sees_delivery(chat, id, Status::Sent).await;
        assert!(ana.look(|state| state.conversation(chat).unwrap().waiting_since).is_some());
    }

    async fn the_same_reaction_twice_is_one(world: World) {
        let (ana, sam, chat, asked) = begun(&world).await;
        let id = MessageId::new(ana.now());
        let react = message::Action::React { id, target: asked, emoji: Some("🙏".into()) };
        for _ in 0..3 {
            ana.does(Action::Message(chat, react.clone())).await.unwrap();
        }
        world.rests().await;
        assert_eq!(sam.received().len(), 1);
    }

    async fn a_lost_answer_never_reacts_twice(world: World) {
        let (ana, sam, chat, asked) = begun(&world).await;
        world.whatsapp.misbehave(Misbehaviour::HoldWebhooks);
        world.whatsapp.misbehave(Misbehaviour::DropAnswers.next(1));
        let id = reacts(&ana, chat, asked, Some("👍")).await.unwrap();
        ana.sees_delivery(chat, id, Status::Unknown).await;
        world.whatsapp.behave();
        ana.sees_delivery(chat, id, Status::Sent).await;
        assert_eq!(sam.received().len(), 1);
    }

    async fn what_whatsapp_takes_no_reaction_to_is_refused_with_words(world: World) {
        let (ana, sam, chat, asked) = begun(&world).await;
        let ours = ana.writes(chat, "At once").await.unwrap();
        ana.sees_delivery(chat, ours, Status::Delivered).await;
        let reaction = reacts(&ana, chat, ours, Some("👍")).await.unwrap();
        ana.sees_delivery(chat, reaction, Status::Sent).await;
        for (target, emoji) in [(reaction, "👍"), (asked, "ok"), (asked, "👍 👍"), (asked, "")] {
            assert_eq!(reacts(&ana, chat, target, Some(emoji)).await.unwrap_err().code, Code::Invalid, "{emoji}");
        }
        let nobodys = MessageId::new(ana.now());
        assert_eq!(reacts(&ana, chat, nobodys, Some("👍")).await.unwrap_err().code, Code::NotFound);
        assert_eq!(sam.received().len(), 2);
    }

    async fn the_window_and_the_thirty_days_hold_for_reactions(world: World) {
        let (ana, sam, chat, asked) = begun(&world).await;
        world.set_time(world.clock.now() + Millis::days(2));
        assert_eq!(reacts(&ana, chat, asked, Some("👍")).await.unwrap_err().code, Code::WindowClosed);
        world.set_time(world.clock.now() + Millis::days(29));
        sam.writes("Me again").await;
        ana.sees_text(chat, "Me again").await;
        assert_eq!(reacts(&ana, chat, asked, Some("👍")).await.unwrap_err().code, Code::Invalid);
    }

    async fn a_reaction_that_fails_says_why(world: World) {
        let (ana, _, chat, asked) = begun(&world).await;
        world.whatsapp.misbehave(Misbehaviour::FailLater { code: 131_026 }.next(1));
        let id = reacts(&ana, chat, asked, Some("👍")).await.unwrap();
        ana.sees_delivery(chat, id, Status::Failed).await;
        let failure = ana.look(|state| state.thread(chat)?.delivery(id)?.failure.clone()).unwrap();
        assert_eq!(failure.code, Some(131_026));
        assert!(failure.words.len() > 20, "{}", failure.words);
    }

    async fn a_reaction_of_the_customer_belongs_to_its_message(world: World) {
        let (ana, sam, chat, _) = begun(&world).await;
        let ours = ana.writes(chat, "With pleasure").await.unwrap();
        ana.sees_delivery(chat, ours, Status::Delivered).await;
        let wamid = sam.awaits("With pleasure").await.wamid;
        sam.reacts_to(&wamid, "😂").await;
        ana.sees_text(chat, "Reacted 😂").await;
        assert_eq!(emojis(&ana, chat, ours), [Some("😂".to_owned())]);
    }

    async fn who_looks_closer_sees_each_step_with_its_time_and_price(world: World) {
        let (ana, sam, chat, asked) = begun(&world).await;
        let ours = ana.writes(chat, "Yes").await.unwrap();
        ana.sees_delivery(chat, ours, Status::Delivered).await;
        sam.reads().await;
        ana.sees_delivery(chat, ours, Status::Read).await;
        let path = |id| format!("/api/conversations/{chat}/messages/{id}");
        let it: Details = ana.get(&path(ours)).await.unwrap();
        assert_eq!(it.wamid, Some(sam.awaits("Yes").await.wamid));
        let told: Vec<_> = it.steps.iter().map(|it| it.status).collect();
        let all = [Status::Sending, Status::Accepted, Status::Sent, Status::Delivered, Status::Read];
        assert!(all.iter().all(|status| told.iter().filter(|it| *it == status).count() == 1), "{told:?}");
        let price: Vec<_> = it.steps.iter().filter_map(|it| it.price.clone()).collect();
        assert!(price.iter().any(|it: &Price| it.category.is_some()), "{:?}", it.steps);
        let it: Details = ana.get(&path(asked)).await.unwrap();
        assert!(it.wamid.is_some() && it.steps.is_empty());
    }

    async fn a_refusal_is_kept_with_what_metas_support_asks_for(world: World) {
        let (ana, _, chat, _) = begun(&world).await;
        world.whatsapp.misbehave(Misbehaviour::RefuseSends { code: 131_026 }.next(1));
        let ours = ana.writes(chat, "No").await.unwrap();
        ana.sees_delivery(chat, ours, Status::Failed).await;
        let it: Details = ana.get(&format!("/api/conversations/{chat}/messages/{ours}")).await.unwrap();
        let failure = it.steps.last().unwrap().failure.clone().unwrap();
        assert_eq!(failure.code, Some(131_026));
        assert!(failure.trace.is_some());
    }

    async fn nobody_looks_closer_at_what_they_do_not_see(world: World) {
        let (ana, _, chat, asked) = begun(&world).await;
        let rights = crate::world::Rights {
            role: shared::permission::Role::Agent,
            visibility: shared::permission::Visibility::Own,
            teams: vec![],
        };
        let eve = world.agent_with("Eve", rights, 0).await;
        let path = format!("/api/conversations/{chat}/messages/{asked}");
        assert!(ana.get::<Details>(&path).await.is_ok());
        assert_eq!(eve.get::<Details>(&path).await.unwrap_err().code, Code::NotFound);
    }
}
