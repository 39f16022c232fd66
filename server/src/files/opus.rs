//! What an Opus packet says of itself, whatever it is packed in.

/// Samples of a second: what is counted for Opus, whatever was recorded (RFC 7845, 4).
pub(super) const RATE: u64 = 48_000;
/// The longest that one packet may be: 120 ms (RFC 6716, 3.2.5).
const PACKET: u64 = RATE * 120 / 1000;

/// How long a packet is, in samples: its first byte tells the length of a frame, and how many there are (RFC 6716, 3.1).
pub(super) fn samples(packet: &[u8]) -> Option<u64> {
    let first = *packet.first()?;
    let frame = match first >> 3 {
        silk @ 0..=11 => [10, 20, 40, 60].get(usize::from(silk % 4)).map(|ms| RATE * ms / 1000)?,
        hybrid @ 12..=15 => {
            if hybrid % 2 == 0 {
                RATE / 100
            } else {
                RATE / 50
            }
        }
        celt => (RATE / 400) << (celt % 4),
    };
    let frames = match first & 3 {
        0 => 1,
        1 | 2 => 2,
        _ => u64::from(packet.get(1)? & 63),
    };
    Some(frame * frames).filter(|it| (1..=PACKET).contains(it))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packet_tells_how_long_it_is() {
        assert_eq!(samples(&[0b0000_1000]), Some(960), "SILK, 20 ms");
        assert_eq!(samples(&[0b0111_1000]), Some(960), "hybrid, 20 ms");
        assert_eq!(samples(&[0b1111_1000]), Some(960), "CELT, 20 ms");
        assert_eq!(samples(&[0b1000_0001]), Some(240), "CELT, twice 2.5 ms");
        assert_eq!(samples(&[0b1111_1011, 3]), Some(2880), "CELT, three times 20 ms");
        assert_eq!(samples(&[0b1111_1011, 0]), None);
        assert_eq!(samples(&[0b1111_1011, 63]), None, "longer than a packet may be");
        assert_eq!(samples(&[]), None);
    }
}
