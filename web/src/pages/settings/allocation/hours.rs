//! Times of a week: a line for each day.

use js_sys::{Array, Function, Object, Reflect};
use leptos::prelude::*;
use shared::allocation::hours::DAY;
use shared::allocation::{Hours, Span};
use wasm_bindgen::{JsCast, JsValue};

use crate::fetch::Failure;
use crate::ui::choice::Switch;
use crate::ui::field::Field;

const DAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// One day, while it is being chosen.
#[derive(Clone, Copy)]
struct Day {
    on: RwSignal<bool>,
    from: RwSignal<String>,
    to: RwSignal<String>,
}

/// Times of a week, while they are being chosen.
#[derive(Clone, Copy)]
pub struct Week {
    on: RwSignal<bool>,
    zone: RwSignal<String>,
    days: StoredValue<Vec<Day>>,
    /// Of what is more than one part of a day: kept as it is, unless that day is changed.
    before: StoredValue<Vec<Span>>,
}

impl Week {
    /// To begin with: the office, in the zone in which this browser is.
    pub fn new(hours: Option<&Hours>) -> Self {
        let of = |day: u8| {
            let known = hours.and_then(|it| it.week.iter().find(|it| it.day == day));
            let (from, to) = known.map_or((9 * 60, 17 * 60), |it| (it.from, it.to));
            let on = hours.map_or(day < 5, |_| known.is_some());
            Day {
                on: RwSignal::new(on),
                from: RwSignal::new(clock(from)),
                to: RwSignal::new(clock(to)),
            }
        };
        Self {
            on: RwSignal::new(hours.is_some()),
            zone: RwSignal::new(hours.map_or_else(here, |it| it.zone.clone())),
            days: StoredValue::new((0..7).map(of).collect()),
            before: StoredValue::new(hours.map(|it| it.week.clone()).unwrap_or_default()),
        }
    }

    /// As chosen.
    pub fn chosen(self) -> Option<Hours> {
        let day = |(day, it): (u8, &Day)| {
            let (from, to) = (it.from.get_untracked(), it.to.get_untracked());
            let to = Some(minutes(&to)).filter(|it| *it > 0).unwrap_or(DAY);
            let span = Span { day, from: minutes(&from), to };
            if !it.on.get_untracked() {
                return vec![];
            }
            let before = self.before.with_value(|all| {
                all.iter().filter(|it| it.day == day).copied().collect::<Vec<_>>()
            });
            let same = before.first() == Some(&span);
            if same { before } else { vec![span] }
        };
        let week = self.days.with_value(|days| (0..).zip(days).flat_map(day).collect());
        let zone = self.zone.get_untracked().trim().to_owned();
        self.on.get_untracked().then_some(Hours { zone, week })
    }
}

/// Chooses them.
#[component]
pub fn WeekFields(week: Week, failure: RwSignal<Option<Failure>>) -> impl IntoView {
    let line = |(name, it): (&'static str, Day)| {
        let off = move || !it.on.get();
        view! {
            <div class="week-day">
                <label class="choice">
                    <input type="checkbox" prop:checked=it.on on:change:target=move |event| it.on.set(event.target().checked()) />
                    <span>{name}</span>
                </label>
                <input type="time" aria-label=format!("{name} from") disabled=off prop:value=it.from
                    on:input:target=move |event| it.from.set(event.target().value()) />
                <span class="quiet">"to"</span>
                <input type="time" aria-label=format!("{name} to") disabled=off prop:value=it.to
                    title="0:00 is the end of the day" on:input:target=move |event| it.to.set(event.target().value()) />
            </div>
        }
    };
    view! {
        <Switch label="Only at certain times" effect="At other times the next rule is asked." value=week.on testid="hours-on" />
        <Show when=move || week.on.get()>
            <div class="week">
                {week.days.with_value(|days| DAYS.into_iter().zip(days.iter().copied()).map(line).collect_view())}
                <Field label="Time zone" name="zone" testid="zone" value=week.zone failure=failure
                    hint="As in Europe/Berlin. Summer and winter time are minded." />
            </div>
        </Show>
    }
}

/// In a few words.
pub fn words(it: &Hours) -> String {
    let spans = it.week.iter().map(|span| {
        let day = DAYS.get(usize::from(span.day)).and_then(|it| it.get(..3)).unwrap_or_default();
        format!("{day} {}–{}", clock(span.from), clock(span.to))
    });
    format!("{} ({})", spans.collect::<Vec<_>>().join(", "), it.zone)
}

/// As a field for times has it: the end of a day is its beginning.
fn clock(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60 % 24, minutes % 60)
}

/// Of a time as a field for times has it.
fn minutes(text: &str) -> u16 {
    let mut parts = text.split(':').filter_map(|it| it.parse::<u16>().ok());
    parts.next().unwrap_or_default() * 60 + parts.next().unwrap_or_default()
}

/// The zone in which this browser is, by its name.
fn here() -> String {
    let format = js_sys::Intl::DateTimeFormat::new(&Array::new(), &Object::new());
    let resolved = Reflect::get(&format, &JsValue::from("resolvedOptions"));
    let resolved = resolved.ok().and_then(|it| it.dyn_into::<Function>().ok());
    let options = resolved.and_then(|it| it.call0(&format).ok());
    let zone = options.and_then(|it| Reflect::get(&it, &JsValue::from("timeZone")).ok());
    zone.and_then(|it| it.as_string()).unwrap_or_else(|| "UTC".into())
}
