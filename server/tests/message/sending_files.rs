//! Files to customers: taken, handed over, sent once, and what becomes of them when WhatsApp does not simply take them.

use serde_json::json;
use shared::command::Action;
use shared::ids::{ConversationId, MessageId, UploadId};
use shared::message::sending::{SentAs, Upload};
use shared::message::{self, Status};
use shared::problem::{Code, Problem};
use simulator::{Misbehaviour, Phone};

use super::files::PNG;
use crate::on_both;
use crate::world::http::answer;
use crate::world::{Agent, World};

async fn upload(agent: &Agent, name: &str, bytes: &[u8]) -> Result<Upload, Problem> {
    let request = agent.request(reqwest::Method::POST, "/api/uploads").query(&[("name", name)]);
    answer(request.body(bytes.to_vec())).await
}

async fn sends(
    agent: &Agent,
    it: ConversationId,
    upload: UploadId,
    caption: Option<&str>,
) -> Result<MessageId, Problem> {
    let id = MessageId(ulid::Ulid::from_parts(upload.0.timestamp_ms(), upload.0.random() + 1));
    let caption = caption.map(Into::into);
    let send = message::Action::SendFile { id, upload, caption, voice: false, reply_to: None };
    agent.does(Action::Message(it, send)).await.map(|_| id)
}

async fn begun(world: &World) -> (Agent, Phone, ConversationId) {
    let (ana, sam) = (world.agent("Ana").await, world.customer("Sam").await);
    sam.writes("Show me").await;
    let chat = world.conversation(&sam).await;
    ana.opens(chat).await;
    (ana, sam, chat)
}

on_both! {
    async fn a_picture_arrives_with_its_caption_and_is_handed_over_once(world: World) {
        let (ana, sam, chat) = begun(&world).await;
        for caption in ["The front", "And again"] {
            let upload = upload(&ana, "front.png", PNG).await.unwrap();
            assert_eq!((upload.sent_as, upload.file.pixels), (SentAs::Image, Some((256, 9))));
            let sent = sends(&ana, chat, upload.id, Some(caption)).await.unwrap();
            ana.sees_delivery(chat, sent, Status::Delivered).await;
        }
        let received = sam.received();
        let captions: Vec<_> = received.iter().map(|it| (it.kind.as_str(), it.body["caption"].as_str().unwrap())).collect();
        assert_eq!(captions, [("image", "The front"), ("image", "And again")]);
        assert_eq!(received[0].body["id"], received[1].body["id"], "WhatsApp had it already");
        assert_eq!(ana.texts(chat), ["Show me", "📷 The front", "📷 And again"]);
    }

    async fn a_document_keeps_its_name_and_nothing_of_a_path(world: World) {
        let (ana, sam, chat) = begun(&world).await;
        let upload = upload(&ana, "../../Rechnung März.pdf", b"%PDF-1.7 a page").await.unwrap();
        let sent = sends(&ana, chat, upload.id, None).await.unwrap();
        ana.sees_delivery(chat, sent, Status::Delivered).await;
        assert_eq!(sam.received()[0].body["filename"], json!("Rechnung März.pdf"));
    }

    async fn what_whatsapp_does_not_take_is_refused_here_by_what_it_is(world: World) {
        let (ana, _, _) = begun(&world).await;
        for (name, bytes) in [
            ("a.png", b"MZ\x90\0 a program".as_slice()),
            ("a.jpg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
            ("empty.pdf", b""),
            ("page.html", b"<!DOCTYPE html><p>Hello"),
        ] {
            let problem = upload(&ana, name, bytes).await.unwrap_err();
            assert_eq!(problem.code, Code::Invalid, "{name}");
            assert!(problem.detail.len() > 15, "{name}: {}", problem.detail);
        }
        let large = [PNG, &vec![0; 5 * 1024 * 1024]].concat();
        assert!(upload(&ana, "large.png", &large).await.unwrap_err().detail.contains("5 MB"));
    }

    async fn nobody_sends_what_another_has_handed_over(world: World) {
        let (ana, _, chat) = begun(&world).await;
        let ben = world.agent("Ben").await;
        let upload = upload(&ana, "a.png", PNG).await.unwrap();
        assert_eq!(sends(&ben, chat, upload.id, None).await.unwrap_err().code, Code::Invalid);
    }

    async fn a_file_is_handed_over_again_when_that_did_not_work(world: World) {
        let (ana, sam, chat) = begun(&world).await;
        let upload = upload(&ana, "a.png", PNG).await.unwrap();
        world.whatsapp.misbehave(Misbehaviour::RefuseFiles { code: 2 }.next(1));
        let sent = sends(&ana, chat, upload.id, None).await.unwrap();
        let after = ana.writes(chat, "And words").await.unwrap();
        ana.sees_delivery(chat, sent, Status::Delivered).await;
        ana.sees_delivery(chat, after, Status::Delivered).await;
        let kinds: Vec<_> = sam.received().iter().map(|it| it.kind.clone()).collect();
        assert_eq!(kinds, ["image", "text"], "in the order in which they were sent");
    }

    async fn a_file_that_is_refused_fails_with_words_and_a_retry_hands_it_over_anew(world: World) {
        let (ana, sam, chat) = begun(&world).await;
        let upload = upload(&ana, "a.png", PNG).await.unwrap();
        world.whatsapp.misbehave(Misbehaviour::RefuseFiles { code: 131_053 }.next(1));
        let sent = sends(&ana, chat, upload.id, None).await.unwrap();
        ana.sees_delivery(chat, sent, Status::Failed).await;
        ana.does(Action::Message(chat, message::Action::Retry { id: sent })).await.unwrap();
        ana.sees_delivery(chat, sent, Status::Delivered).await;
        assert_eq!(sam.received().len(), 1);
    }

    async fn a_lost_answer_never_sends_a_file_twice(world: World) {
        let (ana, sam, chat) = begun(&world).await;
        let upload = upload(&ana, "a.png", PNG).await.unwrap();
        world.whatsapp.misbehave(Misbehaviour::HoldWebhooks);
        world.whatsapp.misbehave(Misbehaviour::DropAnswers.next(1));
        let sent = sends(&ana, chat, upload.id, None).await.unwrap();
        ana.sees_delivery(chat, sent, Status::Unknown).await;
        sends(&ana, chat, upload.id, None).await.unwrap();
        world.whatsapp.behave();
        ana.sees_delivery(chat, sent, Status::Delivered).await;
        assert_eq!(sam.received().len(), 1);
    }
}
