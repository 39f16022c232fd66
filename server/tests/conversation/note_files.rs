//! Files in notes: for whoever may read the note, never for the customer, and gone with it.

use std::time::SystemTime;

use reqwest::Method;
use shared::command::Action;
use shared::conversation::{self, DELETED_KEPT};
use shared::ids::{ConversationId, MessageId, NoteId, UploadId};
use shared::message::file::{Hash, Link};
use shared::message::sending::Upload;
use shared::note::Audience;
use shared::permission::{Role, Visibility};
use shared::problem::{Code, Problem};
use shared::search::{Found, SEARCH};
use shared::{message, note};

use crate::on_both;
use crate::world::http::{answer, client};
use crate::world::{Agent, Rights, World};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\x01\0\0\0\0\x09\x08\x02\0\0\0";
/// Of a type that WhatsApp does not take.
const ZIP: &[u8] = b"PK\x03\x04 the logs";

async fn hands_over(who: &Agent, name: &str, bytes: &[u8]) -> Upload {
    let request =
        who.request(Method::POST, "/api/uploads").query(&[("name", name), ("note", "true")]);
    answer(request.body(bytes.to_vec())).await.unwrap()
}

async fn notes(
    who: &Agent,
    chat: ConversationId,
    files: &[UploadId],
    audience: Audience,
) -> Result<NoteId, Problem> {
    let id = NoteId::new(who.clock_now());
    let add = note::Action::Add { id, pieces: vec![], files: files.to_vec(), audience };
    who.does(Action::Note(chat, add)).await.map(|_| id)
}

async fn links(who: &Agent, chat: ConversationId, note: NoteId) -> Vec<Link> {
    who.get(&format!("/api/conversations/{chat}/files?of={note}")).await.unwrap()
}

async fn found(who: &Agent, words: &str) -> usize {
    let found: Found = who.get(&format!("{SEARCH}?q={words}")).await.unwrap();
    found.messages.len()
}

async fn bytes_of(world: &World, link: &Link) -> Vec<u8> {
    let got = client().get(world.nodes[0].url(&link.path)).send().await.unwrap();
    assert_eq!(got.status(), 200);
    got.bytes().await.unwrap().to_vec()
}

/// As if it had been on the disk for long.
async fn grows_old(world: &World, hash: Hash) {
    let (file, _) = world.app().files.read(hash).await.unwrap().expect("it is there");
    file.into_std().await.set_modified(SystemTime::UNIX_EPOCH).unwrap();
}

async fn is_there(world: &World, hash: Hash) -> bool {
    world.app().files.read(hash).await.unwrap().is_some()
}

on_both! {
    async fn colleagues_get_the_files_of_a_note_and_the_customer_can_not(world: World) {
        let (ana, ben) = (world.agent("Ana").await, world.agent("Ben").await);
        let sam = world.customer("Sam").await;
        sam.writes("It does not start").await;
        let chat = world.conversation(&sam).await;
        assert!(ben.opens(chat).await);
        let (logs, photo) = (hands_over(&ana, "../Serverlogs März.zip", ZIP).await, hands_over(&ana, "front.png", PNG).await);
        let send = |upload| {
            let id = MessageId(world.clock.ulid());
            Action::Message(chat, message::Action::SendFile { id, upload, caption: None, voice: false, reply_to: None })
        };
        for file in [logs.id, photo.id] {
            assert_eq!(ana.does(send(file)).await.unwrap_err().code, Code::Invalid, "it is for a note");
        }
        let id = notes(&ana, chat, &[logs.id, photo.id], Audience::Everyone).await.unwrap();
        for file in [logs.id, photo.id] {
            assert_eq!(ana.does(send(file)).await.unwrap_err().code, Code::Invalid, "it is in a note");
        }
        ben.sees("both files", |state| {
            let note = state.thread(chat).unwrap().notes().next();
            note.is_some_and(|it| it.files.iter().map(|it| it.name.as_str()).eq(["Serverlogs März.zip", "front.png"]))
        }).await;
        let these = links(&ben, chat, id).await;
        assert_eq!(these.iter().map(|it| it.part).collect::<Vec<_>>(), [0, 1]);
        assert_eq!(bytes_of(&world, &these[0]).await, ZIP);
        assert_eq!(bytes_of(&world, &these[1]).await, PNG);
        assert_eq!((found(&ben, "serverlogs").await, found(&ben, "has:note+marz").await), (1, 1));
        assert_eq!(notes(&ana, chat, &[logs.id], Audience::Everyone).await.unwrap_err().code, Code::Invalid, "once");
        assert_eq!(notes(&ana, chat, &[], Audience::Everyone).await.unwrap_err().code, Code::Invalid, "nothing");
        world.rests().await;
        assert!(sam.received().is_empty());
    }

    async fn nobody_gets_the_files_of_a_note_that_they_may_not_read(world: World) {
        let (ana, ben) = (world.agent("Ana").await, world.agent("Ben").await);
        let rights = |role, visibility| Rights { role, visibility, teams: vec![] };
        let out = world.agent_with("Out", rights(Role::Lead, Visibility::Own), 0).await;
        let lea = world.agent_with("Lea", rights(Role::Lead, Visibility::All), 0).await;
        let chat = chat(&world).await;
        let proof = hands_over(&ana, "proof.pdf", b"%PDF-1.7 fraud").await;
        let of_ben = notes(&ben, chat, &[proof.id], Audience::Leads).await;
        assert_eq!(of_ben.unwrap_err().code, Code::Invalid, "it is Ana's");
        let id = notes(&ana, chat, &[proof.id], Audience::Leads).await.unwrap();
        assert_eq!(links(&lea, chat, id).await.len(), 1);
        assert_eq!(links(&ana, chat, id).await.len(), 1, "its author always may");
        assert_eq!(links(&ben, chat, id).await, []);
        assert_eq!((found(&ben, "proof").await, found(&lea, "proof").await), (0, 1));
        let path = format!("/api/conversations/{chat}/files?of={id}");
        assert_eq!(out.get::<Vec<Link>>(&path).await.unwrap_err().code, Code::NotFound);
        let other = chat_of(&world, "Kim").await;
        assert_eq!(links(&lea, other, id).await, [], "only where it stands");
    }

    async fn files_go_with_the_last_note_that_has_them(world: World) {
        let rights = Rights { role: Role::Lead, visibility: Visibility::All, teams: vec![] };
        let lea = world.agent_with("Lea", rights, 0).await;
        let start = world.clock.now();
        world.set_time(start);
        let chat = chat(&world).await;
        lea.opens(chat).await;
        let mut ids = vec![];
        for _ in 0..2 {
            let file = hands_over(&lea, "plan.zip", ZIP).await;
            ids.push(notes(&lea, chat, &[file.id], Audience::Everyone).await.unwrap());
        }
        let other = hands_over(&lea, "other.zip", b"PK\x03\x04 another").await;
        notes(&lea, chat, &[other.id], Audience::Everyone).await.unwrap();
        lea.sees("three", |state| state.thread(chat).unwrap().notes().count() == 3).await;
        let hash = |name: &str| lea.look(|state| {
            let mut files = state.thread(chat).unwrap().notes().flat_map(|it| &it.files);
            files.find(|it| it.name == name).map(|it| it.file.hash).unwrap()
        });
        let (twice, once) = (hash("plan.zip"), hash("other.zip"));
        grows_old(&world, twice).await;
        grows_old(&world, once).await;
        for (n, id) in ids.into_iter().enumerate() {
            lea.does(Action::Note(chat, note::Action::Delete { id })).await.unwrap();
            world.rests().await;
            assert_eq!(is_there(&world, twice).await, n == 0);
            assert_eq!(links(&lea, chat, id).await, []);
        }
        lea.sees("one file", |state| {
            let files = state.thread(chat).unwrap().notes().flat_map(|it| &it.files);
            files.map(|it| it.name.as_str()).eq(["other.zip"])
        }).await;
        assert_eq!(found(&lea, "plan").await, 0);
        lea.does(Action::Conversation(chat, conversation::Action::Delete)).await.unwrap();
        world.set_time(start + DELETED_KEPT);
        lea.sees("nothing", |state| state.conversation(chat).is_none()).await;
        world.rests().await;
        assert!(!is_there(&world, once).await);
    }
}

async fn chat(world: &World) -> ConversationId {
    chat_of(world, "Sam").await
}

async fn chat_of(world: &World, name: &str) -> ConversationId {
    let customer = world.customer(name).await;
    customer.writes("Hello").await;
    world.conversation(&customer).await
}
