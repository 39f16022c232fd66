//! Messages that wait: taken back in time or sent once, and those that leave at the time that somebody chose.

use reqwest::Method;
use shared::command::Action;
use shared::held::{Preferences, Stage};
use shared::ids::{ConversationId, MessageId};
use shared::message::{self, Status};
use shared::permission::{Role, Visibility};
use shared::problem::{Code, Problem};
use shared::time::{Millis, Timestamp};
use simulator::Phone;

use crate::on_both;
use crate::world::http::answer;
use crate::world::{Agent, Rights, World};

async fn begun(world: &World) -> (Agent, Phone, ConversationId) {
    let (ana, sam) = (world.agent("Ana").await, world.customer("Sam").await);
    world.set_time(world.clock.now());
    sam.writes("Hello?").await;
    let chat = world.conversation(&sam).await;
    ana.opens(chat).await;
    ana.sees_text(chat, "Hello?").await;
    (ana, sam, chat)
}

async fn wants_to_undo(agent: &Agent, undo_seconds: u8) -> Result<(), Problem> {
    let request = agent.request(Method::POST, "/api/preferences");
    answer(request.json(&Preferences { undo_seconds })).await
}

async fn does(agent: &Agent, it: ConversationId, action: message::Action) -> Result<(), Problem> {
    agent.does(Action::Message(it, action)).await.map(drop)
}

async fn schedules(
    agent: &Agent,
    it: ConversationId,
    (text, due): (&str, Timestamp),
    unless_reply: bool,
) -> Result<MessageId, Problem> {
    let id = MessageId::new(agent.now());
    let text = text.into();
    let schedule = message::Action::Schedule { id, text, reply_to: None, due, unless_reply };
    does(agent, it, schedule).await.map(|()| id)
}

/// What waits in a thread that is open, the next to leave first.
fn waiting(agent: &Agent, it: ConversationId) -> Vec<String> {
    agent.look(|state| {
        state.thread(it).unwrap().held().iter().map(|it| it.content.preview()).collect()
    })
}

async fn sees_waiting(agent: &Agent, it: ConversationId, these: &[&str]) {
    agent
        .sees(&format!("{these:?} waiting"), |state| {
            let held = state.thread(it).map(|it| it.held()).unwrap_or_default();
            held.iter().map(|it| it.content.preview()).eq(these.iter().copied())
        })
        .await;
}

fn texts(phone: &Phone) -> Vec<String> {
    phone.received().iter().filter_map(|it| it.text().map(str::to_owned)).collect()
}

on_both! {
    async fn what_is_taken_back_in_time_is_never_sent(world: World) {
        let (ana, sam, chat) = begun(&world).await;
        wants_to_undo(&ana, 10).await.unwrap();
        let id = ana.writes(chat, "Wrong chat").await.unwrap();
        sees_waiting(&ana, chat, &["Wrong chat"]).await;
        does(&ana, chat, message::Action::Withdraw { id }).await.unwrap();
        sees_waiting(&ana, chat, &[]).await;
        world.set_time(world.clock.now() + Millis::seconds(60));
        ana.writes(chat, "Right one").await.unwrap();
        world.set_time(world.clock.now() + Millis::seconds(11));
        sam.awaits("Right one").await;
        world.rests().await;
        assert_eq!(texts(&sam), ["Right one"]);
        assert_eq!(ana.texts(chat), ["Hello?", "Right one"]);
    }

    async fn what_nobody_takes_back_is_sent_once_and_in_order(world: World) {
        let (ana, sam, chat) = begun(&world).await;
        wants_to_undo(&ana, 5).await.unwrap();
        let first = ana.writes(chat, "One").await.unwrap();
        let again = message::Action::Send { id: first, text: "One".into(), reply_to: None };
        does(&ana, chat, again.clone()).await.unwrap();
        // Who chooses to wait no longer has still said the first before the second.
        wants_to_undo(&ana, 0).await.unwrap();
        let second = ana.writes(chat, "Two").await.unwrap();
        sees_waiting(&ana, chat, &["One", "Two"]).await;
        assert!(texts(&sam).is_empty());
        assert!(ana.look(|state| state.conversation(chat).unwrap().waiting_since).is_some());
        world.set_time(world.clock.now() + Millis::seconds(6));
        ana.sees_delivery(chat, second, Status::Delivered).await;
        does(&ana, chat, again).await.unwrap();
        world.rests().await;
        assert_eq!(texts(&sam), ["One", "Two"]);
        assert_eq!(waiting(&ana, chat), [""; 0]);
        let late = does(&ana, chat, message::Action::Withdraw { id: first }).await.unwrap_err();
        assert_eq!(late.code, Code::Conflict);
    }

    async fn only_its_author_takes_back_what_was_just_written(world: World) {
        let (ana, _, chat) = begun(&world).await;
        let ben = world.agent("Ben").await;
        wants_to_undo(&ana, 10).await.unwrap();
        let id = ana.writes(chat, "Mine").await.unwrap();
        let refused = does(&ben, chat, message::Action::Withdraw { id }).await.unwrap_err();
        assert_eq!(refused.code, Code::Forbidden);
        world.set_time(world.clock.now() + Millis::seconds(11));
        ana.sees_delivery(chat, id, Status::Delivered).await;
    }

    async fn seconds_that_nobody_offers_are_refused(world: World) {
        let (ana, _, _) = begun(&world).await;
        assert_eq!(wants_to_undo(&ana, 200).await.unwrap_err().field.as_deref(), Some("undo_seconds"));
        wants_to_undo(&ana, 5).await.unwrap();
        let kept: Preferences = ana.get("/api/preferences").await.unwrap();
        assert_eq!(kept.undo_seconds, 5);
    }

    async fn a_scheduled_message_leaves_at_its_time_once(world: World) {
        let (ana, sam, chat) = begun(&world).await;
        let ben = world.agent("Ben").await;
        ben.opens(chat).await;
        let due = ana.now() + Millis::hours(3);
        let id = schedules(&ana, chat, ("It is on its way", due), false).await.unwrap();
        sees_waiting(&ben, chat, &["It is on its way"]).await;
        world.set_time(due - Millis::seconds(1));
        sam.writes("Any news?").await;
        ana.sees_text(chat, "Any news?").await;
        assert!(texts(&sam).is_empty());
        world.set_time(due + Millis::seconds(1));
        ana.sees_delivery(chat, id, Status::Delivered).await;
        sees_waiting(&ben, chat, &[]).await;
        world.rests().await;
        assert_eq!(texts(&sam), ["It is on its way"]);
    }

    async fn what_would_come_after_the_window_fails_with_words_and_its_author_is_told(world: World) {
        let (ana, sam, chat) = begun(&world).await;
        let due = ana.now() + Millis::hours(30);
        let id = schedules(&ana, chat, ("Are you still there?", due), false).await.unwrap();
        world.set_time(due + Millis::seconds(1));
        ana.sees_delivery(chat, id, Status::Failed).await;
        let failure = ana.look(|state| state.thread(chat)?.delivery(id)?.failure.clone()).unwrap();
        assert!(failure.words.contains("template"), "{}", failure.words);
        ana.sees("that it was not sent", |state| {
            state.mentions().values().any(|it| it.conversation == chat && it.note.0 == id.0)
        }).await;
        assert!(texts(&sam).is_empty());
        assert!(ana.look(|state| state.conversation(chat).unwrap().waiting_since).is_some());
        // As soon as they answer, it can go.
        sam.writes("Yes").await;
        ana.sees_text(chat, "Yes").await;
        does(&ana, chat, message::Action::Retry { id }).await.unwrap();
        sam.awaits("Are you still there?").await;
    }

    async fn what_shall_only_go_if_they_are_silent_stops_when_they_write(world: World) {
        let (ana, sam, chat) = begun(&world).await;
        let due = ana.now() + Millis::hours(3);
        let stopped = schedules(&ana, chat, ("Did you see it?", due), true).await.unwrap();
        schedules(&ana, chat, ("Anyway", due), false).await.unwrap();
        sam.writes("I have seen it").await;
        ana.sees("that it stopped", |state| {
            let held = state.thread(chat).and_then(|it| it.held_one(stopped));
            held.is_some_and(|it| it.stage == Stage::Stopped)
        }).await;
        world.set_time(due + Millis::seconds(1));
        sam.awaits("Anyway").await;
        world.rests().await;
        assert_eq!(texts(&sam), ["Anyway"]);
        does(&ana, chat, message::Action::SendNow { id: stopped }).await.unwrap();
        sam.awaits("Did you see it?").await;
    }

    async fn a_colleague_cancels_or_sends_what_is_scheduled(world: World) {
        let (ana, sam, chat) = begun(&world).await;
        let ben = world.agent("Ben").await;
        let due = ana.now() + Millis::hours(3);
        let one = schedules(&ana, chat, ("One", due), false).await.unwrap();
        let two = schedules(&ana, chat, ("Two", due), false).await.unwrap();
        does(&ben, chat, message::Action::Withdraw { id: one }).await.unwrap();
        does(&ben, chat, message::Action::SendNow { id: two }).await.unwrap();
        ana.sees_delivery(chat, two, Status::Delivered).await;
        world.set_time(due + Millis::seconds(1));
        world.rests().await;
        assert_eq!(texts(&sam), ["Two"]);
    }

    async fn who_may_not_answer_any_more_sends_nothing_later_either(world: World) {
        let (ana, sam, chat) = begun(&world).await;
        let own = Rights { role: Role::Agent, visibility: Visibility::Own, teams: vec![] };
        let eve = world.agent_with("Eve", own, 0).await;
        ana.assigns(chat, Some(eve.id)).await.unwrap();
        let due = ana.now() + Millis::hours(3);
        let id = schedules(&eve, chat, ("From Eve", due), false).await.unwrap();
        ana.assigns(chat, Some(ana.id)).await.unwrap();
        world.set_time(due + Millis::seconds(1));
        ana.sees_delivery(chat, id, Status::Failed).await;
        assert!(texts(&sam).is_empty());
    }

    async fn times_that_are_over_or_too_far_are_refused(world: World) {
        let (ana, _, chat) = begun(&world).await;
        let now = ana.now();
        for due in [now - Millis::minutes(1), now + Millis::days(400)] {
            let refused = schedules(&ana, chat, ("When?", due), false).await.unwrap_err();
            assert_eq!((refused.code, refused.field.as_deref()), (Code::Invalid, Some("due")));
        }
        let nothing = schedules(&ana, chat, ("  ", now + Millis::hours(1)), false).await.unwrap_err();
        assert_eq!(nothing.field.as_deref(), Some("text"));
    }
}
