//! Templates: read from WhatsApp, moved by its deliveries, filled in, and refused here where WhatsApp would refuse them.

use serde_json::{Value, json};
use shared::command::Action;
use shared::contact;
use shared::ids::{ConversationId, MessageId, UploadId};
use shared::message::sending::Upload;
use shared::message::{self, Status};
use shared::number;
use shared::problem::{Code, Problem};
use shared::template::{Category, Page, Quality, Status as Allowed, TEMPLATES, Template};
use shared::time::Millis;
use simulator::{Misbehaviour, Phone};

use super::files::PNG;
use crate::on_both;
use crate::world::http::answer;
use crate::world::{Agent, World};

async fn begun(world: &World) -> (Agent, Phone, ConversationId) {
    let (ana, sam) = (world.agent("Ana").await, world.customer("Sam").await);
    sam.writes("Hello").await;
    let chat = world.conversation(&sam).await;
    ana.opens(chat).await;
    ana.sees("templates", |state| state.numbers().values().any(|it| it.templates.synced.is_some()))
        .await;
    (ana, sam, chat)
}

async fn templates(who: &Agent, more: &str) -> Page {
    let number = who.look(|state| *state.numbers().keys().next().unwrap());
    who.get(&format!("{TEMPLATES}?number={number}{more}")).await.unwrap()
}

async fn template(who: &Agent, name: &str) -> Template {
    let all = templates(who, "&all=true").await.templates;
    all.into_iter().find(|it| it.name == name && it.language == "en_US").unwrap()
}

async fn sends(
    who: &Agent,
    it: ConversationId,
    template: &str,
    values: &[(&str, &str)],
    file: Option<UploadId>,
) -> Result<MessageId, Problem> {
    let id = MessageId::new(who.now());
    let values =
        values.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    let send = message::Action::SendTemplate { id, template: template.into(), values, file };
    who.does(Action::Message(it, send)).await.map(|_| id)
}

/// The revision of the templates once it is another than that.
async fn moves_on(who: &Agent, from: u32) {
    let moved = move |state: &shared::state::State| {
        state.numbers().values().all(|it| it.templates.revision != from)
    };
    who.sees("another revision", moved).await;
}

fn revision(who: &Agent) -> u32 {
    who.look(|state| state.numbers().values().next().unwrap().templates.revision)
}

on_both! {
    async fn the_account_is_learnt_and_its_templates_are_read(world: World) {
        let (ana, ..) = begun(&world).await;
        ana.look(|state| {
            let number = state.numbers().values().next().unwrap();
            assert_eq!(number.account.as_deref(), Some("100200300400500"));
            assert_eq!((number.templates.total, &number.templates.problem), (8, &None));
        });
        let page = templates(&ana, "").await;
        assert_eq!(page.templates.len(), 6, "those that are approved");
        assert_eq!(page.languages, ["ar", "en_US", "pt_BR"]);
        let found = |page: Page| page.templates.into_iter().map(|it| it.name).collect::<Vec<_>>();
        assert_eq!(found(templates(&ana, "&q=pedido").await), ["order_on_its_way"]);
        assert_eq!(found(templates(&ana, "&q=order%20way&language=en_US").await), ["order_on_its_way"]);
        assert_eq!(found(templates(&ana, "&category=marketing").await), ["spring_offer"]);
        assert_eq!(templates(&ana, "&all=true").await.templates.len(), 8);
        let it = template(&ana, "appointment_reminder").await;
        assert!(it.named && it.category == Category::Utility && it.quality == Quality::High);
    }

    async fn a_thousand_templates_are_read_in_pages(world: World) {
        for n in 0..450 {
            let body = json!([{ "type": "BODY", "text": format!("Number {n}") }]);
            world.whatsapp.add_template(json!({ "name": format!("many_{n:03}"), "components": body }));
        }
        let (ana, ..) = begun(&world).await;
        let (mut from, mut names) = (Some(0), vec![]);
        while let Some(at) = from {
            let page = templates(&ana, &format!("&q=many&from={at}")).await;
            names.extend(page.templates.into_iter().map(|it| it.name));
            from = page.more;
        }
        assert_eq!(names.len(), 450);
        assert!(names.is_sorted());
    }

    async fn a_template_arrives_also_when_the_window_is_closed(world: World) {
        let (ana, sam, chat) = begun(&world).await;
        world.set_time(world.clock.now() + Millis::hours(25));
        assert_eq!(ana.writes(chat, "Too late").await.unwrap_err().code, Code::WindowClosed);
        let it = template(&ana, "order_on_its_way").await;
        let values = [("body.1", "Sam"), ("body.2", "#7"), ("body.3", "Friday"), ("button.0", "7")];
        let sent = sends(&ana, chat, &it.id, &values, None).await.unwrap();
        ana.sees_delivery(chat, sent, Status::Delivered).await;
        let received = sam.received();
        assert_eq!(received.last().unwrap().kind, "template");
        assert_eq!(ana.texts(chat).last().unwrap(), "Hi Sam, your order #7 is on its way and should arrive on Friday.");
        assert_eq!(templates(&ana, "").await.templates[0].id, it.id, "what was used latest comes first");
        let request = world.whatsapp.sent_requests().pop().unwrap();
        assert_eq!(request["biz_opaque_callback_data"], json!(sent.to_string()));
    }

    async fn a_lost_answer_does_not_send_a_template_twice(world: World) {
        let (ana, sam, chat) = begun(&world).await;
        let it = template(&ana, "follow_up").await;
        world.whatsapp.misbehave(Misbehaviour::DropAnswers.next(1));
        let sent = sends(&ana, chat, &it.id, &[("body.1", "Sam")], None).await.unwrap();
        ana.sees_delivery(chat, sent, Status::Delivered).await;
        assert_eq!(sam.received().len(), 1);
    }

    async fn every_part_goes_out_as_whatsapp_wants_it(world: World) {
        let (ana, _, chat) = begun(&world).await;
        let request = ana.request(reqwest::Method::POST, "/api/uploads").query(&[("name", "a.png")]);
        let upload: Upload = answer(request.body(PNG.to_vec())).await.unwrap();
        let offer = template(&ana, "spring_offer").await;
        let values = [("body.1", "Sam"), ("body.2", "20%"), ("button.0", "SPRING20"), ("button.1", "spring")];
        let sent = sends(&ana, chat, &offer.id, &values, Some(upload.id)).await.unwrap();
        ana.sees_delivery(chat, sent, Status::Delivered).await;
        let reminder = template(&ana, "appointment_reminder").await;
        let values = [("header.first_name", "Sam"), ("body.day", "Friday"), ("body.time", "9:30")];
        let sent = sends(&ana, chat, &reminder.id, &values, None).await.unwrap();
        ana.sees_delivery(chat, sent, Status::Delivered).await;
        let requests: Vec<Value> = world.whatsapp.sent_requests();
        let part = |at: usize| requests[at]["template"]["components"].clone();
        assert_eq!(part(0)[0]["parameters"][0]["type"], "image");
        assert_eq!(part(0)[2]["parameters"][0], json!({ "type": "coupon_code", "coupon_code": "SPRING20" }));
        assert_eq!(part(1)[1]["parameters"][0], json!({ "type": "text", "parameter_name": "day", "text": "Friday" }));
    }

    async fn who_wants_no_marketing_gets_none_and_everything_else(world: World) {
        let (ana, sam, chat) = begun(&world).await;
        let request = ana.request(reqwest::Method::POST, "/api/uploads").query(&[("name", "a.png")]);
        let upload: Upload = answer(request.body(PNG.to_vec())).await.unwrap();
        let offer = template(&ana, "spring_offer").await;
        let values = [("body.1", "Sam"), ("body.2", "20%"), ("button.0", "SPRING20"), ("button.1", "spring")];
        let says = async |given| {
            let consent = contact::Action::Consent { given: Some(given), how: "By phone".into() };
            ana.does(Action::Contact(chat, consent)).await.unwrap();
        };
        says(false).await;
        let problem = sends(&ana, chat, &offer.id, &values, Some(upload.id)).await.unwrap_err();
        assert_eq!((problem.code, problem.field.as_deref()), (Code::Conflict, Some("template")));
        let other = template(&ana, "follow_up").await;
        let sent = sends(&ana, chat, &other.id, &[("body.1", "Sam")], None).await.unwrap();
        ana.sees_delivery(chat, sent, Status::Delivered).await;
        assert_eq!(sam.received().len(), 1);
        says(true).await;
        let sent = sends(&ana, chat, &offer.id, &values, Some(upload.id)).await.unwrap();
        ana.sees_delivery(chat, sent, Status::Delivered).await;

        // Sam says so in WhatsApp, and what an agent writes down afterwards changes nothing there.
        let given = |state: &shared::state::State| {
            state.conversation(chat)?.contact.about.consent.as_ref().map(|it| it.given)
        };
        sam.wants_marketing(false);
        ana.sees("that Sam wants none", |state| given(state) == Some(false)).await;
        says(true).await;
        let sent = sends(&ana, chat, &offer.id, &values, Some(upload.id)).await.unwrap();
        ana.sees_delivery(chat, sent, Status::Failed).await;
        ana.sees("that Sam still wants none", |state| given(state) == Some(false)).await;
        sam.wants_marketing(true);
        ana.sees("that Sam wants it again", |state| given(state) == Some(true)).await;
        let sent = sends(&ana, chat, &offer.id, &values, Some(upload.id)).await.unwrap();
        ana.sees_delivery(chat, sent, Status::Delivered).await;
    }

    async fn what_whatsapp_would_refuse_never_leaves(world: World) {
        let (ana, _, chat) = begun(&world).await;
        let it = template(&ana, "order_on_its_way").await;
        let most = [("body.1", "Sam"), ("body.2", "#7"), ("body.3", "Friday")];
        let field = |sent: Result<MessageId, Problem>| sent.unwrap_err().field.unwrap();
        assert_eq!(field(sends(&ana, chat, &it.id, &[], None).await), "body.1");
        assert_eq!(field(sends(&ana, chat, &it.id, &most, None).await), "button.0");
        let broken = [("body.1", "a\nb"), ("body.2", "#7"), ("body.3", "Friday"), ("button.0", "7")];
        assert_eq!(field(sends(&ana, chat, &it.id, &broken, None).await), "body.1");
        let paused = template(&ana, "autumn_sale").await;
        assert_eq!(field(sends(&ana, chat, &paused.id, &[], None).await), "template");
        assert_eq!(field(sends(&ana, chat, "999", &[], None).await), "template");
        let offer = template(&ana, "spring_offer").await;
        assert_eq!(field(sends(&ana, chat, &offer.id, &[], None).await), "header.file");
        assert_eq!(world.whatsapp.sent_requests(), [] as [Value; 0]);
    }

    async fn what_becomes_of_a_template_is_seen_at_once(world: World) {
        let (ana, _, chat) = begun(&world).await;
        let it = template(&ana, "follow_up").await;
        let mut before = revision(&ana);
        for (what, seen) in [
            (json!({ "event": "PAUSED", "reason": "LOW_QUALITY" }), Allowed::Paused),
            (json!({ "event": "APPROVED" }), Allowed::Approved),
            (json!({ "event": "REJECTED", "reason": "TAG_CONTENT_MISMATCH" }), Allowed::Rejected),
        ] {
            world.whatsapp.change_template(&it.id, &what);
            moves_on(&ana, before).await;
            before = revision(&ana);
            assert_eq!(template(&ana, "follow_up").await.status, seen);
        }
        assert_eq!(template(&ana, "follow_up").await.reason.as_deref(), Some("TAG_CONTENT_MISMATCH"));
        assert!(sends(&ana, chat, &it.id, &[("body.1", "Sam")], None).await.is_err());
        world.whatsapp.change_template(&it.id, &json!({ "quality": "RED" }));
        moves_on(&ana, before).await;
        assert_eq!(template(&ana, "follow_up").await.quality, Quality::Low);

        let before = revision(&ana);
        let made = world.whatsapp.add_template(json!({ "name": "fresh", "components": [{ "type": "BODY", "text": "New" }] }));
        world.whatsapp.change_template(&made, &json!({ "event": "APPROVED" }));
        moves_on(&ana, before).await;
        assert_eq!(template(&ana, "fresh").await.body, "New", "one that nobody had read is read now");
    }

    async fn templates_are_read_again_when_somebody_asks(world: World) {
        let (ana, ..) = begun(&world).await;
        let before = revision(&ana);
        world.whatsapp.add_template(json!({ "name": "quiet", "components": [{ "type": "BODY", "text": "Psst" }] }));
        let number = ana.look(|state| *state.numbers().keys().next().unwrap());
        ana.does(Action::Number(number, number::Action::SyncTemplates)).await.unwrap();
        moves_on(&ana, before).await;
        assert_eq!(templates(&ana, "&q=psst").await.templates.len(), 1);

        world.whatsapp.set_access_token("another");
        ana.does(Action::Number(number, number::Action::SyncTemplates)).await.unwrap();
        let told = |state: &shared::state::State| {
            state.numbers().values().all(|it| it.templates.problem.is_some())
        };
        ana.sees("why not", told).await;
        assert_eq!(templates(&ana, "&q=psst").await.templates.len(), 1, "what was read stays");
    }
}
