//! Whether people can be given work: a dot at their faces, and the menu in which one says it of oneself. What is shown is the
//! server's.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::agent::{Action, Agent};
use shared::availability::{Availability, Why};
use shared::command;
use shared::ids::AgentId;
use web_sys::SubmitEvent;

use crate::clock;
use crate::fetch::Failure;
use crate::later;
use crate::ui::avatar::{Presence, Present};
use crate::ui::dialog::Dialog;
use crate::ui::field::{Field, FormProblem};
use crate::ui::icon::{Icon, Kind};
use crate::ui::menu::Menu;
use crate::watch::memo;
use crate::workspace::Workspace;

/// What it looks like.
pub const fn dot(of: &Availability) -> Presence {
    match of {
        Availability::Online => Presence::Here,
        Availability::Away { .. } => Presence::Away,
        Availability::Offline => Presence::Offline,
    }
}

/// The same of somebody, who may be in a call, or busy after one.
pub fn stands(of: &Agent) -> Presence {
    let busy = of.in_call.is_some() || of.wrap_up.is_some();
    if busy { Presence::Busy } else { dot(&of.availability) }
}

/// In words, with since when.
pub fn words(of: &Agent) -> String {
    if let Some(since) = of.in_call {
        return format!("in a call since {}", later::date(clock::now(), since));
    }
    if let Some(wrap_up) = of.wrap_up {
        return format!("busy after a call since {}", later::date(clock::now(), wrap_up.since));
    }
    let until = of.shift.as_ref().and_then(|it| it.until);
    let state = match &of.availability {
        Availability::Away { why: why @ Why::Shift } => {
            return match until {
                Some(until) => format!("shift over until {}", later::words(clock::now(), until)),
                None => why.words().to_lowercase(),
            };
        }
        Availability::Online => "online".to_owned(),
        Availability::Offline => "offline".to_owned(),
        Availability::Away { why } => format!("away ({})", why.words().to_lowercase()),
    };
    match of.available_since.0 {
        0 => state,
        _ => format!("{state} since {}", later::date(clock::now(), of.available_since)),
    }
}

/// I can be given work, or not.
pub fn choose(it: Workspace, to: Availability) {
    it.sender.send(command::Action::Agent(it.me(), Action::SetAvailability { to }));
}

/// Somebody's face with a dot that says whether they can be given work.
#[component]
pub fn Face(
    /// Whose.
    who: AgentId,
    /// For a chip instead of a row.
    #[prop(optional)]
    small: bool,
) -> impl IntoView {
    let it: Workspace = expect_context();
    let agent = memo(move || it.store.agent(who));
    let name = Signal::derive(move || agent.get().map(|it| it.name).unwrap_or_default());
    let presence =
        Signal::derive(move || agent.with(|it| it.as_ref().map_or(Presence::Offline, stands)));
    let words = Signal::derive(move || {
        agent.with(|it| it.as_ref().map(|it| format!("{}: {}", it.name, words(it))))
    });
    view! { <Present id=who.0 name=name presence=presence words=words small=small /> }
}

/// My own face, and the menu behind it.
#[component]
pub fn Me() -> impl IntoView {
    let it: Workspace = expect_context();
    let me = it.me();
    let mine = memo(move || it.store.agent(me));
    let now = memo(move || mine.with(|it| it.as_ref().map(|it| it.availability.clone())));
    let label = Signal::derive(move || {
        mine.with(|it| it.as_ref().map(|it| format!("{}, {}", it.name, words(it))))
            .unwrap_or_default()
    });
    // Whoever looks elsewhere is told why nothing comes any more.
    Effect::new(move |before: Option<Option<Availability>>| {
        let is = now.get();
        let over = is == Some(Availability::OVER);
        let gone = [Availability::OVER, Availability::Offline];
        if over && before.flatten().is_some_and(|before| !gone.contains(&before)) {
            it.toasts().note(
                "Your hours are over: you are given nothing more. Choose Online to work longer.",
            );
        }
        is
    });
    let other = RwSignal::new(false);
    let own = memo(move || match now.get() {
        Some(Availability::Away { why: Why::Other(words) }) => Some(words),
        _ => None,
    });
    let state = move || now.get().map_or(Presence::Offline, |it| dot(&it)).word();
    view! {
        <span class="me" data-testid="me" data-state=state>
            <Menu id="me-menu" testid="me-menu" label=label class="me-button" face=move || view! { <Face who=me /> }>
                <div role="group" aria-label="Whether I am given work" class="menu-group">
                    <p class="menu-heading" aria-hidden="true">{label}</p>
                    <Choice to=Availability::Online now=now />
                </div>
                <div role="group" aria-label="Away" class="menu-group">
                    <p class="menu-heading" aria-hidden="true">"Away"</p>
                    {Why::CHOICES.map(|why| view! { <Choice to=Availability::Away { why } now=now /> })}
                    <button role="menuitemradio" tabindex="-1" data-testid="be-other"
                        aria-checked=move || own.get().is_some().to_string() on:click=move |_| other.set(true)>
                        <span class="status-dot" data-state="away"></span>
                        {move || own.get().map_or_else(|| "Another reason…".to_owned(), |words| format!("{words}…"))}
                        <Show when=move || own.get().is_some()><Icon kind=Kind::Check /></Show>
                    </button>
                </div>
                <button role="menuitem" tabindex="-1" data-testid="me-sound" on:click=move |_| it.calls.check.set(true)>
                    <Icon kind=Kind::Sliders />
                    "Microphone and speaker…"
                </button>
            </Menu>
            <Dialog title="Away for another reason" open=other>
                <Reason open=other />
            </Dialog>
        </span>
    }
}

#[component]
fn Choice(to: Availability, now: Memo<Option<Availability>>) -> impl IntoView {
    let it: Workspace = expect_context();
    let (name, testid) = match &to {
        Availability::Away { why } => {
            let word = why.words().to_lowercase().replace(' ', "-");
            (why.words().to_owned(), format!("be-{word}"))
        }
        other => (other.words(), "be-online".to_owned()),
    };
    let state = dot(&to).word();
    let to = StoredValue::new(to);
    let checked = memo(move || now.with(|now| to.with_value(|to| now.as_ref() == Some(to))));
    view! {
        <button role="menuitemradio" tabindex="-1" data-testid=testid aria-checked=move || checked.get().to_string()
            on:click=move |_| choose(it, to.get_value())>
            <span class="status-dot" data-state=state></span>
            {name}
            <Show when=move || checked.get()><Icon kind=Kind::Check /></Show>
        </button>
    }
}

/// A reason in one's own words.
#[component]
fn Reason(open: RwSignal<bool>) -> impl IntoView {
    let it: Workspace = expect_context();
    let text = RwSignal::new(String::new());
    let failure = RwSignal::new(None::<Failure>);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let to = Availability::Away { why: Why::Other(text.get_untracked().trim().to_owned()) };
        spawn_local(async move {
            let wanted = command::Action::Agent(it.me(), Action::SetAvailability { to });
            let answer = it.sender.ask(wanted).await;
            if answer.is_ok() {
                // The window may have been closed.
                let _ = open.try_set(false);
            }
            let _ = failure.try_set(answer.err());
        });
    };
    view! {
        <form class="form" on:submit=submit novalidate>
            <Field label="Reason, as colleagues will see it" name="to" testid="reason" value=text failure=failure first=true />
            <FormProblem failure=failure fields=&["to"] />
            <button class="button primary" data-testid="reason-submit">"I am away"</button>
        </form>
    }
}
