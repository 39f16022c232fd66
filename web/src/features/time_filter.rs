//! Conditions on time in the filter bar: the usual ones, and the window in which one says another.

use leptos::prelude::*;
use shared::filter::{CLOSES_MAX, WAITS_MAX};
use shared::problem::Problem;
use web_sys::SubmitEvent;

use crate::fetch::Failure;
use crate::logic::term::Term;
use crate::ui::dialog::Dialog;
use crate::ui::field::{Field, FormProblem, Select};
use crate::watch::memo;

/// Those that are at hand.
pub const USUAL: [Term; 5] =
    [Term::Waits(30), Term::Waits(120), Term::Waits(1_440), Term::Closes(2), Term::Closes(6)];

/// The units of a wait, with their minutes.
const UNITS: [(&str, &str, u32); 3] =
    [("minutes", "minutes", 1), ("hours", "hours", 60), ("days", "days", 1_440)];

/// A wait in words, by the largest unit that says it in whole numbers.
pub fn waits(minutes: u32) -> String {
    match minutes {
        it if it % 1_440 == 0 => match it / 1_440 {
            1 => "Waits over 1 day".into(),
            days => format!("Waits over {days} days"),
        },
        it if it % 60 == 0 => format!("Waits over {} h", it / 60),
        it => format!("Waits over {it} min"),
    }
}

/// The window in which one says another time.
#[component]
pub fn TimeWindow(
    open: RwSignal<bool>,
    add: impl Fn(Term) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let take = Callback::new(move |term| {
        open.set(false);
        add(term);
    });
    view! {
        <Dialog title="Filter by time" open=open>
            {form(take)}
        </Dialog>
    }
}

part! {
    fn form(take: Callback<Term>) in tools { view! { <Form take=take /> }.into_any() }
}

#[component]
fn Form(take: Callback<Term>) -> impl IntoView {
    let (which, unit, number) = (
        RwSignal::new("waits".to_owned()),
        RwSignal::new("minutes".to_owned()),
        RwSignal::new(String::new()),
    );
    let failure = RwSignal::new(None::<Failure>);
    let waiting = memo(move || which.with(|it| it == "waits"));
    let pairs = |these: &[(&str, &str)]| {
        these
            .iter()
            .map(|(word, words)| ((*word).to_owned(), (*words).to_owned()))
            .collect::<Vec<_>>()
    };
    let kinds = move || {
        pairs(&[
            ("waits", "The customer has been waiting for"),
            ("closes", "The 24-hour window closes within"),
        ])
    };
    let units = move || {
        if waiting.get() {
            pairs(&UNITS.map(|(word, words, _)| (word, words)))
        } else {
            pairs(&[("hours", "hours")])
        }
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let typed = number.with_untracked(|it| it.trim().parse::<u32>().ok());
        let per = UNITS.iter().find(|it| unit.with_untracked(|unit| unit == it.0));
        let per = per.map_or(1, |it| it.2);
        let term = if waiting.get_untracked() {
            let minutes = typed.and_then(|it| it.checked_mul(per));
            minutes.filter(|it| (1..=WAITS_MAX).contains(it)).map(Term::Waits)
        } else {
            typed.filter(|it| (1..=CLOSES_MAX).contains(it)).map(Term::Closes)
        };
        let Some(term) = term else {
            let words = if waiting.get_untracked() {
                "Write a whole number, at most a year in all."
            } else {
                "Write a whole number of hours, from 1 to 24."
            };
            return failure.set(Some(Failure::Refused(Problem::invalid("number", words))));
        };
        take.run(term);
    };
    view! {
        <form class="form" on:submit=submit novalidate>
            <Select label="Condition" name="which" testid="time-which" options=Signal::derive(kinds) value=which />
            <Field label="How many" name="number" kind="text" testid="time-number" value=number failure=failure />
            <Select label="Of what" name="unit" testid="time-unit" options=Signal::derive(units) value=unit />
            <FormProblem failure=failure fields=&["number"] />
            <div class="buttons"><button class="button primary" data-testid="time-submit">"Add"</button></div>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use super::waits;

    #[test]
    fn a_wait_is_said_by_its_largest_whole_unit() {
        let said = [45, 60, 90, 1_440, 4_320].map(waits);
        assert_eq!(
            said,
            [
                "Waits over 45 min",
                "Waits over 1 h",
                "Waits over 90 min",
                "Waits over 1 day",
                "Waits over 3 days"
            ]
        );
    }
}
