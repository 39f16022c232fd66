//! What floats above the page.

use leptos::prelude::*;

use super::Specimen;
use crate::ui::button::{Button, Weight};
use crate::ui::context_menu::ContextMenu;
use crate::ui::dialog::{Dialog, Place};
use crate::ui::icon::{Icon, Kind};
use crate::ui::menu::{Menu, MenuItem};
use crate::ui::popover::Popover;
use crate::ui::toast::Toasts;

/// Menus, popovers, tooltips, dialogs, drawers, toasts.
#[component]
pub fn Overlays() -> impl IntoView {
    let (dialog, drawer) = (RwSignal::new(false), RwSignal::new(false));
    let chosen = RwSignal::new(String::new());
    let choose = move |word: &'static str| move |()| chosen.set(word.to_owned());
    let toasts: Toasts = expect_context();
    view! {
        <Specimen name="Menu">
            <Menu id="menu" testid="menu" label="Actions:" face=face>
                {items(choose)}
            </Menu>
            <output data-testid="chosen">{chosen}</output>
        </Specimen>
        <Specimen name="Context menu">
            <ContextMenu id="context" label="What to do with it" items=move || items(choose)>
                <p class="design-target" tabindex="0" data-testid="context">"Press the right button here, or the menu key"</p>
            </ContextMenu>
        </Specimen>
        <Specimen name="Popover">
            <Popover id="popover" testid="popover" label="More:" face=|| "Details">
                <h2>"Details"</h2>
                <p>"More than a menu: words, and whatever one may press."</p>
                <Button on_press=|()| ()>"Something"</Button>
            </Popover>
        </Specimen>
        <Specimen name="Tooltip">
            <button class="button" title="It shows after a moment, with the key (T)">"Point at me"</button>
        </Specimen>
        <Specimen name="Dialog">
            <Button testid="open-dialog" on_press=move |()| dialog.set(true)>"Open a dialog"</Button>
            <Dialog title="Delete the note?" open=dialog>
                <div class="form">
                    <p>"Colleagues will not see it any more. It can be brought back for 30 days."</p>
                    <div class="buttons">
                        <Button on_press=move |()| dialog.set(false)>"Keep it"</Button>
                        <Button weight=Weight::Danger on_press=move |()| dialog.set(false)>"Delete"</Button>
                    </div>
                </div>
            </Dialog>
        </Specimen>
        <Specimen name="Drawer">
            <Button testid="open-drawer" on_press=move |()| drawer.set(true)>"Open a drawer"</Button>
            <Dialog title="Ana Lima" open=drawer place=Place::Side>
                <div class="form"><p>"What is known about a customer, beside the conversation."</p></div>
            </Dialog>
        </Specimen>
        <Specimen name="Toast">
            <Button testid="toast-note" on_press=move |()| toasts.note("Copied")>"Say something"</Button>
            <Button on_press=move |()| toasts.problem("The server could not be reached. Try again.".into())>
                "Say what is wrong"
            </Button>
            <Button
                testid="toast-undo"
                on_press=move |()| toasts.undoable("3 conversations closed", move || chosen.set("undone".into()))
            >
                "Do what can be undone"
            </Button>
        </Specimen>
    }
}

fn face() -> impl IntoView {
    view! { "What to do" <Icon kind=Kind::ChevronDown /> }
}

fn items<F: Fn(()) + Send + Sync + 'static>(choose: impl Fn(&'static str) -> F) -> impl IntoView {
    view! {
        <MenuItem icon=Kind::Reply keys="R" on_choose=choose("reply")>"Reply"</MenuItem>
        <MenuItem icon=Kind::Copy on_choose=choose("copy")>"Copy"</MenuItem>
        <MenuItem disabled=true on_choose=choose("forward")>"Forward"</MenuItem>
        <hr />
        <MenuItem icon=Kind::Close danger=true on_choose=choose("delete")>"Delete"</MenuItem>
    }
}
