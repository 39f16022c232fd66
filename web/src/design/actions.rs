//! What one presses.

use leptos::prelude::*;

use super::Specimen;
use crate::ui::button::{Button, IconButton, Weight};
use crate::ui::icon::{Icon, Kind};
use crate::ui::keys::Keys;

/// Buttons, icon buttons, icons, keys.
#[component]
pub fn Actions() -> impl IntoView {
    let pressed = RwSignal::new(true);
    let times = RwSignal::new(0_u32);
    let count = move || times.update(|it| *it += 1);
    view! {
        <Specimen name="Button">
            <Button on_press=move |()| count()>"Usual"</Button>
            <Button weight=Weight::Primary on_press=move |()| count()>"Primary"</Button>
            <Button weight=Weight::Danger icon=Kind::Close on_press=move |()| count()>"Remove"</Button>
            <Button weight=Weight::Plain on_press=move |()| count()>"Plain"</Button>
            <Button icon=Kind::Check title="Close (E)" keys="E" on_press=move |()| count()>"With a key"</Button>
            <Button disabled=true on_press=move |()| count()>"Disabled"</Button>
            <Button busy=true on_press=move |()| count() testid="busy">"Busy"</Button>
            <Button weight=Weight::Primary busy=true on_press=move |()| count()>"Saving"</Button>
            <output data-testid="pressed">{times}</output>
        </Specimen>
        <Specimen name="Icon button">
            <IconButton kind=Kind::Reply label="Reply" keys="R" testid="tipped" on_press=move |()| count() />
            <IconButton kind=Kind::Copy label="Copy" small=true on_press=move |()| count() />
            <IconButton
                kind=Kind::Microphone
                label="Mute"
                keys="M"
                pressed=pressed
                on_press=move |()| pressed.update(|it| *it = !*it)
            />
            <IconButton kind=Kind::Send label="Send" disabled=true on_press=move |()| count() />
        </Specimen>
        <Specimen name="Icon">
            {ICONS.map(|kind| view! { <Icon kind=kind /> })}
        </Specimen>
        <Specimen name="Key cap">
            <span><Keys keys="J" /></span>
            <span><Keys keys="Ctrl K" /></span>
            <span><Keys keys="Shift Enter" /></span>
        </Specimen>
    }
}

const ICONS: [Kind; 33] = [
    Kind::Alert,
    Kind::Back,
    Kind::Cart,
    Kind::Check,
    Kind::Checks,
    Kind::ChevronDown,
    Kind::Clock,
    Kind::Close,
    Kind::Copy,
    Kind::Down,
    Kind::File,
    Kind::Image,
    Kind::Inbox,
    Kind::Info,
    Kind::Link,
    Kind::Logout,
    Kind::Microphone,
    Kind::Moon,
    Kind::Person,
    Kind::People,
    Kind::Phone,
    Kind::Pin,
    Kind::Plus,
    Kind::Question,
    Kind::Redo,
    Kind::Reply,
    Kind::Send,
    Kind::Sliders,
    Kind::Smile,
    Kind::Sun,
    Kind::Tag,
    Kind::Up,
    Kind::Video,
];
