//! Files and templates that leave at the time that somebody chose.

use reqwest::Method;
use shared::command::Action;
use shared::held::Held;
use shared::ids::{ConversationId, MessageId, UploadId};
use shared::message::file::Link;
use shared::message::sending::{Again, Upload};
use shared::message::{self, Status};
use shared::permission::{Role, Visibility};
use shared::problem::{Code, Problem};
use shared::template::{Page, Slot, TEMPLATES, Template};
use shared::time::{Millis, Timestamp};
use shared::{contact, template};
use simulator::Phone;

use super::files::PNG;
use crate::on_both;
use crate::world::http::answer;
use crate::world::{Agent, Rights, World};

async fn begun(world: &World) -> (Agent, Phone, ConversationId) {
    let (ana, sam) = (world.agent("Ana").await, world.customer("Sam").await);
    sam.writes("Hello?").await;
    let chat = world.conversation(&sam).await;
    ana.opens(chat).await;
    ana.sees_text(chat, "Hello?").await;
    ana.sees("templates", |state| state.numbers().values().any(|it| it.templates.synced.is_some()))
        .await;
    world.set_time(world.clock.now());
    (ana, sam, chat)
}

async fn does(agent: &Agent, it: ConversationId, action: message::Action) -> Result<(), Problem> {
    agent.does(Action::Message(it, action)).await.map(drop)
}

async fn upload(agent: &Agent, name: &str, bytes: &[u8]) -> Upload {
    let request = agent.request(Method::POST, "/api/uploads").query(&[("name", name)]);
    answer(request.body(bytes.to_vec())).await.unwrap()
}

async fn again(agent: &Agent, of: &Again) -> Result<Upload, Problem> {
    answer(agent.request(Method::POST, "/api/uploads/again").json(of)).await
}

async fn file_later(
    agent: &Agent,
    it: ConversationId,
    upload: UploadId,
    (caption, due): (&str, Timestamp),
) -> Result<MessageId, Problem> {
    let (id, caption) = (MessageId::new(agent.now()), Some(caption.to_owned()));
    let (voice, reply_to, unless_reply) = (false, None, false);
    let later =
        message::Action::ScheduleFile { id, upload, caption, voice, reply_to, due, unless_reply };
    does(agent, it, later.clone()).await?;
    // Asked once more it is still one.
    does(agent, it, later).await.map(|()| id)
}

async fn named(who: &Agent, name: &str) -> Template {
    let number = who.look(|state| *state.numbers().keys().next().unwrap());
    let page: Page = who.get(&format!("{TEMPLATES}?number={number}&all=true")).await.unwrap();
    page.templates.into_iter().find(|it| it.name == name && it.language == "en_US").unwrap()
}

async fn template_later(
    agent: &Agent,
    it: ConversationId,
    of: &Template,
    due: Timestamp,
) -> Result<MessageId, Problem> {
    let id = MessageId::new(agent.now());
    let values: template::Values =
        of.slots().into_iter().map(|slot| (slot.key(), "7".to_owned())).collect();
    let wants_file = of.slots().iter().any(|it| matches!(it, Slot::File(_)));
    let file = if wants_file { Some(upload(agent, "top.png", PNG).await.id) } else { None };
    let (template, unless_reply) = (of.id.clone(), false);
    let later = message::Action::ScheduleTemplate { id, template, values, file, due, unless_reply };
    does(agent, it, later).await.map(|()| id)
}

async fn sees_held(agent: &Agent, it: ConversationId, id: MessageId) -> Held {
    agent
        .sees("it waiting", |state| state.thread(it).is_some_and(|it| it.held_one(id).is_some()))
        .await;
    agent.look(|state| state.thread(it)?.held_one(id).cloned()).unwrap()
}

fn why(agent: &Agent, it: ConversationId, id: MessageId) -> String {
    agent.look(|state| state.thread(it)?.delivery(id)?.failure.clone()).unwrap().words
}

on_both! {
    async fn a_file_leaves_at_its_time_once_and_is_seen_by_all_until_then(world: World) {
        let (ana, sam, chat) = begun(&world).await;
        let ben = world.agent("Ben").await;
        ben.opens(chat).await;
        let due = ana.now() + Millis::hours(3);
        let file = upload(&ana, "front.png", PNG).await;
        let id = file_later(&ana, chat, file.id, ("The front", due)).await.unwrap();
        let held = sees_held(&ben, chat, id).await;
        assert_eq!(held.content.preview(), "📷 The front");
        let links: Vec<Link> = ben.get(&format!("/api/conversations/{chat}/files?of={id}")).await.unwrap();
        assert_eq!(links.iter().map(|it| it.message).collect::<Vec<_>>(), [id]);
        world.set_time(due - Millis::seconds(1));
        assert!(sam.received().is_empty());
        world.set_time(due + Millis::seconds(1));
        ana.sees_delivery(chat, id, Status::Delivered).await;
        world.rests().await;
        let received = sam.received();
        assert_eq!(received.len(), 1);
        assert_eq!((received[0].kind.as_str(), received[0].body["caption"].as_str()), ("image", Some("The front")));
    }

    async fn a_file_does_not_leave_after_the_window(world: World) {
        let (ana, sam, chat) = begun(&world).await;
        let due = ana.now() + Millis::hours(30);
        let file = upload(&ana, "front.png", PNG).await;
        let id = file_later(&ana, chat, file.id, ("Too late", due)).await.unwrap();
        world.set_time(due + Millis::seconds(1));
        ana.sees_delivery(chat, id, Status::Failed).await;
        assert!(why(&ana, chat, id).contains("24 hours"));
        ana.sees("that it was not sent", |state| state.mentions().values().any(|it| it.note.0 == id.0)).await;
        assert!(sam.received().is_empty());
    }

    async fn what_waits_is_edited_given_another_time_sent_or_cancelled_by_who_sees_it(world: World) {
        let (ana, sam, chat) = begun(&world).await;
        let ben = world.agent("Ben").await;
        let own = Rights { role: Role::Agent, visibility: Visibility::Own, teams: vec![] };
        let out = world.agent_with("Out", own, 0).await;
        ben.opens(chat).await;
        let due = ana.now() + Millis::hours(3);
        let file = upload(&ana, "plan.pdf", b"%PDF-1.7 a plan").await;
        let one = file_later(&ana, chat, file.id, ("One", due)).await.unwrap();
        let of = Again::Held { conversation: chat, message: one };
        assert_eq!(again(&out, &of).await.unwrap_err().code, Code::NotFound);
        let back = again(&ben, &of).await.unwrap();
        assert_eq!(back.file, file.file);
        does(&ben, chat, message::Action::Withdraw { id: one }).await.unwrap();
        assert_eq!(again(&ben, &of).await.unwrap_err().code, Code::NotFound);
        let two = file_later(&ben, chat, back.id, ("Two", due)).await.unwrap();
        let sooner = due - Millis::hours(1);
        for (at, code) in [(ana.now() - Millis::hours(1), Code::Invalid), (ana.now() + Millis::days(400), Code::Invalid)] {
            assert_eq!(does(&ana, chat, message::Action::Reschedule { id: two, due: at }).await.unwrap_err().code, code);
        }
        does(&ana, chat, message::Action::Reschedule { id: two, due: sooner }).await.unwrap();
        ben.sees("the other time", |state| state.thread(chat).unwrap().held_one(two).is_some_and(|it| it.due == sooner)).await;
        world.set_time(sooner + Millis::seconds(1));
        ana.sees_delivery(chat, two, Status::Delivered).await;
        let three = file_later(&ana, chat, again_sent(&ana).await, ("Three", due)).await.unwrap();
        does(&ben, chat, message::Action::SendNow { id: three }).await.unwrap();
        ana.sees_delivery(chat, three, Status::Delivered).await;
        world.set_time(due + Millis::seconds(1));
        world.rests().await;
        let captions: Vec<_> = sam.received().iter().map(|it| it.body["caption"].as_str().unwrap().to_owned()).collect();
        assert_eq!(captions, ["Two", "Three"]);
        assert_eq!(sam.received()[0].body["filename"], "plan.pdf");
    }

    async fn what_was_put_off_leaves_at_the_later_time_alone(world: World) {
        let (ana, sam, chat) = begun(&world).await;
        let (due, later) = (ana.now() + Millis::hours(1), ana.now() + Millis::hours(5));
        let file = upload(&ana, "front.png", PNG).await;
        let id = file_later(&ana, chat, file.id, ("Later", due)).await.unwrap();
        does(&ana, chat, message::Action::Reschedule { id, due: later }).await.unwrap();
        world.set_time(due + Millis::seconds(1));
        world.rests().await;
        assert!(sam.received().is_empty());
        world.set_time(later + Millis::seconds(1));
        ana.sees_delivery(chat, id, Status::Delivered).await;
    }

    async fn a_template_leaves_at_its_time_also_when_the_window_is_closed(world: World) {
        let (ana, sam, chat) = begun(&world).await;
        let due = ana.now() + Millis::hours(30);
        let id = template_later(&ana, chat, &named(&ana, "order_on_its_way").await, due).await.unwrap();
        sees_held(&ana, chat, id).await;
        world.set_time(due - Millis::seconds(1));
        assert!(sam.received().is_empty());
        world.set_time(due + Millis::seconds(1));
        ana.sees_delivery(chat, id, Status::Delivered).await;
        world.rests().await;
        assert_eq!(sam.received().iter().map(|it| it.kind.as_str()).collect::<Vec<_>>(), ["template"]);
    }

    async fn a_template_that_may_not_be_sent_any_more_fails_at_its_time_with_words(world: World) {
        let (ana, sam, chat) = begun(&world).await;
        let due = ana.now() + Millis::hours(3);
        let id = template_later(&ana, chat, &named(&ana, "spring_offer").await, due).await.unwrap();
        let how = "On the phone".to_owned();
        let no = contact::Action::Consent { given: Some(false), how };
        ana.does(Action::Contact(chat, no)).await.unwrap();
        let now = does(&ana, chat, message::Action::SendNow { id }).await.unwrap_err();
        assert!(now.detail.contains("no marketing"), "{now}");
        world.set_time(due + Millis::seconds(1));
        ana.sees_delivery(chat, id, Status::Failed).await;
        assert!(why(&ana, chat, id).contains("no marketing"));
        assert!(sam.received().is_empty());
    }
}

/// Another upload of the same.
async fn again_sent(agent: &Agent) -> UploadId {
    upload(agent, "plan.pdf", b"%PDF-1.7 a plan").await.id
}
