//! Whom a check is for: the one thing that is read of packets before they are handed on.

/// Sent in every message since RFC 5389.
const COOKIE: [u8; 4] = [0x21, 0x12, 0xA4, 0x42];
const BINDING_REQUEST: [u8; 2] = [0, 1];
const USERNAME: [u8; 2] = [0, 6];
const HEADER: usize = 20;

/// The name that a binding request asks for, before the colon; `None` for everything else.
pub(super) fn asks_for(packet: &[u8]) -> Option<&str> {
    if packet.get(..2)? != BINDING_REQUEST || packet.get(4..8)? != COOKIE {
        return None;
    }
    let mut rest = packet.get(HEADER..)?;
    while let [kind_high, kind_low, length_high, length_low, after @ ..] = rest {
        let length = usize::from(u16::from_be_bytes([*length_high, *length_low]));
        if [*kind_high, *kind_low] == USERNAME {
            let name = std::str::from_utf8(after.get(..length)?).ok()?;
            return name.split(':').next();
        }
        // Attributes begin at multiples of four.
        rest = after.get(length.next_multiple_of(4)..)?;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::asks_for;

    fn request(attributes: &[u8]) -> Vec<u8> {
        let mut packet = vec![0, 1, 0, 0, 0x21, 0x12, 0xA4, 0x42];
        packet.extend([7; 12]);
        packet.extend(attributes);
        packet
    }

    #[test]
    fn the_name_is_found_behind_other_attributes() {
        let packet = request(b"\x80\x22\0\x03abc\0\0\x06\0\x05us:it\0\0\0");
        assert_eq!(asks_for(&packet), Some("us"));
    }

    #[test]
    fn what_is_broken_is_for_nobody() {
        assert_eq!(asks_for(&[]), None);
        assert_eq!(asks_for(&request(b"")), None);
        assert_eq!(asks_for(&request(b"\0\x06\xff\xffus")), None);
        assert_eq!(asks_for(&request(b"\x80\x22\xff\xff")), None);
        assert_eq!(asks_for(&request(b"\0\x06\0\x02\xff\xfe")), None);
        let mut answer = request(b"\0\x06\0\x02us");
        answer[0] = 1;
        assert_eq!(asks_for(&answer), None);
    }
}
