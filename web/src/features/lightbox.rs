//! One picture above everything: larger, turned, and on to the next. It changes nothing and keeps nothing.

use leptos::html;
use leptos::prelude::*;
use shared::ids::{ConversationId, MessageId};
use shared::message::Content;
use shared::state::{Part, Thread};
use web_sys::{KeyboardEvent, PointerEvent, WheelEvent};

use crate::ui::icon::{Icon, Kind};
use crate::watch::{effect, memo};
use crate::workspace::Workspace;

/// How much larger than to fit.
const LARGEST: f64 = 5.0;
/// How much larger with one step.
const STEP: f64 = 1.5;

/// How a picture is looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Look {
    scale: f64,
    /// In quarters, clockwise.
    turned: i32,
    /// Moved to the side and down, in pixels.
    moved: (f64, f64),
}

const PLAIN: Look = Look { scale: 1.0, turned: 0, moved: (0.0, 0.0) };

/// The picture of this conversation that is looked at, if one is. It comes with the first that is.
#[component]
pub fn Lightbox(of: ConversationId) -> impl IntoView {
    let it: Workspace = expect_context();
    let wanted = RwSignal::new(false);
    effect(move || {
        let looks = it.links.looking().get().is_some_and(|(at, _)| at == of);
        if looks && !wanted.get_untracked() {
            wanted.set(true);
        }
    });
    move || wanted.get().then(|| lightbox(of))
}

part! {
    fn lightbox(of: ConversationId) in thread { view! { <Picture of=of /> }.into_any() }
}

#[component]
fn Picture(of: ConversationId) -> impl IntoView {
    let it: Workspace = expect_context();
    let dialog = NodeRef::<html::Dialog>::new();
    let look = RwSignal::new(PLAIN);
    let shown =
        memo(move || it.links.looking().get().filter(|(at, _)| *at == of).map(|(_, id)| id));
    let pictures = memo(move || pictures(it, of));
    effect(move || {
        let Some(dialog) = dialog.get() else { return };
        look.set(PLAIN);
        if shown.get().is_some() && !dialog.open() {
            // It is in the page and not open: nothing else could be wrong.
            let _ = dialog.show_modal();
        } else if shown.get().is_none() && dialog.open() {
            dialog.close();
        }
    });
    on_cleanup(move || it.links.looking().set(None));
    let beside = move |step: isize| {
        let all = pictures.get();
        let at = all.iter().position(|id| Some(*id) == shown.get())?;
        all.get(at.checked_add_signed(step)?).copied()
    };
    let go = move |step| {
        if let Some(id) = untrack(|| beside(step)) {
            it.links.looking().set(Some((of, id)));
        }
    };
    let zoom = move |factor: f64| {
        look.update(|it| {
            it.scale = (it.scale * factor).clamp(1.0, LARGEST);
            if it.scale <= 1.0 {
                it.moved = (0.0, 0.0);
            }
        });
    };
    let turn = move || look.update(|it| it.turned += 1);
    let on_key = move |event: KeyboardEvent| {
        // Behind it are shortcuts that mean something else.
        event.stop_propagation();
        match event.key().as_str() {
            "ArrowLeft" => go(-1),
            "ArrowRight" => go(1),
            "+" | "=" => zoom(STEP),
            "-" => zoom(1.0 / STEP),
            "0" => look.set(PLAIN),
            "r" | "R" => turn(),
            _ => return,
        }
        event.prevent_default();
    };
    view! {
        <dialog
            node_ref=dialog
            class="lightbox"
            data-testid="lightbox"
            aria-label="Picture"
            on:close=move |_| it.links.looking().set(None)
            on:keydown=on_key
        >
            {move || {
                shown.get().map(|id| view! { <Large of=of id=id look=look zoom=Callback::new(zoom) /> })
            }}
            <div class="lightbox-bar">
                <Tool name="Previous (←)" icon=Kind::Back off=Signal::derive(move || beside(-1).is_none()) run=Callback::new(move |()| go(-1)) />
                <Tool name="Next (→)" icon=Kind::Forward off=Signal::derive(move || beside(1).is_none()) run=Callback::new(move |()| go(1)) />
                <Tool name="Larger (+)" icon=Kind::Plus off=Signal::derive(move || look.get().scale >= LARGEST) run=Callback::new(move |()| zoom(STEP)) />
                <Tool name="Smaller (-)" icon=Kind::Minus off=Signal::derive(move || look.get().scale <= 1.0) run=Callback::new(move |()| zoom(1.0 / STEP)) />
                <Tool name="Turn (R)" icon=Kind::Redo off=Signal::stored(false) run=Callback::new(move |()| turn()) />
                <Tool name="Close (Esc)" icon=Kind::Close off=Signal::stored(false) run=Callback::new(move |()| it.links.looking().set(None)) />
            </div>
        </dialog>
    }
}

#[component]
fn Tool(name: &'static str, icon: Kind, off: Signal<bool>, run: Callback<()>) -> impl IntoView {
    let press = move |_| {
        if !off.get_untracked() {
            run.run(());
        }
    };
    // One that is truly disabled would lose the focus, and with it the keys.
    view! {
        <button class="icon-button" title=name aria-label=name aria-disabled=move || off.get().to_string() on:click=press>
            <Icon kind=icon />
        </button>
    }
}

#[component]
fn Large(
    of: ConversationId,
    id: MessageId,
    look: RwSignal<Look>,
    zoom: Callback<f64>,
) -> impl IntoView {
    let it: Workspace = expect_context();
    let path = move || it.links.of(of, id);
    let content = it.store.message(of, id).map(|it| it.content);
    let caption = content.and_then(|it| it.media()?.caption.clone());
    let name = caption.clone().unwrap_or_else(|| "Photo".into());
    let held = StoredValue::new(None::<(f64, f64)>);
    let place =
        move |event: &PointerEvent| (f64::from(event.client_x()), f64::from(event.client_y()));
    let on_move = move |event: PointerEvent| {
        let Some((x, y)) = held.get_value() else { return };
        let (to_x, to_y) = place(&event);
        look.update(|it| it.moved = (it.moved.0 + to_x - x, it.moved.1 + to_y - y));
        held.set_value(Some((to_x, to_y)));
    };
    let transform = move || {
        let Look { scale, turned, moved: (x, y) } = look.get();
        format!("translate({x}px, {y}px) rotate({}deg) scale({scale})", turned * 90)
    };
    view! {
        <figure
            on:wheel=move |event: WheelEvent| {
                event.prevent_default();
                zoom.run(if event.delta_y() < 0.0 { 1.15 } else { 1.0 / 1.15 });
            }
            on:dblclick=move |_| {
                if look.get_untracked().scale > 1.0 { look.set(PLAIN) } else { zoom.run(2.0) }
            }
        >
            <img
                src=path
                alt=name
                draggable="false"
                class:large=move || look.get().scale.gt(&1.0)
                style:transform=transform
                on:pointerdown=move |event| {
                    if look.get_untracked().scale > 1.0 {
                        event.prevent_default();
                        held.set_value(Some(place(&event)));
                    }
                }
                on:pointermove=on_move
                on:pointerup=move |_| held.set_value(None)
                on:pointerleave=move |_| held.set_value(None)
            />
            {caption.map(|words| view! { <figcaption dir="auto">{words}</figcaption> })}
        </figure>
    }
}

/// The pictures of a thread that are here, in order.
fn pictures(it: Workspace, of: ConversationId) -> Vec<MessageId> {
    it.store.read(Part::Thread(of), |state| {
        let messages = state.thread(of).into_iter().flat_map(Thread::messages);
        messages
            .filter(|message| {
                let picture = matches!(message.content, Content::Image(_) | Content::Sticker(_));
                let file = message.content.media().and_then(|media| media.bytes.here());
                picture && file.is_some_and(|file| file.kind.starts_with("image/"))
            })
            .map(|message| message.id)
            .collect()
    })
}
