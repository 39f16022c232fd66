//! Labels on a conversation: as chips, and the menu that puts them on and takes them off.

use leptos::prelude::*;
use shared::conversation::{Action, Conversation};
use shared::ids::{ConversationId, LabelId};
use shared::label::Label;
use shared::permission::Permission;

use crate::ui::icon::{Icon, Kind};
use crate::ui::menu::Menu;
use crate::ui::page;
use crate::watch::memo;
use crate::workspace::Workspace;

/// The menu's button, for the key that opens it.
const BUTTON: &str = "[data-testid=label-menu]";

/// One label.
#[component]
pub fn LabelChip(label: Label) -> impl IntoView {
    let class = format!("chip label tint-{}", label.colour);
    view! {
        <span class=class title=label.name.clone() data-testid="label">
            <bdi>{label.name.clone()}</bdi>
        </span>
    }
}

/// As many labels as there is room for, and how many more there are.
#[component]
pub fn LabelChips(
    /// Which are on it.
    #[prop(into)]
    labels: Signal<Vec<LabelId>>,
    /// How many are shown at most.
    room: usize,
) -> impl IntoView {
    let it: Workspace = expect_context();
    move || {
        let all = it.store.labels_of(&labels.get());
        let names = |these: &[Label]| {
            these.iter().map(|it| it.name.as_str()).collect::<Vec<_>>().join(", ")
        };
        let shown = if all.len() > room { room.saturating_sub(1).max(1) } else { room };
        let rest = all.get(shown..).unwrap_or_default();
        let more = (!rest.is_empty()).then(|| {
            let count = rest.len();
            view! {
                <span class="chip" title=names(rest) aria-label=format!("and {}", names(rest))>{format!("+{count}")}</span>
            }
        });
        let chips = all.into_iter().take(shown);
        view! {
            {chips.map(|label| view! { <LabelChip label=label /> }).collect_view()}
            {more}
        }
    }
}

/// What is on it, and a menu to change that.
#[component]
pub fn Labels(id: ConversationId, conversation: Memo<Option<Conversation>>) -> impl IntoView {
    let it: Workspace = expect_context();
    let on = memo(move || {
        conversation.with(|it| it.as_ref().map(|it| it.labels.clone()).unwrap_or_default())
    });
    let busy = move || it.acting(id, |it| matches!(it, Action::Label { .. }));
    let flip = move |label: LabelId| {
        let off = on.with_untracked(|on| on.contains(&label));
        let (add, remove) = if off { (vec![], vec![label]) } else { (vec![label], vec![]) };
        it.act(id, Action::Label { add, remove });
    };
    let none = move || it.store.labels().is_empty();
    let face = || view! { <Icon kind=Kind::Tag /><Icon kind=Kind::ChevronDown /> }.into_any();
    view! {
        <span class="thread-labels">
            <LabelChips labels=on room=3 />
        </span>
        <span class="assign" aria-busy=move || busy().to_string()>
            <Menu id="label-menu" testid="label-menu" label="Labels (L)" face=face>
                <For
                    each=move || it.store.labels()
                    key=|it| (it.id, it.version)
                    children=move |label| {
                        let which = label.id;
                        view! {
                            <button
                                role="menuitemcheckbox"
                                tabindex="-1"
                                data-testid=format!("label-{}", label.id)
                                disabled=move || !it.store.may(Permission::Triage)
                                aria-checked=move || on.with(|on| on.contains(&which)).to_string()
                                on:click=move |_| flip(which)
                            >
                                <span class=format!("dot tint-{}", label.colour)></span>
                                <bdi>{label.name}</bdi>
                                <span class="menu-check">
                                    <Icon kind=Kind::Check />
                                </span>
                            </button>
                        }
                    }
                />
                <Show when=none>
                    <p class="menu-note">"No labels yet. Leads and admins make them in the settings."</p>
                </Show>
            </Menu>
        </span>
    }
}

/// Opens the menu of the open thread.
pub fn open_menu() {
    page::press(BUTTON);
}
