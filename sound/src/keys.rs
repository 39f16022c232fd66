//! Keys of a telephone, as RFC 4733 sends them: some packets while one is down, some to say that it is up.

use std::collections::VecDeque;
use std::time::Duration;

use rtc::rtp;

use crate::Error;

const KEYS: &str = "0123456789*#ABCD";
/// Pressed at once; nobody types more than a card's number.
pub(crate) const MOST: usize = 64;
/// Packets while a key is down (100 ms), those that say that it is up, and what the other side may need between two.
pub(crate) const DOWN: u16 = 5;
pub(crate) const UP: u16 = 3;
pub(crate) const STEP: Duration = Duration::from_millis(20);
pub(crate) const PAUSE: Duration = Duration::from_millis(80);
/// A step of 20 ms by the clock of keys, 8,000 Hz.
const TICKS: u16 = 160;
/// In dBm0 below the loudest; what telephones use.
const VOLUME: u8 = 10;
/// Keys remembered, to tell repetitions from new ones.
const REMEMBERED: usize = 32;

/// The numbers of these keys.
pub(crate) fn events(keys: &str) -> Result<Vec<u8>, Error> {
    let number = |key: char| {
        let nth = KEYS.chars().position(|known| known == key.to_ascii_uppercase())?;
        u8::try_from(nth).ok()
    };
    let events: Option<Vec<u8>> = keys.chars().map(number).collect();
    events.filter(|events| !events.is_empty() && events.len() <= MOST).ok_or(Error::Keys)
}

/// The nth packet of a key.
pub(crate) fn packet(event: u8, nth: u16) -> [u8; 4] {
    let up = if nth >= DOWN { 0x80 } else { 0 };
    let [high, low] = (TICKS * (nth.min(DOWN - 1) + 1)).to_be_bytes();
    [event, up | VOLUME, high, low]
}

/// Who listens for keys: each comes in several packets, told apart from the next by its time.
#[derive(Default)]
pub(crate) struct Listening {
    heard: VecDeque<(u32, u8)>,
}

impl Listening {
    /// The key of a packet, the first time that it is heard.
    pub(crate) fn hear(&mut self, packet: &rtp::Packet) -> Option<char> {
        let event = packet.payload.first().copied()?;
        let key = KEYS.chars().nth(event.into())?;
        let seen = (packet.header.timestamp, event);
        if self.heard.contains(&seen) {
            return None;
        }
        self.heard.push_back(seen);
        if self.heard.len() > REMEMBERED {
            self.heard.pop_front();
        }
        Some(key)
    }
}

#[cfg(test)]
mod tests {
    use super::{DOWN, Listening, UP, events, packet, rtp};

    fn sent(event: u8, nth: u16, timestamp: u32) -> rtp::Packet {
        let header = rtp::Header { timestamp, ..rtp::Header::default() };
        rtp::Packet { header, payload: packet(event, nth).to_vec().into() }
    }

    #[test]
    fn a_key_is_heard_once_and_the_same_again_a_second_time() {
        let mut listening = Listening::default();
        let heard: String = [(1, 0), (1, 960), (11, 9_600)]
            .into_iter()
            .flat_map(|(event, time)| (0..DOWN + UP).map(move |nth| sent(event, nth, time)))
            .filter_map(|packet| listening.hear(&packet))
            .collect();
        assert_eq!(heard, "11#");
    }

    #[test]
    fn only_keys_of_a_telephone_are_pressed() {
        assert_eq!(events("1*d").unwrap(), [1, 10, 15]);
        assert!(events("").is_err() && events("12 3").is_err() && events(&"1".repeat(65)).is_err());
    }

    #[test]
    fn a_key_goes_up_at_its_end() {
        assert_eq!(packet(3, 0), [3, 10, 0, 160]);
        assert_eq!(packet(3, DOWN), [3, 0x8A, 3, 32]);
    }
}
