//! Two streams of Opus in one file of Ogg (RFC 7845, 5.1.1.2): each packet is the left one with its length (RFC 6716,
//! appendix B) and the right one behind it.

use std::io::{self, Write};

use ogg::writing::{PacketWriteEndInfo, PacketWriter};

/// Samples of a slot.
const SLOT: u64 = 960;
/// Slots on a page: a second.
const PAGE: u64 = 50;
/// What decoders leave out at the begin, in samples: an encoder's run-up (RFC 7845, 4.2).
const PRE_SKIP: u16 = 312;
const SERIAL: u32 = 0x6361_6C6C;

pub(super) struct Pages<W: Write> {
    writer: PacketWriter<'static, W>,
    slots: u64,
    /// The last slot, which is written when it is known whether another follows.
    waiting: Option<Vec<u8>>,
}

impl<W: Write> Pages<W> {
    pub(super) fn new(to: W) -> io::Result<Self> {
        let mut writer = PacketWriter::new(to);
        let mut head = b"OpusHead\x01\x02".to_vec();
        head.extend(PRE_SKIP.to_le_bytes());
        head.extend(48_000_u32.to_le_bytes());
        // No gain; mapping family 1, two streams, none of them coupled: the first left, the second right.
        head.extend([0, 0, 1, 2, 0, 0, 1]);
        let mut tags = b"OpusTags".to_vec();
        let vendor = b"Onevoice";
        tags.extend(u32::try_from(vendor.len()).unwrap_or_default().to_le_bytes());
        tags.extend(vendor);
        tags.extend(0_u32.to_le_bytes());
        for packet in [head, tags] {
            writer.write_packet(packet, SERIAL, PacketWriteEndInfo::EndPage, 0)?;
        }
        writer.inner_mut().flush()?;
        Ok(Self { writer, slots: 0, waiting: None })
    }

    /// Both are 20 ms.
    pub(super) fn slot(&mut self, left: &[u8], right: &[u8]) -> io::Result<()> {
        let mut packet = with_length(left);
        packet.extend(right);
        if let Some(before) = self.waiting.replace(packet) {
            self.slots += 1;
            let page = self.slots.is_multiple_of(PAGE);
            let end =
                if page { PacketWriteEndInfo::EndPage } else { PacketWriteEndInfo::NormalPacket };
            self.writer.write_packet(before, SERIAL, end, self.slots * SLOT)?;
            if page {
                self.writer.inner_mut().flush()?;
            }
        }
        Ok(())
    }

    pub(super) fn finish(mut self) -> io::Result<()> {
        if let Some(last) = self.waiting.take() {
            let end = (self.slots + 1) * SLOT;
            self.writer.write_packet(last, SERIAL, PacketWriteEndInfo::EndStream, end)?;
        }
        self.writer.inner_mut().flush()
    }
}

/// Whether a packet is one frame of 20 ms (RFC 6716, 3.1).
pub(super) fn is_plain(packet: &[u8]) -> bool {
    let Some(first) = packet.first() else { return false };
    let twenty = match first >> 3 {
        config @ 0..=11 => config % 4 == 1,
        config @ 12..=15 => config % 2 == 1,
        config => config % 4 == 3,
    };
    twenty && first % 4 == 0 && packet.len() <= 1276
}

/// A packet of one frame, with the frame's length behind its first byte.
fn with_length(packet: &[u8]) -> Vec<u8> {
    let Some((first, frame)) = packet.split_first() else { return Vec::new() };
    let mut out = vec![*first];
    let length = frame.len();
    if length < 252 {
        out.extend(u8::try_from(length));
    } else {
        let low = 252 + (length & 3);
        out.extend(u8::try_from(low));
        out.extend(u8::try_from((length - low) / 4));
    }
    out.extend(frame);
    out
}

#[cfg(test)]
mod tests {
    use ogg::reading::PacketReader;

    use super::{Pages, is_plain, with_length};

    #[test]
    fn lengths_are_written_as_the_standard_says() {
        assert_eq!(with_length(&[0x08]), [0x08, 0]);
        assert_eq!(with_length(&[0x78, 1, 2])[..4], [0x78, 2, 1, 2]);
        for length in [251, 252, 253, 255, 256, 511, 1275] {
            let written = with_length(&vec![0x78; length + 1]);
            let (one, two) = (usize::from(written[1]), usize::from(written[2]));
            let read = if one < 252 { one } else { two * 4 + one };
            assert_eq!(read, length);
        }
    }

    #[test]
    fn frames_of_twenty_milliseconds_are_plain() {
        assert!(is_plain(&[0x08]) && is_plain(&[0x78, 1]) && is_plain(&[0xF8, 1]));
        assert!(
            !is_plain(&[])
                && !is_plain(&[0x79, 1])
                && !is_plain(&[0x00, 1])
                && !is_plain(&[0xF0, 1])
        );
    }

    #[test]
    fn whatever_was_written_before_a_crash_can_be_read() {
        let mut file = Vec::new();
        let mut pages = Pages::new(&mut file).unwrap();
        for _ in 0..120 {
            pages.slot(&[0x78, 1, 2], &[0x08]).unwrap();
        }
        drop(pages);
        let mut reader = PacketReader::new(std::io::Cursor::new(file));
        let mut packets = 0;
        while let Ok(Some(packet)) = reader.read_packet() {
            packets += 1;
            assert!(packets <= 2 || packet.data == [0x78, 2, 1, 2, 0x08]);
        }
        assert_eq!(packets, 102);
    }
}
