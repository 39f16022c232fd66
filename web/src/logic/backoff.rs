//! How long to wait before the next attempt: full jitter, so that a thousand tabs don't come back at once.

/// Shortest wait, in milliseconds.
pub const MIN: u32 = 250;
/// Longest wait, in milliseconds.
pub const MAX: u32 = 15_000;

/// Milliseconds to wait after `failed` attempts in a row; `chance` is between 0 and 1.
pub fn delay(failed: u32, chance: f64) -> u32 {
    let most = MIN.saturating_mul(2_u32.saturating_pow(failed.saturating_add(1))).min(MAX);
    let spread = f64::from(most - MIN) * chance.clamp(0.0, 1.0);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it is between 0 and MAX"
    )]
    let spread = spread as u32;
    MIN + spread
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_stay_between_their_bounds() {
        assert_eq!(delay(0, 0.0), MIN);
        assert_eq!(delay(0, 1.0), 2 * MIN);
        assert_eq!(delay(3, 1.0), 16 * MIN);
        for failed in [6, 7, 100, u32::MAX] {
            assert_eq!(delay(failed, 0.0), MIN);
            assert_eq!(delay(failed, 1.0), MAX);
        }
    }
}
