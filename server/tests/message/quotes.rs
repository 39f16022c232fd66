//! Answers that overtake what they answer.

use shared::message::Content;
use simulator::Misbehaviour;

use crate::on_both;

on_both! {
    async fn what_overtook_the_message_it_answers_is_joined_to_it(world: World) {
        let (ana, sam) = (world.agent("Ana").await, world.customer("Sam").await);
        sam.writes("Hello").await;
        let chat = world.conversation(&sam).await;
        ana.opens(chat).await;
        world.whatsapp.misbehave(Misbehaviour::HangAnswers { ms: 8_000, accept: true }.next(1));
        let ours = ana.writes(chat, "Red or blue?").await.unwrap();
        let asked = sam.awaits("Red or blue?").await.wamid;
        sam.replies_to(&asked, "Blue").await;
        sam.reacts_to(&asked, "👍").await;
        // Mostly they come before we know what they answer; a status may tell it earlier, and then nothing is to be joined.
        ana.sees("what they answer", |state| {
            let thread = state.thread(chat).unwrap();
            let blue = thread.messages().find(|it| it.content.preview() == "Blue");
            let quote = blue.and_then(|it| it.reply_to.clone());
            quote.is_some_and(|it| it.message == Some(ours) && it.outgoing == Some(true))
                && thread.reactions(ours).any(|it| matches!(it.content, Content::Reaction { .. }))
        }).await;
    }

    async fn a_message_that_comes_after_its_answer_is_joined_too(world: World) {
        let (ana, sam) = (world.agent("Ana").await, world.customer("Sam").await);
        sam.writes("Hello").await;
        let chat = world.conversation(&sam).await;
        ana.opens(chat).await;
        sam.replies_to("wamid.late", "I mean this one").await;
        ana.sees_text(chat, "I mean this one").await;
        let late = serde_json::json!({ "id": "wamid.late", "type": "text", "text": { "body": "The red one" } });
        sam.sends_message(late).await;
        ana.sees("the quote", |state| {
            let mut all = state.thread(chat).unwrap().messages();
            let quote = all.find(|it| it.content.preview() == "I mean this one").and_then(|it| it.reply_to.clone());
            quote.is_some_and(|it| it.preview.as_deref() == Some("The red one"))
        }).await;
    }
}
