//! Which tones there are in a second of sound (Goertzel's algorithm: the strength of one frequency at a time).

use std::f64::consts::TAU;

use super::ear::RATE;

/// The range of a voice on the telephone, in steps that no tone falls through.
const LOWEST: u32 = 100;
const HIGHEST: u32 = 3_600;
const STEP: u32 = 20;
/// Samples looked at together: short, so that a step is wide enough.
const SEGMENT: usize = RATE / 20;
/// What is softer is noise; what is so much softer than the loudest belongs to it.
const FLOOR: f64 = 0.004;
const SHARE: f64 = 0.2;
const MOST: usize = 4;

/// Root mean square, 0 to 1.
pub(super) fn energy(samples: &[f32]) -> f64 {
    let Ok(count) = u32::try_from(samples.len()) else { return 0.0 };
    let squares: f64 = samples.iter().map(|sample| f64::from(*sample).powi(2)).sum();
    (squares / f64::from(count.max(1))).sqrt()
}

/// The tones that stand out, in Hz, the loudest first.
pub(super) fn loudest(samples: &[f32]) -> Vec<f64> {
    let latest = samples.get(samples.len().saturating_sub(RATE / 2)..).unwrap_or_default();
    let steps: Vec<u32> = (LOWEST..=HIGHEST).step_by(20).collect();
    let strengths: Vec<f64> = steps.iter().map(|hz| strength(latest, f64::from(*hz))).collect();
    let most = strengths.iter().copied().fold(0.0, f64::max);
    let mut peaks: Vec<(u32, f64)> = Vec::new();
    for (nth, (hz, strength)) in steps.iter().zip(&strengths).enumerate() {
        let beside = |nth: usize| strengths.get(nth).copied().unwrap_or_default();
        let before = nth.checked_sub(1).map(beside).unwrap_or_default();
        if *strength > FLOOR.max(most * SHARE) && *strength >= before && *strength > beside(nth + 1)
        {
            peaks.push((*hz, *strength));
        }
    }
    peaks.sort_by(|one, other| other.1.total_cmp(&one.1));
    peaks.into_iter().take(MOST).map(|(hz, _)| refine(latest, hz)).collect()
}

/// The frequency near a peak at which it is highest, to 2 Hz.
fn refine(samples: &[f32], hz: u32) -> f64 {
    let near = (hz.saturating_sub(STEP)..=hz + STEP).step_by(2).map(f64::from);
    let long = samples.get(..samples.len().min(RATE / 4)).unwrap_or_default();
    near.map(|hz| (hz, goertzel(long, hz)))
        .max_by(|one, other| one.1.total_cmp(&other.1))
        .map_or(0.0, |best| best.0)
}

/// The amplitude of a frequency, over short segments.
fn strength(samples: &[f32], hz: f64) -> f64 {
    let segments = samples.chunks_exact(SEGMENT);
    let count = u32::try_from(segments.len().max(1)).unwrap_or(u32::MAX);
    segments.map(|segment| goertzel(segment, hz)).sum::<f64>() / f64::from(count)
}

/// The amplitude of a frequency, 0 to 1, under a window that keeps tones apart (Hann's).
fn goertzel(samples: &[f32], hz: f64) -> f64 {
    let (Ok(count), Ok(rate)) = (u32::try_from(samples.len()), u32::try_from(RATE)) else {
        return 0.0;
    };
    let count = f64::from(count.max(1));
    let turn = TAU * hz / f64::from(rate);
    let factor = 2.0 * turn.cos();
    let (mut one, mut two) = (0.0, 0.0);
    for (nth, sample) in (0_u32..).zip(samples) {
        let window = 0.5 - 0.5 * (TAU * f64::from(nth) / count).cos();
        let now = f64::from(*sample) * window + factor * one - two;
        two = one;
        one = now;
    }
    // Half of the sound passes the window, and half of a wave is its other side.
    (one * one + two * two - factor * one * two).max(0.0).sqrt() * 4.0 / count
}

#[cfg(test)]
mod tests {
    use super::{RATE, TAU, energy, loudest};

    #[expect(clippy::cast_possible_truncation, reason = "a sample has no more digits")]
    fn waves(tones: &[(f64, f64)]) -> Vec<f32> {
        let at = |nth: u32| f64::from(nth) / 16_000.0;
        let sample =
            |nth| tones.iter().map(|(hz, loud)| loud * (TAU * hz * at(nth)).sin()).sum::<f64>();
        (0..u32::try_from(RATE).unwrap()).map(|nth| sample(nth) as f32).collect()
    }

    #[test]
    fn two_tones_are_told_apart_and_silence_has_none() {
        let heard = loudest(&waves(&[(440.0, 0.3), (1_333.0, 0.2)]));
        assert_eq!(heard.len(), 2, "{heard:?}");
        assert!((heard[0] - 440.0).abs() < 5.0 && (heard[1] - 1_333.0).abs() < 5.0, "{heard:?}");
        assert_eq!(loudest(&waves(&[])), Vec::<f64>::new());
        assert!((energy(&waves(&[(440.0, 0.3)])) - 0.3 / 2.0_f64.sqrt()).abs() < 0.01);
    }
}
