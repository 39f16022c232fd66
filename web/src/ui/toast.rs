//! Short words in a corner, read out politely. Never the only place where something important stands.

use std::sync::Arc;
use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::ui::icon::{Icon, Kind};
use crate::ui::page;

/// More than these nobody reads.
const MOST: usize = 3;
/// How long one stays; as long as the line below it takes to shrink (`style/ui/notice.css`).
const STAY: Duration = Duration::from_secs(8);

/// What a person should notice.
#[derive(Clone, Copy)]
pub struct Toasts {
    all: RwSignal<Vec<Toast>>,
    last: StoredValue<u32>,
}

/// It outlives whoever showed the toast, such as a window that has closed.
type Undo = Arc<dyn Fn() + Send + Sync>;

/// What a toast offers.
#[derive(Clone)]
struct Act {
    label: &'static str,
    run: Undo,
    /// Whether it takes back what was done, as the key for that does.
    undoes: bool,
}

#[derive(Clone)]
struct Toast {
    id: u32,
    words: String,
    problem: bool,
    act: Option<Act>,
    timer: Option<TimeoutHandle>,
}

impl Toast {
    /// Whether it waits for an answer: what was not done stays in sight until somebody has decided.
    fn asks(&self) -> bool {
        self.act.as_ref().is_some_and(|act| !act.undoes)
    }
}

impl Toasts {
    /// None yet.
    #[expect(clippy::new_without_default, reason = "it belongs to the owner it is made under")]
    pub fn new() -> Self {
        Self { all: RwSignal::new(Vec::new()), last: StoredValue::new(0) }
    }

    /// Something did not work.
    pub fn problem(self, words: String) {
        self.show(words, true, None);
    }

    /// Something worked that can't be seen otherwise.
    pub fn note(self, words: impl Into<String>) {
        self.show(words.into(), false, None);
    }

    /// Puts a text on the clipboard, and says whether the browser let us.
    pub fn copy(self, text: String) {
        spawn_local(async move {
            if page::copy(text).await {
                self.note("Copied");
            } else {
                self.problem("The browser does not let us copy.".into());
            }
        });
    }

    /// Something was done that can be undone for as long as the toast stays.
    pub fn undoable(self, words: impl Into<String>, undo: impl Fn() + Send + Sync + 'static) {
        self.show(
            words.into(),
            false,
            Some(Act { label: "Undo", run: Arc::new(undo), undoes: true }),
        );
    }

    /// Something was not done, and this does it. It stays until it is pressed or dismissed.
    pub fn offer(self, words: String, label: &'static str, run: impl Fn() + Send + Sync + 'static) {
        self.show(words, true, Some(Act { label, run: Arc::new(run), undoes: false }));
    }

    /// Undoes the last thing that still can be; says whether there was one.
    pub fn undo_last(self) -> bool {
        let undo = |it: &Toast| {
            let act = it.act.as_ref().filter(|act| act.undoes)?;
            Some((it.id, act.run.clone()))
        };
        let found = self.all.with_untracked(|all| all.iter().rev().find_map(undo));
        let Some((id, undo)) = found else { return false };
        self.drop(id);
        undo();
        true
    }

    fn show(self, words: String, problem: bool, act: Option<Act>) {
        let id = self.last.get_value().wrapping_add(1);
        self.last.set_value(id);
        self.all.update(|all| {
            all.retain(|it| it.words != words || it.act.is_some());
            all.push(Toast { id, words, problem, act, timer: None });
            let surplus = all.len().saturating_sub(MOST);
            all.drain(..surplus);
        });
        self.count(id);
    }

    /// Lets the time begin, again for who pointed at it.
    fn count(self, id: u32) {
        self.hold(id);
        let asks = |all: &Vec<Toast>| all.iter().any(|it| it.id == id && it.asks());
        if self.all.try_with_untracked(asks) == Some(true) {
            return;
        }
        let timer = set_timeout_with_handle(move || self.drop(id), STAY).ok();
        self.with(id, |it| it.timer = timer);
    }

    /// Stops the time, for who points at it.
    fn hold(self, id: u32) {
        self.with(id, |it| {
            if let Some(timer) = it.timer.take() {
                timer.clear();
            }
        });
    }

    fn with(self, id: u32, change: impl FnOnce(&mut Toast)) {
        let found = |all: &mut Vec<Toast>| {
            if let Some(it) = all.iter_mut().find(|it| it.id == id) {
                change(it);
            }
        };
        // The page may have been left; and nothing that is seen changes.
        let _ = self.all.try_update_untracked(found);
    }

    fn drop(self, id: u32) {
        self.hold(id);
        self.all.try_update(|all| all.retain(|it| it.id != id));
    }
}

/// Shows the toasts.
#[component]
pub fn ToastCorner(toasts: Toasts) -> impl IntoView {
    view! {
        <div class="toasts" role="status" aria-live="polite">
            <For each=move || toasts.all.get() key=|it| it.id let:toast>
                <One toasts=toasts toast=toast />
            </For>
        </div>
    }
}

#[component]
fn One(toasts: Toasts, toast: Toast) -> impl IntoView {
    let id = toast.id;
    let act = toast.act.map(|Act { label, run, undoes }| {
        let press = move |_| {
            toasts.drop(id);
            run();
        };
        let testid = if undoes { "undo" } else { "toast-act" };
        view! {
            <button class="button" data-testid=testid title=undoes.then_some("Undo (Z)") aria-keyshortcuts=undoes.then_some("Z") on:click=press>
                {label}
            </button>
            {undoes.then(|| view! { <span class="left" aria-hidden="true"></span> })}
        }
    });
    view! {
        <div
            class="toast"
            class:problem=toast.problem
            data-testid="toast"
            on:pointerenter=move |_| toasts.hold(id)
            on:pointerleave=move |_| toasts.count(id)
            on:focusin=move |_| toasts.hold(id)
            on:focusout=move |_| toasts.count(id)
        >
            <Icon kind=if toast.problem { Kind::Alert } else { Kind::Check } />
            <p>{toast.words}</p>
            {act}
            <button class="icon-button small" aria-label="Dismiss" on:click=move |_| toasts.drop(id)>
                <Icon kind=Kind::Close />
            </button>
        </div>
    }
}
