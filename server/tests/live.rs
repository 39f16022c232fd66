//! How soon others see what somebody does, and how long it takes until everybody is back when all come at once; or how soon
//! who has room is given somebody when thousands wait. The servers run in this process, on a real database and real sockets;
//! figures go to standard output, a line each with tabs between name, value, unit and goal.

#![allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::allow_attributes,
    reason = "what is measured stands in the world of the tests"
)]

#[path = "live/allocation.rs"]
mod allocation;
#[path = "live/presence.rs"]
mod presence;
#[path = "realtime/socket.rs"]
mod socket;
#[path = "live/storm.rs"]
mod storm;
mod world;

use std::time::Duration;

use world::{Database, World};

/// Colleagues see within so many milliseconds who looks and who replies (the bar of presence).
const SEEN: f64 = 300.0;
/// Everybody is back within so many milliseconds.
const BACK: f64 = 2_000.0;
/// And knows how long their lists are within so many: nobody waits for that to go on.
const COUNTED: f64 = 10_000.0;
/// Who has room is given somebody within so many milliseconds.
const GIVEN: f64 = 1_000.0;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let database = std::env::var("ONEVOICE_BENCH_DATABASE").unwrap_or_else(|_| "sqlite".into());
    match database.as_str() {
        "postgres" => {
            let redis = world::database::redis();
            World::tell(Database::postgres().await, Some(&redis), 2, measure).await;
        }
        _ => World::tell(Database::sqlite().await, None, 1, measure).await,
    }
}

async fn measure(world: World) {
    if std::env::var("ONEVOICE_BENCH").is_ok_and(|what| what == "allocation") {
        return allocation::measure(&world).await;
    }
    presence::measure(&world).await;
    storm::measure(&world).await;
}

/// One figure. At most `goal` is good.
fn figure(name: &str, value: Duration, goal: f64) {
    let value = (value.as_secs_f64() * 10_000.0).round() / 10.0;
    println!("{name}\t{value}\tms\t{goal}\t{}", value <= goal);
}

/// The value that `share` of all lie below.
fn percentile(values: &mut [Duration], share: f64) -> Duration {
    values.sort_unstable();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "there are fewer than 2^52"
    )]
    let at = (values.len() as f64 * share).ceil() as usize;
    values[at.clamp(1, values.len()) - 1]
}
