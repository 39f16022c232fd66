//! Voice for browsers that play Opus but not Ogg, as Safari before 18.4: the same packets in Apple's Core Audio Format.
//! Nothing is decoded, so nothing is lost and the copy is made as it is asked for.
//! <https://developer.apple.com/library/archive/documentation/MusicAudio/Reference/CAFSpec/CAF_spec/CAF_spec.html>

use std::io::Cursor;

use ogg::reading::PacketReader;

use super::opus;

/// What such a file is called on the web.
pub const KIND: &str = "audio/x-caf";
/// The most that is packed anew: what WhatsApp takes as sound (Cloud API, media: supported audio types).
pub const LARGEST: u64 = 16 * 1024 * 1024;

/// What is heard, beside the packets themselves.
struct Head {
    channels: u8,
    /// Samples to skip at the start.
    skip: u64,
}

/// Opus in Ogg, as Opus in CAF; nothing where the file is broken or holds something else.
pub fn from_ogg(ogg: &[u8]) -> Option<Vec<u8>> {
    let mut reader = PacketReader::new(Cursor::new(ogg));
    let head = head(&reader.read_packet().ok()??.data)?;
    if !reader.read_packet().ok()??.data.starts_with(b"OpusTags") {
        return None;
    }
    let (mut packets, mut end) = (vec![], 0);
    while let Some(packet) = reader.read_packet().ok()? {
        if packet.last_in_page() {
            end = packet.absgp_page();
        }
        packets.push((opus::samples(&packet.data)?, packet.data));
    }
    pack(&head, end, &packets)
}

/// Eight letters, version, channels and samples to skip (RFC 7845, 5.1).
fn head(packet: &[u8]) -> Option<Head> {
    let rest = packet.strip_prefix(b"OpusHead")?;
    let &[_, channels, low, high, ..] = rest else { return None };
    let skip = u64::from(u16::from_le_bytes([low, high]));
    (1..=2).contains(&channels).then_some(Head { channels, skip })
}

/// `end` is the time of the last page in samples, by which a file may end within a packet (RFC 7845, 4.4).
fn pack(head: &Head, end: u64, packets: &[(u64, Vec<u8>)]) -> Option<Vec<u8>> {
    let (first, _) = packets.first()?;
    // Packets may differ in length; then each says its own, and the description none.
    let each = packets.iter().all(|(samples, _)| samples == first).then_some(*first);
    let total: u64 = packets.iter().map(|(samples, _)| samples).sum();
    let skip = head.skip.min(total);
    let left = total - skip;
    let heard = end.checked_sub(skip).filter(|it| (1..=left).contains(it)).unwrap_or(left);

    let mut description = f64::from(u32::try_from(opus::RATE).ok()?).to_be_bytes().to_vec();
    description.extend(b"opus");
    let words = [0, 0, u32::try_from(each.unwrap_or(0)).ok()?, u32::from(head.channels), 0];
    description.extend(words.iter().flat_map(|it| it.to_be_bytes()));

    let mut table = i64::try_from(packets.len()).ok()?.to_be_bytes().to_vec();
    table.extend(i64::try_from(heard).ok()?.to_be_bytes());
    table.extend(u32::try_from(skip).ok()?.to_be_bytes());
    table.extend(u32::try_from(left - heard).ok()?.to_be_bytes());
    for (samples, packet) in packets {
        push(&mut table, packet.len() as u64);
        if each.is_none() {
            push(&mut table, *samples);
        }
    }

    let mut file = b"caff\0\x01\0\0".to_vec();
    chunk(&mut file, *b"desc", &[&description])?;
    chunk(&mut file, *b"pakt", &[&table])?;
    let edits = 0_u32.to_be_bytes();
    let bytes: Vec<_> = packets.iter().map(|(_, packet)| packet.as_slice()).collect();
    chunk(&mut file, *b"data", &[&[edits.as_slice()], bytes.as_slice()].concat())?;
    Some(file)
}

fn chunk(file: &mut Vec<u8>, kind: [u8; 4], parts: &[&[u8]]) -> Option<()> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    file.extend(kind);
    file.extend(i64::try_from(length).ok()?.to_be_bytes());
    for part in parts {
        file.extend_from_slice(part);
    }
    Some(())
}

/// A number in groups of seven bits, the highest first; all bytes but the last have their highest bit set.
fn push(table: &mut Vec<u8>, number: u64) {
    let groups = (1..=9).find(|groups| number >> (7 * groups) == 0).unwrap_or(10);
    for group in (0..groups).rev() {
        let bits = u8::try_from((number >> (7 * group)) & 0x7f).unwrap_or_default();
        table.push(if group == 0 { bits } else { bits | 0x80 });
    }
}

#[cfg(test)]
mod tests {
    use symphonia::core::codecs::audio::well_known::CODEC_ID_OPUS;
    use symphonia::core::formats::probe::Hint;
    use symphonia::core::formats::{FormatOptions, TrackType};
    use symphonia::core::io::{MediaSourceStream, MediaSourceStreamOptions};
    use symphonia::core::meta::MetadataOptions;

    use super::*;
    use crate::files::voice::tests::{HEAD, ogg};

    /// What another program reads in it: the packets with their lengths in samples.
    fn read(caf: Vec<u8>) -> Vec<(u64, Vec<u8>)> {
        let stream =
            MediaSourceStream::new(Box::new(Cursor::new(caf)), MediaSourceStreamOptions::default());
        let mut format = symphonia::default::get_probe()
            .probe(&Hint::new(), stream, FormatOptions::default(), MetadataOptions::default())
            .unwrap();
        let track = format.default_track(TrackType::Audio).unwrap();
        let audio = track.codec_params.as_ref().unwrap().audio().unwrap();
        assert_eq!((audio.codec, audio.sample_rate), (CODEC_ID_OPUS, Some(48_000)));
        let mut found = vec![];
        while let Some(packet) = format.next_packet().unwrap() {
            found.push((packet.dur.get(), packet.data.to_vec()));
        }
        found
    }

    #[test]
    fn another_program_reads_the_same_packets() {
        let packets: Vec<_> = (0..120_u8)
            .map(|n| [vec![0b1111_1000], vec![n; 1 + 3 * usize::from(n)]].concat())
            .collect();
        let caf = from_ogg(&ogg(&HEAD, &packets)).unwrap();
        assert_eq!(read(caf), packets.into_iter().map(|it| (960, it)).collect::<Vec<_>>());
    }

    #[test]
    fn packets_may_differ_in_length() {
        let packets = vec![vec![0b1111_1000, 1], vec![0b1111_0000, 2], vec![0b1111_1011, 3, 5]];
        let caf = from_ogg(&ogg(&HEAD, &packets)).unwrap();
        let lengths: Vec<_> = read(caf).into_iter().map(|(samples, _)| samples).collect();
        assert_eq!(lengths, [960, 480, 2880]);
    }

    #[test]
    fn what_is_to_be_skipped_is_said() {
        let head =
            [b"OpusHead".as_slice(), &[1, 1, 0x38, 0x01, 0x80, 0xbb, 0, 0, 0, 0, 0]].concat();
        let caf = from_ogg(&ogg(&head, &[vec![0b1111_1000], vec![0b1111_1000]])).unwrap();
        let at = caf.windows(4).position(|it| it == b"pakt").unwrap() + 12;
        let number = |from: usize, to: usize| {
            caf[at + from..at + to].iter().fold(0_u64, |all, it| (all << 8) | u64::from(*it))
        };
        assert_eq!(
            (number(0, 8), number(8, 16), number(16, 20), number(20, 24)),
            (2, 1920 - 312, 312, 0)
        );
    }

    #[test]
    fn numbers_are_in_groups_of_seven_bits() {
        let mut table = vec![];
        for number in [0, 127, 128, 300, 1 << 21] {
            push(&mut table, number);
        }
        assert_eq!(table, [0, 0x7f, 0x81, 0, 0x82, 0x2c, 0x81, 0x80, 0x80, 0]);
    }

    #[test]
    fn what_is_no_voice_is_refused() {
        for bytes in [
            b"".as_slice(),
            b"OggS",
            &[0; 4000],
            &ogg(b"OpusHead", &[vec![8]]),
            &ogg(&HEAD, &[vec![0b1111_1011, 0]]),
        ] {
            assert_eq!(from_ogg(bytes), None);
        }
    }
}
