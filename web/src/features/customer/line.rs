//! Something that is known, changed where it stands: it is saved when it is left or with Enter, and Escape takes back what
//! was typed. What others change meanwhile shows at once, unless somebody is writing there.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::command::Action;
use shared::permission::Permission;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use crate::features::may;
use crate::fetch::Failure;
use crate::watch::{effect, memo};
use crate::workspace::Workspace;

/// What a role has to allow for all that is changed here.
const NEEDS: Permission = Permission::Triage;

/// What can be typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A line.
    Text,
    /// An address.
    Email,
    /// A number.
    Number,
    /// A day.
    Date,
    /// Several lines.
    Lines,
}

/// One thing with its name.
#[component]
pub fn Line(
    /// What it is called.
    label: String,
    /// Its name for tests, unique in the page.
    testid: String,
    /// What can be typed.
    kind: Kind,
    /// What stands there when nothing does.
    hint: &'static str,
    /// What is known.
    value: Memo<String>,
    /// What is wanted, with what was typed; or in words, what is wrong with it.
    wish: impl Fn(String) -> Result<Action, String> + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let it: Workspace = expect_context();
    let text = RwSignal::new(value.get_untracked());
    let able = memo(move || it.store.may(NEEDS));
    let why = may::why(it, NEEDS);
    let (writing, busy) = (RwSignal::new(false), RwSignal::new(false));
    let failure = RwSignal::new(None::<String>);
    effect(move || {
        let now = value.get();
        if !writing.get_untracked() && failure.with_untracked(Option::is_none) {
            text.set(now);
        }
    });
    let leave = move || {
        writing.set(false);
        let typed = text.get_untracked();
        if typed.trim() == value.get_untracked() {
            failure.set(None);
            return text.set(value.get_untracked());
        }
        match wish(typed) {
            Ok(action) => save(it, action, busy, failure),
            Err(words) => failure.set(Some(words)),
        }
    };
    let on_key = move |event: KeyboardEvent| {
        let blur = || {
            let field = event.target().and_then(|it| it.dyn_into::<HtmlElement>().ok());
            // Only an element that is gone can't lose the focus.
            field.map(|field| field.blur())
        };
        match event.key().as_str() {
            "Enter" if kind != Kind::Lines && !event.is_composing() => drop(blur()),
            "Escape" => {
                event.prevent_default();
                failure.set(None);
                text.set(value.get_untracked());
                blur();
            }
            _ => {}
        }
    };
    let wrong = move || failure.with(Option::is_some);
    let note = format!("{testid}-note");
    let on_input = move |typed: String| {
        writing.set(true);
        failure.set(None);
        text.set(typed);
    };
    let field = match kind {
        Kind::Lines => view! {
            <textarea rows="2" dir="auto" readonly=move || !able.get() title=why placeholder=hint data-testid=testid aria-invalid=move || wrong().to_string()
                aria-describedby=note.clone() prop:value=text on:input:target=move |event| on_input(event.target().value())
                on:blur=move |_| leave() on:keydown=on_key></textarea>
        }
        .into_any(),
        Kind::Text | Kind::Email | Kind::Number | Kind::Date => {
            let typed = match kind {
                Kind::Email => "email",
                Kind::Date => "date",
                Kind::Text | Kind::Number | Kind::Lines => "text",
            };
            let mode = (kind == Kind::Number).then_some("decimal");
            view! {
                <input type=typed inputmode=mode dir="auto" readonly=move || !able.get() title=why autocomplete="off" placeholder=hint data-testid=testid aria-invalid=move || wrong().to_string()
                    aria-describedby=note.clone() prop:value=text on:input:target=move |event| on_input(event.target().value())
                    on:blur=move |_| leave() on:keydown=on_key />
            }
            .into_any()
        }
    };
    view! {
        <label class="customer-line" aria-busy=move || busy.get().to_string()>
            <span class="customer-term"><bdi>{label}</bdi></span>
            {field}
            <span id=note class="customer-wrong" role="status">{failure}</span>
        </label>
    }
}

/// One of a few, with its name.
#[component]
pub fn Pick(
    /// What it is called.
    label: String,
    /// Its name for tests, unique in the page.
    testid: String,
    /// What there is, each as a word and as people read it.
    options: Vec<(String, String)>,
    /// Which it is; nothing, if nothing is known.
    value: Memo<String>,
    /// What is wanted, with what was chosen.
    wish: impl Fn(String) -> Result<Action, String> + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let it: Workspace = expect_context();
    let (busy, failure) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let (note, known) = (format!("{testid}-note"), options.clone());
    let gone = move || {
        let value = value.get();
        let known = value.is_empty() || known.iter().any(|(word, _)| *word == value);
        (!known).then(|| view! { <option value=value>"An option that is gone"</option> })
    };
    let choose = move |chosen: String| match wish(chosen) {
        Ok(action) => save(it, action, busy, failure),
        Err(words) => failure.set(Some(words)),
    };
    let one = |(word, words)| view! { <option value=word>{words}</option> };
    view! {
        <label class="customer-line" aria-busy=move || busy.get().to_string()>
            <span class="customer-term"><bdi>{label}</bdi></span>
            <select data-testid=testid disabled=move || !it.store.may(NEEDS) title=may::why(it, NEEDS) aria-describedby=note.clone() class:unset=move || value.with(String::is_empty)
                prop:value=value on:change:target=move |event| choose(event.target().value())>
                <option value="">"Not set"</option>
                {options.into_iter().map(one).collect_view()}
                {gone}
            </select>
            <span id=note class="customer-wrong" role="status">{failure}</span>
        </label>
    }
}

fn save(it: Workspace, action: Action, busy: RwSignal<bool>, failure: RwSignal<Option<String>>) {
    busy.set(true);
    spawn_local(async move {
        let answer = it.sender.ask(action).await;
        // The panel may have been closed.
        let _ = busy.try_set(false);
        let _ = failure.try_set(answer.err().as_ref().map(Failure::words));
    });
}
