//! Recordings: both speakers, each on their side, whatever happens to the process.

use std::f64::consts::TAU;
use std::fs;
use std::io::Cursor;
use std::path::PathBuf;
use std::time::Duration;

use ogg::reading::PacketReader;
use opus_rs::OpusDecoder;

use crate::world::{AGENT, CUSTOMER, exchange, talking};

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder =
            std::env::temp_dir().join(format!("onevoice-sound-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn both_speakers_are_recorded_each_on_their_side() {
    let folder = Folder::new("both");
    let file = folder.0.join("call.ogg");
    let exchange = exchange();
    let (call, _customer, tab) = talking(&exchange).await;
    tab.hears(CUSTOMER).await;
    let recording = call.record(&file).unwrap();
    wait_for(&file, 3).await;
    recording.stop().unwrap();

    let [left, right] = sides(&fs::read(&file).unwrap());
    assert_eq!(left.len(), right.len());
    assert!(left.len() > 48_000, "{} samples", left.len());
    assert!(has(&left, CUSTOMER) && !has(&left, AGENT));
    assert!(has(&right, AGENT) && !has(&right, CUSTOMER));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_said_before_a_crash_can_be_heard_and_what_was_said_on_hold_is_not_recorded() {
    let folder = Folder::new("crash");
    let file = folder.0.join("call.ogg");
    let exchange = exchange();
    let (call, _customer, tab) = talking(&exchange).await;
    tab.hears(CUSTOMER).await;
    let recording = call.record(&file).unwrap();
    wait_for(&file, 2).await;
    // As much as a crash would leave.
    let [left, right] = sides(&fs::read(&file).unwrap());
    assert!(has(&left, CUSTOMER) && has(&right, AGENT));

    call.hold(true);
    let begin = fs::metadata(&file).unwrap().len();
    wait_for(&file, 4).await;
    // Two seconds of pauses: hardly anything.
    recording.stop().unwrap();
    let [left, right] = sides(&fs::read(&file).unwrap());
    let tail = left.len() - 24_000;
    assert!(!has(&left[tail..], CUSTOMER) && !has(&right[tail..], AGENT), "from {begin} bytes on");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_is_not_there_is_an_error() {
    let exchange = exchange();
    let (call, _customer, _tab) = talking(&exchange).await;
    let refused = call.record(std::path::Path::new("/nowhere/call.ogg"));
    assert!(matches!(refused, Err(sound::Error::File(_))));
}

/// Waits until there are so many pages of sound, one each second.
async fn wait_for(file: &std::path::Path, pages: usize) {
    for _ in 0..400 {
        let bytes = fs::read(file).unwrap();
        if bytes.windows(4).filter(|four| *four == b"OggS").count() >= pages + 2 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("nothing is written");
}

/// What can be heard left and right, as any player would decode it.
fn sides(file: &[u8]) -> [Vec<f32>; 2] {
    let mut reader = PacketReader::new(Cursor::new(file));
    let head = reader.read_packet().unwrap().unwrap().data;
    assert_eq!((&head[..8], head[9], &head[18..]), (&b"OpusHead"[..], 2, &[1, 2, 0, 0, 1][..]));
    reader.read_packet().unwrap();
    let mut decoders = [0, 1].map(|_| OpusDecoder::new(48_000, 1).unwrap());
    let mut sides = [Vec::new(), Vec::new()];
    while let Ok(Some(packet)) = reader.read_packet() {
        let data = packet.data;
        let (length, from) = match usize::from(data[1]) {
            short @ 0..252 => (short, 2),
            low => (usize::from(data[2]) * 4 + low, 3),
        };
        let left = [&data[..1], &data[from..from + length]].concat();
        let right = data[from + length..].to_vec();
        for ((packet, decoder), side) in [left, right].iter().zip(&mut decoders).zip(&mut sides) {
            let mut frame = vec![0.0; 960];
            assert_eq!(decoder.decode(packet, 960, &mut frame).unwrap(), 960);
            side.extend(frame);
        }
    }
    sides
}

/// Whether a tone is in the last half of a second.
fn has(samples: &[f32], hz: u32) -> bool {
    let samples = &samples[samples.len().saturating_sub(24_000)..];
    let (mut sine, mut cosine) = (0.0, 0.0);
    for (nth, sample) in (0_u32..).zip(samples) {
        let turn = TAU * f64::from(hz) * f64::from(nth) / 48_000.0;
        sine += f64::from(*sample) * turn.sin();
        cosine += f64::from(*sample) * turn.cos();
    }
    let amplitude = 2.0 * (sine * sine + cosine * cosine).sqrt()
        / f64::from(u32::try_from(samples.len()).unwrap());
    amplitude > 0.05
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_announced_is_heard_before_us_and_recorded() {
    let folder = Folder::new("announced");
    let file = folder.0.join("call.ogg");
    let exchange = exchange();
    let (call, customer) = crate::world::ringing(&exchange).await;
    let (_, tab) = crate::world::attach(&call).await;
    let speech = sound::Speech::read(&spoken(660, 200)).unwrap();
    let recording = call.record(&file).unwrap();
    call.announce(&speech);
    call.open();
    customer.hears(660).await;
    tab.hears_on(1, 660).await;
    customer.hears(AGENT).await;
    recording.stop().unwrap();
    let [_, right] = sides(&fs::read(&file).unwrap());
    let (announced, rest) = right.split_at(144_000.min(right.len()));
    assert!(has(&announced[..48_000], 660) && !has(&announced[..48_000], AGENT));
    assert!(has(rest, AGENT) || has(announced, AGENT));
}

/// So many packets of a tone, as somebody would have spoken it.
fn spoken(hz: u32, packets: u32) -> Vec<u8> {
    use ogg::writing::{PacketWriteEndInfo, PacketWriter};
    let mut file = Vec::new();
    let mut writer = PacketWriter::new(&mut file);
    let head = b"OpusHead\x01\x01\x38\x01\x80\xbb\0\0\0\0\0".to_vec();
    for packet in [head, b"OpusTags\0\0\0\0\0\0\0\0".to_vec()] {
        writer.write_packet(packet, 1, PacketWriteEndInfo::EndPage, 0).unwrap();
    }
    let mut encoder = opus_rs::OpusEncoder::new(48_000, 1, opus_rs::Application::Audio).unwrap();
    for nth in 0..packets {
        #[expect(clippy::cast_possible_truncation, reason = "a sample has no more digits")]
        let sample = |at: u32| {
            (TAU * f64::from(hz) * f64::from(nth * 960 + at) / 48_000.0).sin() as f32 * 0.3
        };
        let samples: Vec<f32> = (0..960).map(sample).collect();
        let mut packet = vec![0; 1275];
        let length = encoder.encode(&samples, 960, &mut packet).unwrap();
        packet.truncate(length);
        let end = if nth + 1 == packets {
            PacketWriteEndInfo::EndStream
        } else {
            PacketWriteEndInfo::NormalPacket
        };
        writer.write_packet(packet, 1, end, u64::from(nth + 1) * 960).unwrap();
    }
    drop(writer);
    file
}
