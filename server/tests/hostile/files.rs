//! Files of customers, and voices that browsers recorded: their beginnings and their structure are not ours.

use std::io::Cursor;

use ogg::writing::{PacketWriteEndInfo, PacketWriter};
use server::files::{caf, sniff, voice};

use super::bytes::read_damaged;

const OPUS_HEAD: &[u8] = b"OpusHead\x01\x01\x38\x01\x80\xbb\0\0\0\0\0";

#[test]
fn no_file_makes_us_fall_when_we_look_what_it_is() {
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\x80\0\0\x01\xe0\x08\x06\0\0\0";
    let jpeg = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x48\0\x48\0\0\xff\xc0\0\x11\x08\x01\xe0\x02\x80\x03\x01\x22\0";
    let gif = b"GIF89a\x80\x02\xe0\x01\xf7\0\0";
    let webp = b"RIFF\x24\0\0\0WEBPVP8X\x0a\0\0\0\x10\0\0\0\x7f\x02\0\xdf\x01\0";
    let mp4 = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom\0\0\0\x08free";
    let pdf = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj";
    let seeds: Vec<Vec<u8>> = vec![
        png.into(),
        jpeg.into(),
        gif.into(),
        webp.into(),
        mp4.into(),
        pdf.into(),
        ogg(),
        webm(),
    ];
    assert_eq!(sniff::pixels(png), Some((640, 480)));
    assert_eq!((sniff::kind(png), sniff::kind(webp)), ("image/png", "image/webp"));
    read_damaged(&seeds, |bytes| {
        let kind = sniff::kind(bytes);
        assert!(kind.contains('/'));
        if let Some((width, height)) = sniff::pixels(bytes) {
            assert!(width > 0 && height > 0);
        }
    });
}

#[test]
fn no_recording_makes_us_fall_when_we_write_it_anew() {
    assert!(voice::to_ogg(&webm()).is_ok(), "what is right is read");
    read_damaged(&[webm(), ogg()], |bytes| drop(voice::to_ogg(bytes)));
    assert!(caf::from_ogg(&ogg()).is_some());
    read_damaged(&[ogg(), webm()], |bytes| drop(caf::from_ogg(bytes)));
}

#[test]
fn no_announcement_makes_us_fall() {
    read_damaged(&[ogg(), webm()], |bytes| drop(sound::Speech::read(bytes)));
}

/// A second of voice.
fn ogg() -> Vec<u8> {
    let mut writer = PacketWriter::new(Cursor::new(vec![]));
    let tags = b"OpusTags\x04\0\0\0test\0\0\0\0".to_vec();
    let page = PacketWriteEndInfo::EndPage;
    writer.write_packet(OPUS_HEAD.to_vec(), 7, page, 0).unwrap();
    writer.write_packet(tags, 7, page, 0).unwrap();
    for n in 1..=50 {
        let end =
            if n == 50 { PacketWriteEndInfo::EndStream } else { PacketWriteEndInfo::NormalPacket };
        writer.write_packet(vec![0b1111_1000, 0xff, 0xfe], 7, end, n * 960).unwrap();
    }
    writer.into_inner().into_inner()
}

/// A second of voice as browsers record it (RFC 9559).
fn webm() -> Vec<u8> {
    let header =
        [element(b"\x42\x82", b"webm"), element(b"\x42\x87", &[4]), element(b"\x42\x85", &[2])];
    let scale = element(b"\x2a\xd7\xb1", &[0x0f, 0x42, 0x40]);
    let info = [scale, element(b"\x4d\x80", b"test"), element(b"\x57\x41", b"test")];
    let info = element(b"\x15\x49\xa9\x66", &info.concat());
    let audio = [element(b"\xb5", &48_000_f32.to_be_bytes()), element(b"\x9f", &[1])].concat();
    let track = [
        element(b"\xd7", &[1]),
        element(b"\x73\xc5", &[1]),
        element(b"\x83", &[2]),
        element(b"\x86", b"A_OPUS"),
        element(b"\x63\xa2", OPUS_HEAD),
        element(b"\xe1", &audio),
    ];
    let tracks = element(b"\x16\x54\xae\x6b", &element(b"\xae", &track.concat()));
    let blocks = (0..50_u16).flat_map(|n| {
        let [high, low] = (n * 20).to_be_bytes();
        element(b"\xa3", &[0x81, high, low, 0x80, 0b1111_1000, 0xff, 0xfe])
    });
    let cluster = [element(b"\xe7", &[0]), blocks.collect()].concat();
    let segment = [info, tracks, element(b"\x1f\x43\xb6\x75", &cluster)].concat();
    [element(b"\x1a\x45\xdf\xa3", &header.concat()), element(b"\x18\x53\x80\x67", &segment)]
        .concat()
}

/// An element of EBML: its id, its size in four bytes, and what is in it (RFC 8794).
fn element(id: &[u8], within: &[u8]) -> Vec<u8> {
    let size = u32::try_from(within.len()).unwrap() | 0x1000_0000;
    [id, &size.to_be_bytes(), within].concat()
}
