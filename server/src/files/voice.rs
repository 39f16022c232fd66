//! Voice that a browser recorded, as WhatsApp takes it: Opus in Ogg (RFC 7845). Chrome and Safari put the same Opus packets
//! into `WebM`, so they are only packed anew; nothing is decoded.

use std::io::{Cursor, Read, Seek};
use std::panic::catch_unwind;

use matroska_demuxer::{Frame, MatroskaFile};
use ogg::writing::{PacketWriteEndInfo, PacketWriter};

use super::opus;

/// What a `WebM` file begins with (RFC 8794, 11.2.1).
const WEBM: &[u8] = &[0x1a, 0x45, 0xdf, 0xa3];
/// A page ends after so much, so that players can seek: a second, as RFC 7845, 3 recommends.
const PAGE: u64 = opus::RATE;

/// Why there is no voice in a file.
#[derive(Debug, thiserror::Error)]
pub enum NoVoice {
    /// It is broken, or something else.
    #[error("this recording can't be read")]
    Broken,
    /// There is nothing in it.
    #[error("nothing was recorded")]
    Empty,
    /// WhatsApp plays voice messages of one channel only (Cloud API, media: supported audio types).
    #[error("this was recorded in stereo; WhatsApp takes voice messages in mono")]
    Stereo,
}

/// Whether these bytes are to be packed anew.
pub fn is_webm(bytes: &[u8]) -> bool {
    bytes.starts_with(WEBM)
}

/// Opus in `WebM`, as Opus in Ogg.
pub fn to_ogg(webm: &[u8]) -> Result<Vec<u8>, NoVoice> {
    // What a damaged file says of its sizes makes the reader fall where sums are checked.
    catch_unwind(|| packed_anew(webm)).unwrap_or(Err(NoVoice::Broken))
}

fn packed_anew(webm: &[u8]) -> Result<Vec<u8>, NoVoice> {
    let mut file = MatroskaFile::open(Cursor::new(webm)).map_err(|_| NoVoice::Broken)?;
    let track = file.tracks().iter().find(|it| it.codec_id() == "A_OPUS");
    let (number, head) = track
        .and_then(|it| Some((it.track_number().get(), it.codec_private()?.to_vec())))
        .ok_or(NoVoice::Broken)?;
    // OpusHead: eight letters, version, channels, and then the samples to skip at the start (RFC 7845, 5.1).
    let channels = head.get(9).filter(|_| head.starts_with(b"OpusHead")).ok_or(NoVoice::Broken)?;
    if *channels != 1 {
        return Err(NoVoice::Stereo);
    }
    let packets = packets(&mut file, number)?;
    pack(head, packets)
}

fn packets<R: Read + Seek>(
    file: &mut MatroskaFile<R>,
    track: u64,
) -> Result<Vec<Vec<u8>>, NoVoice> {
    let (mut frame, mut packets) = (Frame::default(), Vec::new());
    while file.next_frame(&mut frame).map_err(|_| NoVoice::Broken)? {
        if frame.track == track && !frame.data.is_empty() {
            packets.push(std::mem::take(&mut frame.data));
        }
    }
    if packets.is_empty() { Err(NoVoice::Empty) } else { Ok(packets) }
}

fn pack(head: Vec<u8>, packets: Vec<Vec<u8>>) -> Result<Vec<u8>, NoVoice> {
    // There is one stream in the file, so that its number says nothing.
    const STREAM: u32 = 1;
    let mut writer = PacketWriter::new(Vec::new());
    let mut write = |packet: Vec<u8>, end, at| {
        // Memory takes everything.
        writer.write_packet(packet, STREAM, end, at).map_err(|_| NoVoice::Broken)
    };
    write(head, PacketWriteEndInfo::EndPage, 0)?;
    write(tags(), PacketWriteEndInfo::EndPage, 0)?;
    let (mut at, mut paged, many) = (0, 0, packets.len());
    for (number, packet) in (1..).zip(packets) {
        at += opus::samples(&packet).ok_or(NoVoice::Broken)?;
        let end = if number == many {
            PacketWriteEndInfo::EndStream
        } else if at - paged >= PAGE {
            paged = at;
            PacketWriteEndInfo::EndPage
        } else {
            PacketWriteEndInfo::NormalPacket
        };
        write(packet, end, at)?;
    }
    Ok(writer.into_inner())
}

/// The comments that must be there, of which there are none (RFC 7845, 5.2).
fn tags() -> Vec<u8> {
    const VENDOR: &[u8] = b"onevoice";
    let length = u32::try_from(VENDOR.len()).unwrap_or_default();
    [b"OpusTags", length.to_le_bytes().as_slice(), VENDOR, &0_u32.to_le_bytes()].concat()
}

#[cfg(test)]
pub(super) mod tests {
    use ogg::reading::PacketReader;

    use super::*;

    /// One channel, nothing to skip.
    pub(in crate::files) const HEAD: [u8; 19] = *b"OpusHead\x01\x01\0\0\x80\xbb\0\0\0\0\0";

    /// These packets, in Ogg.
    pub(in crate::files) fn ogg(head: &[u8], packets: &[Vec<u8>]) -> Vec<u8> {
        pack(head.to_vec(), packets.to_vec()).unwrap_or_default()
    }

    #[test]
    fn packets_keep_their_order_and_their_times() {
        let packets: Vec<_> = (0..120_u8).map(|n| vec![0b1111_1000, n]).collect();
        let ogg = ogg(&HEAD, &packets);
        let mut reader = PacketReader::new(Cursor::new(ogg));
        let mut read = || reader.read_packet().unwrap();
        assert_eq!(read().unwrap().data, HEAD);
        assert!(read().unwrap().data.starts_with(b"OpusTags"));
        let (mut found, mut ends) = (vec![], vec![]);
        while let Some(packet) = read() {
            if packet.last_in_page() {
                ends.push(packet.absgp_page());
            }
            found.push(packet.data);
        }
        assert_eq!(found, packets);
        assert_eq!(ends, [48_000, 96_000, 115_200]);
    }

    #[test]
    fn what_is_no_recording_is_refused() {
        assert!(matches!(to_ogg(b""), Err(NoVoice::Broken)));
        assert!(matches!(to_ogg(WEBM), Err(NoVoice::Broken)));
        assert!(matches!(to_ogg(&[WEBM, &[0xff; 400]].concat()), Err(NoVoice::Broken)));
    }
}
