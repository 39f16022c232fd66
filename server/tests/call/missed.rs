//! What a customer is told whose call nobody took.

use shared::message::Author;
use shared::number::{Action as OfNumber, ReadReceipts};
use simulator::Phone;

use super::*;
use crate::on_both;

const SORRY: &str = "Sorry, nobody could take your call. We call you back.";

async fn says(admin: &Agent, on_missed: &str) -> Result<(), Problem> {
    let number = admin.look(|state| state.numbers().values().next().cloned().unwrap());
    let (name, team, on_missed) = (number.name, number.team, on_missed.to_owned());
    let read_receipts = ReadReceipts::Never;
    let change = OfNumber::Change { name, team, read_receipts, on_missed };
    admin.does(Wish::Number(number.id, change)).await.map(drop)
}

/// They call, and give up.
async fn calls_in_vain(world: &World, who: &Agent, sam: &Phone, at: ConversationId) {
    sam.calls().await;
    comes(who, at).await;
    sam.hangs_up();
    ended(who, at).await;
    world.rests().await;
}

fn texts(sam: &Phone) -> Vec<String> {
    sam.received().iter().filter_map(|it| it.text().map(str::to_owned)).collect()
}

on_both! {
    async fn who_calls_in_vain_is_told_so_once_until_somebody_answers(world: World) {
        let ana = world.admin("Ana").await;
        let (sam, at) = known(&world).await;
        calls_in_vain(&world, &ana, &sam, at).await;
        assert!(texts(&sam).is_empty(), "nobody has said what");
        ana.answers(at, "Yes").await.unwrap();
        says(&ana, SORRY).await.unwrap();

        sam.writes("Now?").await;
        calls_in_vain(&world, &ana, &sam, at).await;
        assert_eq!(texts(&sam), ["Yes", SORRY]);
        calls_in_vain(&world, &ana, &sam, at).await;
        assert_eq!(texts(&sam).len(), 2, "they know");
        let (it, last) = ana.look(|state| {
            let last = state.thread(at).unwrap().messages().last().cloned().unwrap();
            (state.conversation(at).cloned().unwrap(), last)
        });
        assert_eq!((last.author, last.content.preview().as_str()), (Author::Automatic, SORRY));
        assert!(it.waiting_since.is_some() && it.missed_call.is_some(), "nobody has answered");

        ana.answers(at, "Shall I call?").await.unwrap();
        calls_in_vain(&world, &ana, &sam, at).await;
        assert_eq!(texts(&sam), ["Yes", SORRY, "Shall I call?", SORRY]);
        says(&ana, "  ").await.unwrap();
        ana.answers(at, "Later").await.unwrap();
        calls_in_vain(&world, &ana, &sam, at).await;
        assert_eq!(texts(&sam).len(), 5);
    }

    async fn whose_call_was_taken_or_who_is_blocked_is_told_nothing(world: World) {
        let ana = world.admin("Ana").await;
        let (sam, at) = known(&world).await;
        says(&ana, SORRY).await.unwrap();
        sam.calls().await;
        let call = comes(&ana, at).await;
        let _voice = join(&ana, at, call.id, false).await.unwrap();
        shows(&ana, at, "that Ana talks", |it| talks(it, &ana)).await;
        sam.hangs_up();
        ended(&ana, at).await;
        let block = shared::contact::Action::Block;
        ana.does(Wish::Contact(at, block)).await.unwrap();
        sam.calls().await;
        world.rests().await;
        assert!(texts(&sam).is_empty());
    }

    async fn what_we_hear_of_much_later_tells_nobody(world: World) {
        let ana = world.admin("Ana").await;
        let (sam, at) = known(&world).await;
        says(&ana, SORRY).await.unwrap();
        world.rests().await;
        world.clock.set(ana.now() + shared::time::Millis::hours(2));
        sam.calls().await;
        world.rests().await;
        let missed = world.conversations().await.into_iter().find(|it| it.id == at).unwrap();
        assert!(missed.missed_call.is_some());
        assert!(texts(&sam).is_empty());
    }

    async fn what_is_longer_than_a_message_is_refused(world: World) {
        let ana = world.admin("Ana").await;
        let long = "x".repeat(shared::message::TEXT_MAX + 1);
        let refused = says(&ana, &long).await.unwrap_err();
        assert_eq!(refused.field.as_deref(), Some("on_missed"));
    }
}
