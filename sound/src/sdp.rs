//! Session descriptions (SDP): what we take from others, and how ours must look to them.

use std::net::SocketAddr;

use crate::{Error, codec};

/// Chromium's with two lines have 6 kB.
const LONGEST: usize = 32 * 1024;
const MOST_LINES: usize = 600;
const MOST_CANDIDATES: usize = 16;

/// The payload types of a description.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Kinds {
    pub(crate) sound: u8,
    pub(crate) keys: u8,
}

/// What we propose.
impl Default for Kinds {
    fn default() -> Self {
        Self { sound: codec::OPUS, keys: codec::KEYS }
    }
}

impl Kinds {
    /// Those of the first line that has Opus.
    pub(crate) fn of(sdp: &str) -> Result<Self, Error> {
        let find = |codec: &str| {
            let mut maps =
                lines(sdp).filter_map(|line| line.strip_prefix("a=rtpmap:")?.split_once(' '));
            maps.find(|(_, name)| name.to_ascii_lowercase().starts_with(codec))?.0.parse().ok()
        };
        let sound = find("opus/48000").ok_or_else(|| Error::Sdp("no Opus".into()))?;
        Ok(Self { sound, keys: find("telephone-event/8000").unwrap_or(codec::KEYS) })
    }
}

/// Looks at WhatsApp's offer or answer: one line of sound.
pub(crate) fn check_whatsapp(sdp: &str) -> Result<Kinds, Error> {
    check(sdp, 1)?;
    Kinds::of(sdp)
}

/// Looks at a browser's offer, which has one or two lines of sound, and gives it without candidates: whoever wants to be
/// heard comes to us, and nobody can make us send to somebody else. Also gives how many lines.
pub(crate) fn check_browser(sdp: &str) -> Result<(String, usize), Error> {
    let media = check(sdp, 2)?;
    Kinds::of(sdp)?;
    let without = lines(sdp).filter(|line| !is_candidate(line));
    Ok((without.fold(String::with_capacity(sdp.len()), joined), media))
}

fn check(sdp: &str, most: usize) -> Result<usize, Error> {
    let refuse = |why: &str| Err(Error::Sdp(why.to_owned()));
    if sdp.len() > LONGEST || lines(sdp).count() > MOST_LINES {
        return refuse("too long");
    }
    if sdp.chars().any(|it| it.is_control() && it != '\r' && it != '\n') {
        return refuse("not text");
    }
    let media = lines(sdp).filter(|line| line.starts_with("m="));
    let (sounds, others): (Vec<_>, Vec<_>) = media.partition(|line| line.starts_with("m=audio "));
    if !others.is_empty() || sounds.is_empty() || sounds.len() > most {
        return refuse("not the lines of a call");
    }
    for needed in ["a=ice-ufrag:", "a=ice-pwd:", "a=fingerprint:"] {
        if !lines(sdp).any(|line| line.starts_with(needed)) {
            return refuse("something is missing");
        }
    }
    if lines(sdp).filter(|line| line.starts_with("a=candidate:")).count() > MOST_CANDIDATES {
        return refuse("too many candidates");
    }
    Ok(sounds.len())
}

/// Ours as WhatsApp's samples look: the fingerprint with its line, and no candidate for a second component, which a
/// call does not have.
pub(crate) fn for_whatsapp(sdp: &str) -> String {
    let fingerprint =
        lines(sdp).find(|line| line.starts_with("a=fingerprint:")).unwrap_or_default();
    let wanted = |line: &&str| {
        *line != "a=end-of-candidates"
            && !line.starts_with("a=fingerprint:")
            && candidate(line).is_none_or(|fields| fields.get(1) == Some(&"1"))
    };
    lines(sdp).filter(wanted).fold(String::with_capacity(sdp.len()), |sdp, line| {
        let sdp = joined(sdp, line);
        if line.starts_with("a=ice-pwd:") { joined(sdp, fingerprint) } else { sdp }
    })
}

/// Ours for a browser: all it learns of where we are is the one port.
pub(crate) fn for_browsers(sdp: &str, port: SocketAddr) -> String {
    lines(sdp).fold(String::with_capacity(sdp.len()), |sdp, line| {
        let Some(mut fields) = candidate(line) else { return joined(sdp, line) };
        if fields.get(1) != Some(&"1") {
            return sdp;
        }
        let (ip, number) = (port.ip().to_string(), port.port().to_string());
        for (at, value) in [(4, &ip), (5, &number)] {
            if let Some(field) = fields.get_mut(at) {
                *field = value;
            }
        }
        joined(sdp, &format!("a=candidate:{}", fields.join(" ")))
    })
}

fn candidate(line: &str) -> Option<Vec<&str>> {
    Some(line.strip_prefix("a=candidate:")?.split(' ').collect())
}

fn is_candidate(line: &str) -> bool {
    line.starts_with("a=candidate:") || line == "a=end-of-candidates"
}

fn lines(sdp: &str) -> impl Iterator<Item = &str> {
    sdp.lines().map(str::trim_end).filter(|line| !line.is_empty())
}

fn joined(mut sdp: String, line: &str) -> String {
    sdp.push_str(line);
    sdp.push_str("\r\n");
    sdp
}

#[cfg(test)]
mod tests {
    use super::{Kinds, check_browser, check_whatsapp, for_browsers, for_whatsapp};

    const OURS: &str = "v=0\r\na=fingerprint:sha-256 AA\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111 126\r\n\
        a=ice-ufrag:u\r\na=ice-pwd:p\r\na=rtpmap:111 opus/48000/2\r\na=rtpmap:126 telephone-event/8000\r\n\
        a=candidate:1 1 udp 2130706431 10.0.0.7 40000 typ host\r\n\
        a=candidate:1 2 udp 2130706431 10.0.0.7 40000 typ host\r\na=end-of-candidates\r\n";

    #[test]
    fn whatsapp_gets_one_candidate_and_the_fingerprint_with_its_line() {
        let sdp = for_whatsapp(OURS);
        assert_eq!(sdp.matches("a=candidate:").count(), 1);
        assert!(sdp.contains("a=ice-pwd:p\r\na=fingerprint:sha-256 AA\r\n"), "{sdp}");
        assert_eq!(sdp.matches("a=fingerprint").count(), 1);
    }

    #[test]
    fn browsers_learn_of_the_one_port_and_nothing_else() {
        let sdp = for_browsers(OURS, "203.0.113.5:7882".parse().unwrap());
        assert!(
            sdp.contains("a=candidate:1 1 udp 2130706431 203.0.113.5 7882 typ host\r\n"),
            "{sdp}"
        );
        assert!(!sdp.contains("10.0.0.7"), "{sdp}");
    }

    #[test]
    fn a_browsers_candidates_are_not_followed() {
        let (sdp, lines) = check_browser(OURS).unwrap();
        assert!(!sdp.contains("candidate"), "{sdp}");
        assert_eq!(lines, 1);
        assert_eq!(check_whatsapp(OURS).unwrap(), Kinds { sound: 111, keys: 126 });
    }

    #[test]
    fn what_is_no_call_is_refused() {
        let video = OURS.replace("m=audio", "m=video");
        let three = OURS.replace("a=ice-ufrag", "m=audio 9 A 1\r\nm=audio 9 A 1\r\na=ice-ufrag");
        let candidates =
            OURS.replace("v=0\r\n", &"a=candidate:1 1 udp 1 10.0.0.1 1 typ host\r\n".repeat(20));
        let long = format!("{OURS}{}", "a=x\r\n".repeat(700));
        for sdp in
            ["", "\0", "v=0", &video, &three, &candidates, &long, &OURS.replace("opus", "PCMU")]
        {
            assert!(check_browser(sdp).is_err(), "{sdp}");
        }
    }
}
