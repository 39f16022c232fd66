//! Calls that are recorded: told before, kept with their conversation, heard by who may.

use std::io::Cursor;
use std::time::SystemTime;

use ogg::writing::{PacketWriteEndInfo, PacketWriter};
use shared::call::{Playable, RECORDING, Recorded};
use shared::conversation::{self, DELETED_KEPT};
use shared::message::file::Hash;
use shared::message::sending::Upload;
use shared::number::{Action as OfNumber, Announcement};
use shared::permission::{Role, Visibility};
use shared::problem::Code;
use shared::time::{Millis, Timestamp};
use simulator::Phone;

use super::*;
use crate::on_both;
use crate::world::Rights;

async fn records(admin: &Agent, announcement: Announcement, days: Option<u16>) {
    let number = admin.look(|state| *state.numbers().keys().next().unwrap());
    let record = OfNumber::Record { on: true, announcement, days };
    admin.does(Wish::Number(number, record)).await.unwrap();
}

/// A call in which both spoke, for a second and more. It goes on.
async fn talked(who: &Agent, sam: &Phone, at: ConversationId) -> (Call, Voice) {
    sam.calls().await;
    let id = comes(who, at).await.id;
    let voice = join(who, at, id, false).await.unwrap();
    sam.hears(880).await;
    voice.hears(440).await;
    shows(who, at, "that somebody talks", |it| it.answered.is_some()).await;
    let call = who.look(|state| state.conversation(at).unwrap().call.as_deref().cloned()).unwrap();
    (call, voice)
}

/// Once the call is over and its recording is kept.
async fn kept(who: &Agent, at: ConversationId) -> Call {
    ended(who, at).await;
    let last = |state: &shared::state::State| state.thread(at)?.calls().last().cloned();
    let there = |it: &Call| matches!(it.recorded, Some(Recorded::Kept { .. }));
    who.sees("the recording", |state| last(state).is_some_and(|it| there(&it))).await;
    who.look(last).unwrap()
}

async fn listens(who: &Agent, at: ConversationId, call: CallId) -> Result<Playable, Problem> {
    let path = format!("{CONVERSATIONS}/{at}/{CALLS}/{call}/{RECORDING}");
    answer(who.request(Method::POST, &path)).await
}

/// The bytes at an address that was given.
async fn bytes(world: &World, it: &Playable) -> Vec<u8> {
    let response = crate::world::http::client().get(world.nodes[0].url(&it.path)).send().await;
    response.unwrap().error_for_status().unwrap().bytes().await.unwrap().to_vec()
}

fn hash(it: &Playable) -> Hash {
    it.path.rsplit('/').next().unwrap().split('?').next().unwrap().parse().unwrap()
}

fn now(it: &Agent) -> Timestamp {
    it.now()
}

on_both! {
    async fn nothing_is_recorded_unless_a_number_says_so(world: World) {
        let ana = world.admin("Ana").await;
        let (sam, at) = known(&world).await;
        let (call, _voice) = talked(&ana, &sam, at).await;
        assert_eq!(call.recorded, None);
        sam.hangs_up();
        let over = ended(&ana, at).await;
        assert_eq!(over.recorded, None);
        assert_eq!(listens(&ana, at, over.id).await.unwrap_err().code, Code::NotFound);
    }

    async fn both_are_recorded_and_heard_by_who_may_which_is_noted(world: World) {
        let (ana, bo) = (world.admin("Ana").await, world.agent("Bo").await);
        records(&ana, Announcement::None, None).await;
        let (sam, at) = known(&world).await;
        let (call, _voice) = talked(&bo, &sam, at).await;
        assert_eq!(call.recorded, Some(Recorded::Now), "everybody sees it");
        wants(&bo, at, Action::HangUp { call: call.id }).await.unwrap();
        kept(&ana, at).await;
        let call = kept(&bo, at).await;
        let Some(Recorded::Kept { lasts, until: None }) = call.recorded else { panic!("{call:?}") };
        assert!(lasts > Millis(0) && lasts < Millis::minutes(1), "{lasts:?}");

        assert_eq!(listens(&bo, at, call.id).await.unwrap_err().code, Code::Forbidden);
        let it = listens(&ana, at, call.id).await.unwrap();
        assert!(it.heard.is_empty());
        let file = bytes(&world, &it).await;
        let mut reader = ogg::reading::PacketReader::new(Cursor::new(&file));
        let head = reader.read_packet().unwrap().unwrap().data;
        assert_eq!((&head[..8], head[9]), (&b"OpusHead"[..], 2), "a channel for each");
        let heard = listens(&ana, at, call.id).await.unwrap().heard;
        assert_eq!(heard.iter().map(|it| it.agent).collect::<Vec<_>>(), [ana.id]);

        let own = Rights { role: Role::Lead, visibility: Visibility::Own, teams: vec![] };
        let eve = world.agent_with("Eve", own, 0).await;
        assert_eq!(listens(&eve, at, call.id).await.unwrap_err().code, Code::NotFound);
    }

    async fn an_announcement_is_heard_before_us(world: World) {
        let ana = world.admin("Ana").await;
        let request = ana.request(Method::POST, "/api/uploads").query(&[("name", "told.ogg")]);
        let upload: Upload = answer(request.body(spoken(660, 150))).await.unwrap();
        records(&ana, Announcement::Spoken(upload.id), None).await;
        let (sam, at) = known(&world).await;
        sam.calls().await;
        let id = comes(&ana, at).await.id;
        let voice = join(&ana, at, id, false).await.unwrap();
        sam.hears(660).await;
        assert!(!sam.call().unwrap().heard.has(880.0), "nobody speaks before");
        voice.hears(440).await;
        sam.hears(880).await;
        sam.hangs_up();
        kept(&ana, at).await;
    }

    async fn what_can_not_be_told_is_not_recorded(world: World) {
        let ana = world.admin("Ana").await;
        let request = ana.request(Method::POST, "/api/uploads").query(&[("name", "told.ogg")]);
        let mut broken = spoken(660, 1);
        broken[40] ^= 1;
        let upload: Upload = answer(request.body(broken)).await.unwrap();
        records(&ana, Announcement::Spoken(upload.id), None).await;
        let (sam, at) = known(&world).await;
        sam.calls().await;
        let id = comes(&ana, at).await.id;
        let _voice = join(&ana, at, id, false).await.unwrap();
        sam.hears(880).await;
        shows(&ana, at, "that nothing is recorded", |it| it.answered.is_some() && it.recorded.is_none()).await;
        sam.hangs_up();
        assert_eq!(ended(&ana, at).await.recorded, None);
    }

    async fn a_recording_goes_when_its_days_are_over(world: World) {
        let ana = world.admin("Ana").await;
        records(&ana, Announcement::None, Some(30)).await;
        let (sam, at) = known(&world).await;
        let (call, _voice) = talked(&ana, &sam, at).await;
        sam.hangs_up();
        kept(&ana, at).await;
        let hash = hash(&listens(&ana, at, call.id).await.unwrap());
        let (file, _) = world.app().files.read(hash).await.unwrap().expect("it is there");
        file.into_std().await.set_modified(SystemTime::UNIX_EPOCH).unwrap();
        world.set_time(now(&ana) + Millis::days(30) + Millis::minutes(5));
        let gone = |state: &shared::state::State| {
            let last = state.thread(at)?.calls().last().cloned()?;
            (last.recorded == Some(Recorded::Deleted)).then_some(())
        };
        ana.sees("that it is deleted", |state| gone(state).is_some()).await;
        let gone = async || world.app().files.read(hash).await.unwrap().is_none().then_some(());
        assert!(eventually(gone).await.is_some());
        assert_eq!(listens(&ana, at, call.id).await.unwrap_err().code, Code::NotFound);
    }

    async fn a_recording_is_erased_with_its_conversation(world: World) {
        let ana = world.admin("Ana").await;
        records(&ana, Announcement::None, None).await;
        let (sam, at) = known(&world).await;
        let (call, _voice) = talked(&ana, &sam, at).await;
        sam.hangs_up();
        kept(&ana, at).await;
        let hash = hash(&listens(&ana, at, call.id).await.unwrap());
        let (file, _) = world.app().files.read(hash).await.unwrap().expect("it is there");
        file.into_std().await.set_modified(SystemTime::UNIX_EPOCH).unwrap();
        ana.does(Wish::Conversation(at, conversation::Action::Delete)).await.unwrap();
        world.set_time(now(&ana) + DELETED_KEPT + Millis::minutes(5));
        let gone = async || world.app().files.read(hash).await.unwrap().is_none().then_some(());
        assert!(eventually(gone).await.is_some(), "nothing is left of it");
    }

    async fn what_was_recorded_when_a_server_went_is_kept_by_another(world: World) {
        let ana = world.admin("Ana").await;
        records(&ana, Announcement::None, None).await;
        let (sam, at) = known(&world).await;
        let (call, _voice) = talked(&ana, &sam, at).await;
        world.deploys(0, [&ana].into_iter()).await;
        let there = ana.request(Method::POST, "/webhooks/whatsapp").build().unwrap();
        world.whatsapp.set_webhook_url(there.url().to_string());
        world.set_time(now(&ana) + Millis::minutes(5));
        let over = ended(&ana, at).await;
        assert_eq!(over.recorded, Some(Recorded::Now), "nobody said that it was written");
        world.set_time(now(&ana) + Millis::minutes(10));
        kept(&ana, at).await;
        listens(&ana, at, call.id).await.unwrap();
    }
}

/// So many packets of a tone, as somebody would have spoken it.
fn spoken(hz: u32, packets: u32) -> Vec<u8> {
    let mut file = Vec::new();
    let mut writer = PacketWriter::new(&mut file);
    let head = b"OpusHead\x01\x01\x38\x01\x80\xbb\0\0\0\0\0".to_vec();
    for packet in [head, b"OpusTags\0\0\0\0\0\0\0\0".to_vec()] {
        writer.write_packet(packet, 1, PacketWriteEndInfo::EndPage, 0).unwrap();
    }
    let mut encoder = opus_rs::OpusEncoder::new(48_000, 1, opus_rs::Application::Audio).unwrap();
    for nth in 0..packets {
        let sample = |at: u32| {
            let turn = std::f64::consts::TAU * f64::from(hz) * f64::from(nth * 960 + at) / 48_000.0;
            #[expect(clippy::cast_possible_truncation, reason = "a sample has no more digits")]
            let sample = (turn.sin() * 0.3) as f32;
            sample
        };
        let samples: Vec<f32> = (0..960).map(sample).collect();
        let mut packet = vec![0; 1275];
        let length = encoder.encode(&samples, 960, &mut packet).unwrap();
        packet.truncate(length);
        let end = PacketWriteEndInfo::EndPage;
        writer.write_packet(packet, 1, end, u64::from(nth + 1) * 960).unwrap();
    }
    drop(writer);
    file
}
