//! All keys at a glance, as they are in this browser.

use leptos::prelude::*;
use leptos_router::components::A;

use crate::actions::{self, Group, Hands};
use crate::ui::dialog::Dialog;
use crate::ui::keys::Keys;
use crate::workspace::Workspace;

/// The window with all keys.
#[component]
pub fn KeyHelp() -> impl IntoView {
    let hands: Hands = expect_context();
    view! {
        <Dialog title="Keys" open=hands.help>
            {all(hands)}
        </Dialog>
    }
}

part! {
    fn all(hands: Hands) in tools {
        view! {
            <div class="key-help" data-testid="key-help">
                {Group::ALL.map(|group| view! { <Part group=group /> })}
                <p class="quiet">
                    "Menus and lists are walked with the arrows. "
                    <A href="/settings/keyboard" on:click=move |_| hands.help.set(false)>
                        "Change keys"
                    </A>
                </p>
            </div>
        }
        .into_any()
    }
}

#[component]
fn Part(group: Group) -> impl IntoView {
    let it: Workspace = expect_context();
    let lines = move || {
        actions::all()
            .filter(|action| action.group == group)
            .map(|action| (action.name, it.keys.of(action)))
            .filter(|(_, keys)| !keys.is_empty())
            .map(|(name, keys)| {
                view! {
                    <div>
                        <dt>{name}</dt>
                        <dd><Keys keys=keys /></dd>
                    </div>
                }
            })
            .collect_view()
    };
    view! {
        <section>
            <h3>{group.name()}</h3>
            <dl>{lines}</dl>
        </section>
    }
}
