//! Short words in a corner, read out politely. Never the only place where something important stands.

use std::time::Duration;

use leptos::prelude::*;

use crate::ui::icon::{Icon, Kind};

/// More than these nobody reads.
const MOST: usize = 3;
/// How long one stays.
const STAY: Duration = Duration::from_secs(8);

/// What a person should notice.
#[derive(Clone, Copy)]
pub struct Toasts {
    all: RwSignal<Vec<Toast>>,
    last: StoredValue<u32>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Toast {
    id: u32,
    words: String,
    problem: bool,
}

impl Toasts {
    /// None yet.
    #[expect(clippy::new_without_default, reason = "it belongs to the owner it is made under")]
    pub fn new() -> Self {
        Self { all: RwSignal::new(Vec::new()), last: StoredValue::new(0) }
    }

    /// Something did not work.
    pub fn problem(self, words: String) {
        self.show(words, true);
    }

    /// Something worked that can't be seen otherwise.
    pub fn note(self, words: impl Into<String>) {
        self.show(words.into(), false);
    }

    fn show(self, words: String, problem: bool) {
        let id = self.last.get_value().wrapping_add(1);
        self.last.set_value(id);
        self.all.update(|all| {
            all.retain(|it| it.words != words);
            all.push(Toast { id, words, problem });
            let surplus = all.len().saturating_sub(MOST);
            all.drain(..surplus);
        });
        set_timeout(move || self.drop(id), STAY);
    }

    fn drop(self, id: u32) {
        self.all.try_update(|all| all.retain(|it| it.id != id));
    }
}

/// Shows the toasts.
#[component]
pub fn ToastCorner(toasts: Toasts) -> impl IntoView {
    view! {
        <div class="toasts" role="status" aria-live="polite">
            <For each=move || toasts.all.get() key=|it| it.id let:toast>
                <div class="toast" class:problem=toast.problem data-testid="toast">
                    <Icon kind=if toast.problem { Kind::Alert } else { Kind::Check } />
                    <p>{toast.words}</p>
                    <button
                        class="icon-button small"
                        aria-label="Dismiss"
                        on:click=move |_| toasts.drop(toast.id)
                    >
                        <Icon kind=Kind::Close />
                    </button>
                </div>
            </For>
        </div>
    }
}
