//! Customers' files: fetched, checked, kept, and handed out to who may see them, never to run.

use ogg::writing::{PacketWriteEndInfo, PacketWriter};
use reqwest::{Method, Response};
use serde_json::json;
use shared::command::Action;
use shared::ids::{ConversationId, MessageId};
use shared::message::content::Media;
use shared::message::file::Link;
use shared::message::{self, Bytes, Message};
use shared::permission::{Role, Visibility};
use shared::problem::Code;
use shared::state::Thread;
use shared::time::Millis;
use simulator::Misbehaviour;

use crate::on_both;
use crate::world::http::client;
use crate::world::{Agent, Rights, World};

/// The least that is a PNG of 256 times 9 pixels, as far as its header goes.
pub const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\x01\0\0\0\0\x09\x08\x02\0\0\0";

fn latest(agent: &Agent, it: ConversationId) -> Option<(MessageId, Media)> {
    agent.look(|state| {
        let message: Option<&Message> =
            state.thread(it).and_then(|it| Thread::messages(it).next_back());
        message.and_then(|it| Some((it.id, it.content.media()?.clone())))
    })
}

/// The latest message, once its file is here, or could not be had.
pub async fn settled(agent: &Agent, it: ConversationId) -> (MessageId, Media) {
    agent
        .sees("a file that is settled", |state| {
            let latest = state.thread(it).and_then(|it| Thread::messages(it).next_back());
            let media = latest.and_then(|it| it.content.media());
            media.is_some_and(|media| media.bytes != Bytes::Coming)
        })
        .await;
    latest(agent, it).unwrap()
}

async fn link(agent: &Agent, it: ConversationId, message: MessageId) -> Link {
    let path = format!("/api/conversations/{it}/files?of={message}");
    let links: Vec<Link> = agent.get(&path).await.unwrap();
    links.into_iter().next().expect("its file is here")
}

/// Follows an address as a browser does, without any token.
async fn follow(world: &World, path: &str, headers: &[(&str, &str)]) -> Response {
    let mut request = client().request(Method::GET, world.nodes[0].url(path));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.send().await.unwrap()
}

fn header<'a>(response: &'a Response, name: &str) -> &'a str {
    response.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

/// Three packets of Opus in Ogg, 20 ms each.
fn voice() -> Vec<u8> {
    let mut writer = PacketWriter::new(Vec::new());
    let mut write =
        |packet: &[u8], end, at| writer.write_packet(packet.to_vec(), 1, end, at).unwrap();
    write(b"OpusHead\x01\x01\0\0\x80\xbb\0\0\0\0\0", PacketWriteEndInfo::EndPage, 0);
    write(b"OpusTags\0\0\0\0\0\0\0\0", PacketWriteEndInfo::EndPage, 0);
    write(&[0xf8, 0], PacketWriteEndInfo::NormalPacket, 960);
    write(&[0xf8, 1], PacketWriteEndInfo::NormalPacket, 1920);
    write(&[0xf8, 2], PacketWriteEndInfo::EndStream, 2880);
    writer.into_inner()
}

async fn opened(world: &World, kind: &str, mime: &str, bytes: &[u8]) -> (Agent, ConversationId) {
    let (ana, sam) = (world.agent("Ana").await, world.customer("Sam").await);
    sam.writes("Look").await;
    let chat = world.conversation(&sam).await;
    ana.opens(chat).await;
    sam.sends_file(kind, mime, bytes.to_vec(), json!({})).await;
    (ana, chat)
}

on_both! {
    async fn a_picture_is_kept_and_then_shown(world: World) {
        let (ana, chat) = opened(&world, "image", "image/png", PNG).await;
        let (message, media) = settled(&ana, chat).await;
        let file = media.bytes.here().unwrap();
        assert_eq!((file.size, file.kind.as_str(), file.pixels), (PNG.len() as u64, "image/png", Some((256, 9))));

        let link = link(&ana, chat, message).await;
        let answer = follow(&world, &link.path, &[]).await;
        assert_eq!(answer.status(), 200);
        assert_eq!(header(&answer, "content-type"), "image/png");
        assert_eq!(header(&answer, "content-disposition"), "inline");
        assert_eq!(header(&answer, "x-content-type-options"), "nosniff");
        assert_eq!(header(&answer, "cross-origin-resource-policy"), "same-origin");
        assert!(header(&answer, "content-security-policy").contains("sandbox"));
        assert!(header(&answer, "cache-control").contains("immutable"));
        let tag = header(&answer, "etag").to_owned();
        assert_eq!(answer.bytes().await.unwrap(), PNG);

        assert_eq!(follow(&world, &link.path, &[("If-None-Match", &tag)]).await.status(), 304);
        let part = follow(&world, &link.path, &[("Range", "bytes=1-3"), ("Accept-Encoding", "gzip")]).await;
        assert_eq!((part.status().as_u16(), header(&part, "content-range")), (206, "bytes 1-3/29"));
        assert_eq!(part.bytes().await.unwrap(), "PNG");
        assert_eq!(follow(&world, &link.path, &[("Range", "bytes=99-")]).await.status(), 416);
    }

    async fn voice_is_to_be_had_without_ogg_and_nothing_else_is(world: World) {
        let voice = voice();
        let (ana, chat) = opened(&world, "audio", "audio/ogg; codecs=opus", &voice).await;
        let (message, _) = settled(&ana, chat).await;
        let link = link(&ana, chat, message).await;
        let copy = format!("{}&packed=caf", link.path);
        let answer = follow(&world, &copy, &[]).await;
        assert_eq!((answer.status().as_u16(), header(&answer, "content-type")), (200, "audio/x-caf"));
        assert!(header(&answer, "content-security-policy").contains("sandbox"));
        let tag = header(&answer, "etag").to_owned();
        let whole = answer.bytes().await.unwrap();
        assert!(whole.starts_with(b"caff") && whole.ends_with(b"\xf8\x00\xf8\x01\xf8\x02"));
        let part = follow(&world, &copy, &[("Range", "bytes=-2"), ("If-Range", &tag)]).await;
        assert_eq!((part.status().as_u16(), part.bytes().await.unwrap().as_ref()), (206, b"\xf8\x02".as_slice()));
        let original = follow(&world, &link.path, &[]).await;
        assert!(header(&original, "etag") != tag);
        assert_eq!(original.bytes().await.unwrap(), voice);
        assert_eq!(follow(&world, &format!("{}&packed=mp3", link.path), &[]).await.status(), 400);
        let forged = copy.replace("seal=", "seal=0");
        assert_eq!(follow(&world, &forged, &[]).await.status(), 410);
    }

    async fn a_picture_is_to_be_had_as_it_is_only(world: World) {
        let (ana, chat) = opened(&world, "image", "image/png", PNG).await;
        let (message, _) = settled(&ana, chat).await;
        let link = link(&ana, chat, message).await;
        let answer = follow(&world, &format!("{}&packed=caf", link.path), &[]).await;
        assert_eq!(answer.status(), 422);
        assert!(answer.text().await.unwrap().contains("Only voice in Ogg"));
    }

    async fn an_address_is_good_for_one_file_and_a_while(world: World) {
        let (ana, chat) = opened(&world, "image", "image/png", PNG).await;
        let (message, _) = settled(&ana, chat).await;
        let link = link(&ana, chat, message).await;
        let other = link.path.replace("/files/", "/files/0");
        assert_eq!(follow(&world, &other, &[]).await.status(), 404, "no hash at all");
        let renamed = link.path.replace("name=", "name=evil.html");
        assert_eq!(follow(&world, &renamed, &[]).await.status(), 410);
        let longer = link.path.replace(&format!("until={}", link.until.0), &format!("until={}", link.until.0 + 1));
        assert_eq!(follow(&world, &longer, &[]).await.status(), 410);
        world.set_time(link.until + Millis(1));
        assert_eq!(follow(&world, &link.path, &[]).await.status(), 410);
    }

    async fn who_may_not_see_the_conversation_gets_no_address(world: World) {
        let (ana, chat) = opened(&world, "image", "image/png", PNG).await;
        let (message, _) = settled(&ana, chat).await;
        let rights = Rights { role: Role::Lead, visibility: Visibility::Own, teams: vec![] };
        let olga = world.agent_with("Olga", rights, 0).await;
        let path = format!("/api/conversations/{chat}/files?of={message}");
        assert_eq!(olga.get::<Vec<Link>>(&path).await.unwrap_err().code, Code::NotFound);

        let sue = world.customer("Sue").await;
        sue.writes("Hello").await;
        let other = world.conversation(&sue).await;
        let path = format!("/api/conversations/{other}/files?of={message}");
        assert_eq!(ana.get::<Vec<Link>>(&path).await.unwrap(), [], "a message of another conversation");
    }

    async fn what_could_run_is_only_ever_saved(world: World) {
        let (ana, chat) = opened(&world, "image", "image/png", b"<html><script>alert(1)</script></html>").await;
        let (message, _) = settled(&ana, chat).await;
        let answer = follow(&world, &link(&ana, chat, message).await.path, &[]).await;
        assert_eq!(header(&answer, "content-type"), "application/octet-stream");
        assert_eq!(header(&answer, "content-disposition"), "attachment");
    }

    async fn a_file_that_broke_off_or_was_spoiled_is_fetched_again(world: World) {
        for how in [Misbehaviour::BreakFiles, Misbehaviour::SpoilFiles, Misbehaviour::ExpireFiles] {
            world.whatsapp.misbehave(how.next(1));
        }
        let (ana, chat) = opened(&world, "document", "application/pdf", b"%PDF-1.7 a page").await;
        let (_, media) = settled(&ana, chat).await;
        assert_eq!(media.bytes.here().unwrap().kind, "application/pdf");
    }

    async fn a_file_that_can_not_be_had_says_why_and_may_be_asked_for_again(world: World) {
        let (ana, sam) = (world.agent("Ana").await, world.customer("Sam").await);
        sam.sends("image", json!({ "id": "4711", "mime_type": "image/png" })).await;
        let chat = world.conversation(&sam).await;
        ana.opens(chat).await;
        let (message, media) = settled(&ana, chat).await;
        let Bytes::Missing { words } = &media.bytes else { panic!("{media:?}") };
        assert!(words.len() > 20, "{words}");

        ana.does(Action::Message(chat, message::Action::FetchFile { id: message })).await.unwrap();
        world.rests().await;
        assert!(matches!(settled(&ana, chat).await.1.bytes, Bytes::Missing { .. }));
    }
}
