//! What a task shows while it works: numbered steps, what each is for, and how long it took.

use std::env;
use std::io::{IsTerminal, stdout};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::Result;

/// Whether standard output belongs to a program that reads it.
static ASIDE: AtomicBool = AtomicBool::new(false);

/// Says everything on standard error from here on.
pub(crate) fn stand_aside() {
    ASIDE.store(true, Ordering::Relaxed);
}

fn say(text: &str) {
    if ASIDE.load(Ordering::Relaxed) {
        eprintln!("{text}");
    } else {
        println!("{text}");
    }
}

/// Numbered steps of one task.
pub(crate) struct Steps {
    total: usize,
    begun: usize,
}

impl Steps {
    pub(crate) fn new(total: usize) -> Self {
        Self { total, begun: 0 }
    }

    /// Does one step, saying before what it is for and after how long it took.
    pub(crate) fn step<T>(
        &mut self,
        title: &str,
        why: &str,
        work: impl FnOnce() -> Result<T>,
    ) -> Result<T> {
        self.begun += 1;
        say(&format!("\n{} {why}", bold(&format!("[{}/{}] {title}:", self.begun, self.total))));
        let start = Instant::now();
        let outcome = work();
        let verdict = if outcome.is_ok() { green("done") } else { red("failed") };
        say(&format!("      {verdict} in {}", seconds(start.elapsed())));
        outcome
    }
}

/// A remark under the step that is being done.
pub(crate) fn note(text: &str) {
    say(&format!("      {text}"));
}

/// A duration for a person: `0.4 s`, `12 s`, `3 min 05 s`.
pub(crate) fn seconds(elapsed: Duration) -> String {
    let whole = elapsed.as_secs();
    match whole {
        0..10 => format!("{:.1} s", elapsed.as_secs_f64()),
        10..60 => format!("{whole} s"),
        _ => format!("{} min {:02} s", whole / 60, whole % 60),
    }
}

pub(crate) fn bold(text: &str) -> String {
    painted("1", text)
}

pub(crate) fn green(text: &str) -> String {
    painted("32", text)
}

pub(crate) fn red(text: &str) -> String {
    painted("31", text)
}

pub(crate) fn dim(text: &str) -> String {
    painted("2", text)
}

/// Colour only where a person looks: not in a file, and not where `NO_COLOR` is set.
fn painted(code: &str, text: &str) -> String {
    if stdout().is_terminal() && env::var_os("NO_COLOR").is_none() {
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::seconds;

    #[test]
    fn a_duration_gets_coarser_as_it_grows() {
        assert_eq!(seconds(Duration::from_millis(420)), "0.4 s");
        assert_eq!(seconds(Duration::from_secs(42)), "42 s");
        assert_eq!(seconds(Duration::from_secs(185)), "3 min 05 s");
    }
}
