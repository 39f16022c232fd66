//! What becomes of an answer when WhatsApp does not simply take it.

use shared::message::{Action, Status};
use shared::problem::Code;
use shared::time::Millis;
use simulator::Misbehaviour;

use crate::on_both;

on_both! {
    async fn a_lost_answer_is_unknown_until_the_status_settles_it(world: World) {
        let (ana, sam) = (world.agent("Ana").await, world.customer("Sam").await);
        sam.writes("Hello").await;
        let chat = world.conversation(&sam).await;
        ana.opens(chat).await;

        world.whatsapp.misbehave(Misbehaviour::HoldWebhooks);
        world.whatsapp.misbehave(Misbehaviour::DropAnswers.next(1));
        let answer = ana.writes(chat, "Are you there?").await.unwrap();
        ana.sees_delivery(chat, answer, Status::Unknown).await;

        world.whatsapp.behave();
        ana.sees_delivery(chat, answer, Status::Delivered).await;
        assert_eq!(world.whatsapp.accepted().len(), 1, "it was not sent again");
    }

    async fn a_throttle_comes_as_400_and_is_tried_again(world: World) {
        let (ana, sam) = (world.agent("Ana").await, world.customer("Sam").await);
        sam.writes("Hello").await;
        let chat = world.conversation(&sam).await;
        ana.opens(chat).await;

        world.whatsapp.misbehave(Misbehaviour::RefuseSends { code: 2 }.next(2));
        let first = ana.writes(chat, "One").await.unwrap();
        let second = ana.writes(chat, "Two").await.unwrap();
        ana.sees_delivery(chat, first, Status::Delivered).await;
        ana.sees_delivery(chat, second, Status::Delivered).await;
        let texts: Vec<_> = sam.received().iter().map(|it| it.body["body"].clone()).collect();
        assert_eq!(texts, ["One", "Two"], "in the order in which they were written");
    }

    async fn a_permanent_refusal_fails_with_words_and_can_be_retried(world: World) {
        let (ana, sam) = (world.agent("Ana").await, world.customer("Sam").await);
        sam.writes("Hello").await;
        let chat = world.conversation(&sam).await;
        ana.opens(chat).await;

        world.whatsapp.misbehave(Misbehaviour::RefuseSends { code: 131_026 }.next(1));
        let answer = ana.writes(chat, "Hi").await.unwrap();
        ana.sees_delivery(chat, answer, Status::Failed).await;
        let failure = ana.look(|state| state.thread(chat)?.delivery(answer)?.failure.clone()).unwrap();
        assert_eq!(failure.code, Some(131_026));
        assert!(failure.words.len() > 20, "{}", failure.words);

        ana.does(shared::command::Action::Message(chat, Action::Retry { id: answer })).await.unwrap();
        ana.sees_delivery(chat, answer, Status::Delivered).await;
        assert_eq!(sam.received().len(), 1);
    }

    async fn a_failure_that_is_told_later_is_shown(world: World) {
        let (ana, sam) = (world.agent("Ana").await, world.customer("Sam").await);
        sam.writes("Hello").await;
        let chat = world.conversation(&sam).await;
        ana.opens(chat).await;
        world.whatsapp.misbehave(Misbehaviour::FailLater { code: 131_053 }.next(1));
        let answer = ana.writes(chat, "Hi").await.unwrap();
        ana.sees_delivery(chat, answer, Status::Failed).await;
    }

    async fn a_status_may_overtake_the_answer(world: World) {
        let (ana, sam) = (world.agent("Ana").await, world.customer("Sam").await);
        sam.writes("Hello").await;
        let chat = world.conversation(&sam).await;
        ana.opens(chat).await;
        world.whatsapp.misbehave(Misbehaviour::StatusBeforeAnswer.next(1));
        let answer = ana.writes(chat, "Hi").await.unwrap();
        ana.sees_delivery(chat, answer, Status::Delivered).await;
    }

    async fn after_a_day_the_window_is_closed_here_already(world: World) {
        let (ana, sam) = (world.agent("Ana").await, world.customer("Sam").await);
        sam.writes("Hello").await;
        let chat = world.conversation(&sam).await;

        world.set_time(world.clock.now() + Millis::hours(24));
        let problem = ana.writes(chat, "Too late").await.unwrap_err();
        assert_eq!(problem.code, Code::WindowClosed);
        assert_eq!(world.whatsapp.sent_requests(), Vec::<serde_json::Value>::new());

        sam.writes("Still here?").await;
        world.rests().await;
        ana.writes(chat, "Yes").await.unwrap();
        sam.awaits("Yes").await;
    }

    async fn the_same_send_twice_is_one_message(world: World) {
        let (ana, sam) = (world.agent("Ana").await, world.customer("Sam").await);
        sam.writes("Hello").await;
        let chat = world.conversation(&sam).await;
        let id = shared::ids::MessageId::new(world.clock.now());
        let send = Action::Send { id, text: "Once".into(), reply_to: None };
        let action = shared::command::Action::Message(chat, send);
        let command = shared::command::Command { id: shared::ids::CommandId::new(world.clock.now()), action, seen: None };
        for _ in 0..3 {
            ana.commands(&command).await.unwrap();
        }
        ana.does(command.action).await.unwrap();
        sam.awaits("Once").await;
        world.rests().await;
        assert_eq!(sam.received().len(), 1);
    }

    async fn an_answer_quotes_what_it_answers(world: World) {
        let (ana, sam) = (world.agent("Ana").await, world.customer("Sam").await);
        let question = sam.writes("Red or blue?").await;
        let chat = world.conversation(&sam).await;
        ana.opens(chat).await;
        let asked = ana.look(|state| state.thread(chat)?.messages().next().map(|it| it.id)).unwrap();
        let id = shared::ids::MessageId::new(world.clock.now());
        let send = Action::Send { id, text: "Blue".into(), reply_to: Some(asked) };
        ana.does(shared::command::Action::Message(chat, send)).await.unwrap();
        let received = sam.awaits("Blue").await;
        assert_eq!(received.context.unwrap(), question);

        // Nobody reads and answers before WhatsApp has told us the id of what we sent.
        world.rests().await;
        sam.replies_to(&received.wamid, "Good").await;
        ana.sees_text(chat, "Good").await;
        let quote = ana.look(|state| state.thread(chat)?.messages().last()?.reply_to.clone()).unwrap();
        assert_eq!((quote.message, quote.outgoing), (Some(id), Some(true)));
    }

    async fn answering_shows_the_customer_that_we_have_read(world: World) {
        let (ana, sam) = (world.agent("Ana").await, world.customer("Sam").await);
        let question = sam.writes("Hello?").await;
        let chat = world.conversation(&sam).await;
        ana.writes(chat, "Hello!").await.unwrap();
        world.rests().await;
        assert_eq!(world.whatsapp.read_receipts(), [question]);
    }
}
