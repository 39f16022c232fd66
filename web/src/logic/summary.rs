//! What whoever gets a conversation should know, put together from what is known of it: no guesses, nothing that is not so. It is
//! a beginning: whoever hands over reads it, and changes it as they like.

use shared::time::Millis;

use crate::logic::when::{self, Window};

/// So many of what the customer wrote last are told.
pub const WANTS_MAX: usize = 3;
/// Longest quotation, in characters.
const QUOTED_MAX: usize = 160;

/// What is known. Times are written by who knows the calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// What the customer wrote since the last answer, oldest first.
    pub wants: Vec<String>,
    /// For how long they have waited for an answer.
    pub waits: Option<Millis>,
    /// Whether we may write freely.
    pub window: Window,
    /// What is on it.
    pub labels: Vec<String>,
    /// What is promised, or still open.
    pub open: Vec<Open>,
    /// Who answered last, how long ago, and what.
    pub answer: Option<(String, Millis, String)>,
}

/// Something that is promised, or still open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Open {
    /// It comes back at a time.
    Back(String),
    /// It comes back when the customer writes.
    BackOnReply,
    /// A message leaves at a time.
    Leaves(String, String),
    /// A message was to leave, but the customer wrote first.
    Stopped(String),
    /// A colleague was mentioned and has said nothing.
    Asked(String),
    /// Leads were asked to look at it.
    Escalated(String),
    /// The customer called, and nobody has called back.
    Missed(String),
}

/// The summary, a line for each thing.
pub fn text(of: &Facts) -> String {
    let mut lines = Vec::new();
    if !of.wants.is_empty() {
        let first = of.wants.len().saturating_sub(WANTS_MAX);
        let told = of.wants.iter().skip(first).map(|it| quoted(it)).collect::<Vec<_>>();
        let before = if first > 0 { format!(" (and {first} before)") } else { String::new() };
        lines.push(format!("Customer wants: {}{before}", told.join(" ")));
    }
    lines.push(match of.waits {
        Some(since) => format!("Waiting for an answer: {}", when::span(since)),
        None => "Nobody waits for an answer.".to_owned(),
    });
    lines.push(match of.window {
        Window::Open(left) | Window::Closing(left) => {
            format!("We can write freely for {}.", when::span(left))
        }
        Window::Closed => "The 24 hours are over: only templates can be sent.".to_owned(),
    });
    if !of.labels.is_empty() {
        lines.push(format!("Labels: {}", of.labels.join(", ")));
    }
    lines.extend(of.open.iter().map(|it| format!("Open: {}", open(it))));
    lines.push(match &of.answer {
        Some((who, ago, words)) => {
            format!("Last answer: {who}, {} ago: {}", when::span(*ago), quoted(words))
        }
        None => "Nobody of us has answered yet.".to_owned(),
    });
    lines.join("\n")
}

fn open(it: &Open) -> String {
    match it {
        Open::Back(at) => format!("snoozed until {at}"),
        Open::BackOnReply => "snoozed until the customer writes".to_owned(),
        Open::Leaves(at, words) => format!("{} leaves {at}", quoted(words)),
        Open::Stopped(words) => {
            format!("{} was to leave, but the customer wrote first", quoted(words))
        }
        Open::Asked(who) => format!("{who} was mentioned and has not answered"),
        Open::Escalated(why) => format!("leads are asked to look at it: {why}"),
        Open::Missed(at) => format!("missed call at {at}, not called back"),
    }
}

/// On one line, cut where it is long.
fn quoted(words: &str) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut short: String = line.chars().take(QUOTED_MAX).collect();
    if short.len() < line.len() {
        short.push('…');
    }
    format!("“{short}”")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quiet() -> Facts {
        Facts {
            wants: vec![],
            waits: None,
            window: Window::Closed,
            labels: vec![],
            open: vec![],
            answer: None,
        }
    }

    #[test]
    fn what_is_not_so_is_not_told() {
        assert_eq!(
            text(&quiet()),
            "Nobody waits for an answer.\n\
             The 24 hours are over: only templates can be sent.\n\
             Nobody of us has answered yet."
        );
    }

    #[test]
    fn everything_that_is_known_has_its_line() {
        let facts = Facts {
            wants: vec!["Where is\nmy refund?".into(), "Order 12".into()],
            waits: Some(Millis::minutes(125)),
            window: Window::Open(Millis::hours(21)),
            labels: vec!["VIP".into(), "Refund".into()],
            open: vec![
                Open::Back("tomorrow 09:00".into()),
                Open::BackOnReply,
                Open::Leaves("tomorrow 10:00".into(), "See you".into()),
                Open::Stopped("Are you there?".into()),
                Open::Asked("Cleo".into()),
                Open::Escalated("He shouts".into()),
                Open::Missed("14:05".into()),
            ],
            answer: Some(("Ben".into(), Millis::hours(3), "We look into it".into())),
        };
        assert_eq!(
            text(&facts),
            "Customer wants: “Where is my refund?” “Order 12”\n\
             Waiting for an answer: 2 h 5 min\n\
             We can write freely for 21 h.\n\
             Labels: VIP, Refund\n\
             Open: snoozed until tomorrow 09:00\n\
             Open: snoozed until the customer writes\n\
             Open: “See you” leaves tomorrow 10:00\n\
             Open: “Are you there?” was to leave, but the customer wrote first\n\
             Open: Cleo was mentioned and has not answered\n\
             Open: leads are asked to look at it: He shouts\n\
             Open: missed call at 14:05, not called back\n\
             Last answer: Ben, 3 h ago: “We look into it”"
        );
    }

    #[test]
    fn of_many_messages_the_latest_are_told_and_long_ones_are_cut() {
        let mut facts = quiet();
        facts.wants = (1..=5).map(|n| format!("Message {n}")).collect();
        let told = text(&facts);
        let first = told.lines().next();
        let meant = "Customer wants: “Message 3” “Message 4” “Message 5” (and 2 before)";
        assert_eq!(first, Some(meant));
        facts.wants = vec!["é".repeat(400)];
        let line = text(&facts).lines().next().map(|it| it.chars().count());
        assert_eq!(line, Some("Customer wants: “”…".chars().count() + QUOTED_MAX));
    }
}
