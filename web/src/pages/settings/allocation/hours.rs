//! Times of a week: a line for each part of a day, and what becomes of who writes at another time. A night is one part, and
//! kept as two.

use js_sys::{Array, Function, Object, Reflect};
use leptos::prelude::*;
use shared::allocation::hours::DAY;
use shared::allocation::{Hours, Outside, Span};
use wasm_bindgen::{JsCast, JsValue};

use crate::fetch::Failure;
use crate::ui::choice::{Choice, OneOf, Switch};
use crate::ui::field::Field;
use crate::ui::icon::{Icon, Kind};

const DAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
/// The office: what a day begins with.
const OFFICE: (u16, u16) = (9 * 60, 17 * 60);

/// Which part of a day, when it begins and when it ends.
type Part = (usize, RwSignal<String>, RwSignal<String>);
/// One day, while it is being chosen: without a part it is none.
type Day = RwSignal<Vec<Part>>;

/// Times of a week, while they are being chosen.
#[derive(Clone, Copy)]
pub struct Week {
    /// Whether there are any.
    pub on: RwSignal<bool>,
    zone: RwSignal<String>,
    outside: RwSignal<Outside>,
    days: StoredValue<Vec<Day>>,
}

impl Week {
    /// To begin with: the office, in the zone in which this browser is.
    pub fn new(hours: Option<&Hours>) -> Self {
        let said = hours.map(Hours::said);
        let of = |day: u8| -> Day {
            let office = (day < 5).then_some(OFFICE);
            let spans: Vec<_> = match &said {
                Some(said) => {
                    let it = said.iter().filter(|it| it.day == day);
                    it.map(|it| (it.from, it.to)).collect()
                }
                None => office.into_iter().collect(),
            };
            RwSignal::new(spans.into_iter().enumerate().map(|(n, it)| part(n, it)).collect())
        };
        Self {
            on: RwSignal::new(hours.is_some()),
            zone: RwSignal::new(hours.map_or_else(here, |it| it.zone.clone())),
            outside: RwSignal::new(hours.map(|it| it.outside).unwrap_or_default()),
            days: StoredValue::new((0..7).map(of).collect()),
        }
    }

    /// As chosen.
    pub fn chosen(self) -> Option<Hours> {
        let spans = |(day, parts): (u8, &Day)| {
            let span = |(_, from, to): Part| {
                let (from, to) = (minutes(&from.get_untracked()), minutes(&to.get_untracked()));
                Span { day, from, to: if ends_next_day(from, to) { to + DAY } else { ends(to) } }
            };
            parts.get_untracked().into_iter().map(span).flat_map(Span::days).collect::<Vec<_>>()
        };
        let week = self.days.with_value(|days| (0..).zip(days).flat_map(spans).collect());
        let zone = self.zone.get_untracked().trim().to_owned();
        let outside = self.outside.get_untracked();
        self.on.get_untracked().then_some(Hours { zone, week, outside })
    }
}

/// Midnight is the end of a day.
const fn ends(to: u16) -> u16 {
    if to == 0 { DAY } else { to }
}

/// Whether a part goes on over midnight.
const fn ends_next_day(from: u16, to: u16) -> bool {
    ends(to) < from
}

fn part(n: usize, (from, to): (u16, u16)) -> Part {
    (n, RwSignal::new(clock(from)), RwSignal::new(clock(to)))
}

/// One more: the office on a day that was none, and the hour after what there is.
fn one_more(parts: &mut Vec<Part>) {
    let next = parts.iter().map(|it| it.0 + 1).max().unwrap_or(0);
    let last = parts.last().map(|it| minutes(&it.2.get_untracked()));
    let from = last.map(|it| (it + 60).min(DAY - 60));
    parts.push(part(next, from.map_or(OFFICE, |it| (it, (it + 4 * 60).min(DAY)))));
}

/// Chooses them.
#[component]
pub fn WeekFields(week: Week, failure: RwSignal<Option<Failure>>) -> impl IntoView {
    let outside = vec![
        Choice { value: Outside::Next, name: "The next rule is asked".into(), effect: "" },
        Choice {
            value: Outside::Wait,
            name: "They wait for this rule until it is the time".into(),
            effect: "Nobody is given them before, and minutes without an answer count from then.",
        },
    ];
    let outside = StoredValue::new(outside);
    view! {
        <Switch label="Only at certain times" effect="" value=week.on testid="hours-on" />
        <Show when=move || week.on.get()>
            <div class="week">
                <Times week=week failure=failure />
                <OneOf legend="Who writes at another time" name="outside" choices=outside.get_value() value=week.outside />
            </div>
        </Show>
    }
}

/// Chooses days, hours and the zone.
#[component]
pub fn Times(week: Week, failure: RwSignal<Option<Failure>>) -> impl IntoView {
    let days = week.days.get_value().into_iter().zip(DAYS);
    view! {
        {days.map(|(day, name)| view! { <DayFields name=name day=day /> }).collect_view()}
        <Field label="Time zone" name="zone" testid="zone" value=week.zone failure=failure
            hint="As in Europe/Berlin. Summer and winter time are minded." />
    }
}

/// Its parts, one below the other.
#[component]
fn DayFields(name: &'static str, day: Day) -> impl IntoView {
    let line = move |(n, from, to): Part| {
        let night = move || ends_next_day(minutes(&from.get()), minutes(&to.get()));
        view! {
            <div class="week-part">
                <input type="time" aria-label=format!("{name} from") prop:value=from
                    on:input:target=move |event| from.set(event.target().value()) />
                <span class="quiet">"to"</span>
                <input type="time" aria-label=format!("{name} to") prop:value=to title="0:00 is the end of the day"
                    on:input:target=move |event| to.set(event.target().value()) />
                <Show when=night><span class="quiet" data-testid="next-day">"the next day"</span></Show>
                <Show when=move || day.with(|all| all.len() > 1)>
                    <button type="button" class="icon-button" title="Remove" aria-label=format!("Remove this part of {name}")
                        on:click=move |_| day.update(|all| all.retain(|it| it.0 != n))>
                        <Icon kind=Kind::Close />
                    </button>
                </Show>
            </div>
        }
    };
    let switch = move |on: bool| {
        day.update(|all| if on { one_more(all) } else { all.clear() });
    };
    view! {
        <div class="week-day">
            <label class="choice">
                <input type="checkbox" prop:checked=move || day.with(|all| !all.is_empty())
                    on:change:target=move |event| switch(event.target().checked()) />
                <span>{name}</span>
            </label>
            <div class="week-parts"><For each=move || day.get() key=|it| it.0 children=line /></div>
            <Show when=move || day.with(|all| !all.is_empty())>
                <button type="button" class="icon-button" title="Another part of the day" aria-label=format!("Another part of {name}")
                    on:click=move |_| day.update(one_more)>
                    <Icon kind=Kind::Plus />
                </button>
            </Show>
        </div>
    }
}

/// In a few words: days with the same hours together.
pub fn words(it: &Hours) -> String {
    let mut week: Vec<(usize, usize, Vec<String>)> = vec![];
    let said = it.said();
    for (day, _) in DAYS.iter().enumerate() {
        let parts = said.iter().filter(|it| usize::from(it.day) == day);
        let parts: Vec<_> =
            parts.map(|it| format!("{}–{}", clock(it.from), clock(it.to))).collect();
        match week.last_mut() {
            _ if parts.is_empty() => {}
            Some((_, last, same)) if *last + 1 == day && *same == parts => *last = day,
            Some(_) | None => week.push((day, day, parts)),
        }
    }
    let short = |day: usize| DAYS.get(day).and_then(|it| it.get(..3)).unwrap_or_default();
    let days = week.into_iter().map(|(first, last, parts)| {
        let parts = parts.join(" and ");
        if first == last {
            format!("{} {parts}", short(first))
        } else {
            format!("{}–{} {parts}", short(first), short(last))
        }
    });
    let waits = if it.outside == Outside::Wait { "; until then they wait" } else { "" };
    format!("{} ({}{waits})", days.collect::<Vec<_>>().join(", "), it.zone)
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
