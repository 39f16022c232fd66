//! How good a call sounds, by what the browser measures (WebRTC's Statistics API).

use js_sys::{Map, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::RtcPeerConnection;

/// How good it sounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quality {
    /// Nobody has to think about it.
    Good,
    /// One hears that something is missing.
    Weak,
    /// One hardly understands anything.
    Poor,
}

impl Quality {
    /// For a person.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Good => "Good connection",
            Self::Weak => "Weak connection",
            Self::Poor => "Poor connection: try another network",
        }
    }

    /// For style and tests.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Weak => "weak",
            Self::Poor => "poor",
        }
    }
}

/// What was measured: times in milliseconds, packets since the beginning.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Measured {
    /// There and back.
    pub round: f64,
    /// How unevenly packets come.
    pub jitter: f64,
    /// That came.
    pub received: f64,
    /// That did not.
    pub lost: f64,
}

/// How good it sounded between two looks.
pub fn judge(before: Measured, now: Measured) -> Quality {
    let (lost, received) = (now.lost - before.lost, now.received - before.received);
    let all = lost + received;
    let share = if all > 0.0 { (lost / all).max(0.0) } else { 0.0 };
    if now.round > 600.0 || now.jitter > 100.0 || share > 0.1 {
        Quality::Poor
    } else if now.round > 300.0 || now.jitter > 40.0 || share > 0.03 {
        Quality::Weak
    } else {
        Quality::Good
    }
}

/// Looks once; nothing where the browser does not tell.
pub async fn measure(connection: &RtcPeerConnection) -> Option<Measured> {
    let report = JsFuture::from(connection.get_stats()).await.ok()?;
    let mut all = Measured::default();
    let mut look = |one: JsValue, _key: JsValue| {
        let number = |name: &str| {
            Reflect::get(&one, &name.into()).ok().and_then(|it| it.as_f64()).unwrap_or_default()
        };
        let word = |name: &str| Reflect::get(&one, &name.into()).ok()?.as_string();
        match word("type").as_deref() {
            Some("inbound-rtp") => {
                all.received += number("packetsReceived");
                all.lost += number("packetsLost");
                all.jitter = all.jitter.max(number("jitter") * 1_000.0);
            }
            Some("candidate-pair") => {
                all.round = all.round.max(number("currentRoundTripTime") * 1_000.0);
            }
            _ => {}
        }
    };
    report.unchecked_ref::<Map>().for_each(&mut look);
    Some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FINE: Measured = Measured { round: 40.0, jitter: 5.0, received: 1_000.0, lost: 0.0 };

    #[test]
    fn only_what_was_lost_lately_counts() {
        let old = Measured { lost: 500.0, ..FINE };
        let now = Measured { received: 1_100.0, ..old };
        assert_eq!(judge(old, now), Quality::Good);
        assert_eq!(judge(old, Measured { lost: 505.0, ..now }), Quality::Weak);
        assert_eq!(judge(old, Measured { lost: 550.0, ..now }), Quality::Poor);
    }

    #[test]
    fn a_long_way_is_weak_and_a_very_long_one_poor() {
        assert_eq!(judge(FINE, Measured { round: 400.0, ..FINE }), Quality::Weak);
        assert_eq!(judge(FINE, Measured { round: 700.0, ..FINE }), Quality::Poor);
        assert_eq!(judge(FINE, Measured { jitter: 60.0, ..FINE }), Quality::Weak);
    }
}
