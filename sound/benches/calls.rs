//! What calls cost: how soon both hear each other, what is lost with many at once, processor and memory. Both ends are peers
//! in this process; what they take is left out by the names of their threads, and by a process that has nothing but them.

#![expect(clippy::unwrap_used, reason = "a benchmark that panics has failed")]

use std::env;
use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

use simulator::Voice;
use sound::{Call, Config, Exchange};

/// Ticks of a processor's time in a second, and bytes of a page: Linux's, everywhere we run.
const TICKS: f64 = 100.0;
const PAGE: u64 = 4096;
/// Calls one after the other, to see how soon they are there.
const SOON: usize = 40;

#[tokio::main]
async fn main() {
    let size = |name: &str, usual| env::var(name).map_or(usual, |text| text.parse().unwrap());
    let calls = size("ONEVOICE_BENCH_CALLS", 100);
    let seconds = size("ONEVOICE_BENCH_SECONDS", 20);
    let churn = size("ONEVOICE_BENCH_CHURN", 1_000);
    if env::args().any(|word| word == "--ends-alone") {
        return ends_alone(calls).await;
    }
    let exchange = Exchange::start(Config::default()).unwrap();
    let begin = memory();
    let many = many(&exchange, calls).await;
    let ends = ends_alone_elsewhere();
    let each = memory().saturating_sub(begin).saturating_sub(ends) / u64::try_from(calls).unwrap();
    figure("Memory of a call", float(each) / 1e6, "MB", 1.0);
    let before = processor();
    let begun = Instant::now();
    tokio::time::sleep(Duration::from_secs(u64::try_from(seconds).unwrap())).await;
    let used = (processor() - before) / begun.elapsed().as_secs_f64() * 100.0;
    let lost: u64 = many.iter().map(|(_, customer, _)| customer.lost(0)).sum();
    figure(
        &format!("{calls} calls at once: packets lost on the way to the customer"),
        float(lost),
        "packets",
        0.0,
    );
    let lost: u64 = many.iter().map(|(_, _, tab)| tab.lost(0)).sum();
    figure("The same, to the tab", float(lost), "packets", 0.0);
    figure("The same: of a processor, each", used / float(calls.try_into().unwrap()), "%", 1.0);
    drop(many);

    let mut soon = Vec::new();
    for _ in 0..SOON {
        let (call, customer) = rings(&exchange).await;
        soon.push(answered(&call, &customer).await.1.as_secs_f64() * 1_000.0);
    }
    soon.sort_by(f64::total_cmp);
    let at = |nth: usize| soon.get(nth).copied().unwrap_or(f64::INFINITY);
    figure("Answered, until the tab hears the customer, median", at(SOON / 2), "ms", 700.0);
    figure("The same, 95th percentile", at(SOON * 95 / 100), "ms", 700.0);

    let before = memory();
    for _ in 0..churn {
        let (call, customer) = rings(&exchange).await;
        let (_tab, _) = answered(&call, &customer).await;
        call.close().await;
    }
    let grown = float(memory().saturating_sub(before)) / 1e6;
    figure(&format!("{churn} calls come and go: memory grows by"), grown, "MB", 2.0);
}

/// Calls that go on, with both of their ends.
async fn many(exchange: &Exchange, calls: usize) -> Vec<(Call, Voice, Voice)> {
    let mut many = Vec::new();
    for _ in 0..calls {
        let (call, customer) = rings(exchange).await;
        let (tab, _) = answered(&call, &customer).await;
        many.push((call, customer, tab));
    }
    many
}

async fn rings(exchange: &Exchange) -> (Call, Voice) {
    let (customer, offer) = Voice::calls().await.unwrap();
    let (call, answer) = exchange.incoming(&offer).await.unwrap();
    customer.answered(&answer).await.unwrap();
    customer.connects().await.unwrap();
    (call, customer)
}

/// Answers, and tells how long it took until the tab heard something.
async fn answered(call: &Call, customer: &Voice) -> (Voice, Duration) {
    let begun = Instant::now();
    let (tab, offer) = Voice::tab().await.unwrap();
    let (_, answer) = call.attach(&offer, None).await.unwrap();
    call.open();
    customer.starts();
    tab.answered(&answer).await.unwrap();
    while tab.packets(0) == 0 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    (tab, begun.elapsed())
}

/// What the ends take without us, in bytes, as a process of its own tells.
fn ends_alone_elsewhere() -> u64 {
    let told = Command::new(env::current_exe().unwrap()).arg("--ends-alone").output().unwrap();
    String::from_utf8(told.stdout).unwrap().trim().parse().unwrap()
}

async fn ends_alone(calls: usize) {
    let begin = memory();
    let mut pairs = Vec::new();
    for _ in 0..calls {
        let (customer, offer) = Voice::calls().await.unwrap();
        let (other, answer) = Voice::business_answers(&offer).await.unwrap();
        customer.answered(&answer).await.unwrap();
        other.connects().await.unwrap();
        customer.starts();
        pairs.push((customer, other));
    }
    println!("{}", memory().saturating_sub(begin));
}

/// Of this process, in bytes.
fn memory() -> u64 {
    let pages = fs::read_to_string("/proc/self/statm").unwrap();
    pages.split(' ').nth(1).unwrap().parse::<u64>().unwrap() * PAGE
}

/// What our threads have used, in seconds of a processor.
fn processor() -> f64 {
    let tasks = fs::read_dir("/proc/self/task").unwrap().map(|task| task.unwrap().path());
    let ours = tasks.filter(|task| {
        fs::read_to_string(task.join("comm")).is_ok_and(|name| name.trim() == "sound")
    });
    let used = ours.map(|task| {
        let stat = fs::read_to_string(task.join("stat")).unwrap();
        let fields = stat.rsplit(')').next().unwrap().split_whitespace().skip(11).take(2);
        fields.map(|ticks| ticks.parse::<f64>().unwrap()).sum::<f64>()
    });
    used.sum::<f64>() / TICKS
}

#[expect(clippy::cast_precision_loss, reason = "bytes and packets of minutes")]
fn float(number: u64) -> f64 {
    number as f64
}

/// As `cargo xtask bench` reads it.
fn figure(name: &str, value: f64, unit: &str, goal: f64) {
    println!("{name}\t{value:.2}\t{unit}\t{goal}\t{}", value <= goal);
}
