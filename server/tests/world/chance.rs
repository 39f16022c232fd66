//! Chance that can be had again: a test that fails has printed its seed.

use fastrand::Rng;

/// The seed of `ONEVOICE_TEST_SEED`, or a fresh one. It is printed, which shows when the test fails.
pub fn chance() -> Rng {
    let given = std::env::var("ONEVOICE_TEST_SEED").ok().map(|seed| seed.parse().unwrap());
    let seed = given.unwrap_or_else(|| fastrand::u64(..));
    println!("ONEVOICE_TEST_SEED={seed}");
    Rng::with_seed(seed)
}

/// Whether the long form is wanted (`ONEVOICE_TEST_FULL=1`) instead of the one that everybody waits for.
pub fn full() -> bool {
    std::env::var("ONEVOICE_TEST_FULL").is_ok_and(|full| full == "1")
}
