//! What goes with the next message, above the place where one writes: chosen, dropped or pasted, with how far each is.

use leptos::html;
use leptos::prelude::*;
use shared::ids::ConversationId;
use shared::message::sending::CAPTION_MAX;
use web_sys::{ClipboardEvent, DragEvent};

use crate::attachments::{Attachment, Attachments, MOST, Stage, Target, of_event};
use crate::features::media::sound::Sound;
use crate::features::record::{RecordButton, Recording};
use crate::logic::size;
use crate::recorder::{Recorder, Stage as Microphone};
use crate::ui::icon::{Icon, Kind};
use crate::watch::memo;
use crate::workspace::Workspace;

/// Adds files, and says when they are too many.
pub fn add(all: Attachments, to: ConversationId, files: Option<web_sys::FileList>) -> bool {
    let it: Workspace = expect_context();
    let Some(files) = of_event(files) else { return false };
    if all.add(to, &files) > 0 {
        it.toasts()
            .problem(format!("At most {MOST} files go at once. The first {MOST} were taken."));
    }
    true
}

/// Files of a paste. Says whether there were any.
pub fn pasted(all: Attachments, to: ConversationId, event: &ClipboardEvent) -> bool {
    add(all, to, event.clipboard_data().and_then(|it| it.files()))
}

/// Files of a drop.
pub fn dropped(all: Attachments, to: ConversationId, event: &DragEvent) {
    event.prevent_default();
    add(all, to, event.data_transfer().and_then(|it| it.files()));
}

/// Chooses files, or, for a message, records a voice.
#[component]
pub fn AttachButton(all: Attachments, to: ConversationId) -> impl IntoView {
    let recorder: Recorder = expect_context();
    let input = NodeRef::<html::Input>::new();
    let owner = Owner::current();
    view! {
        <input
            node_ref=input
            type="file"
            multiple
            hidden
            data-testid="attach-input"
            aria-label="Files to attach"
            on:change:target=move |event| {
                let chosen = event.target();
                if let Some(owner) = &owner {
                    owner.with(|| add(all, to, chosen.files()));
                }
                // The same file may be chosen again.
                chosen.set_value("");
            }
        />
        <button
            type="button"
            class="icon-button"
            data-testid="attach"
            title="Attach files"
            aria-label="Attach files"
            on:click=move |_| {
                if let Some(input) = input.get_untracked() {
                    input.click();
                }
            }
        >
            <Icon kind=Kind::Clip />
        </button>
        {(all.target() == Target::Message).then(|| view! { <RecordButton recorder=recorder to=to /> })}
    }
}

/// What goes with the next message or note.
#[component]
pub fn Tray(all: Attachments, to: ConversationId) -> impl IntoView {
    let recorder: Recorder = expect_context();
    // Nobody is recorded who looks at something else.
    on_cleanup(move || recorder.end(false));
    let recording =
        memo(move || matches!(recorder.stage.get(), Microphone::On | Microphone::Paused));
    let shown = move || !all.of(to).is_empty();
    view! {
        {move || recording.get().then(|| view! { <Recording recorder=recorder to=to /> })}
        <ul class="tray" data-testid="tray" aria-label="Attached files" hidden=move || !shown()>
            <For each=move || all.of(to) key=|it| it.id let:it>
                <Tile all=all to=to it=it />
            </For>
        </ul>
    }
}

#[component]
fn Tile(all: Attachments, to: ConversationId, it: Attachment) -> impl IntoView {
    let captioned = it.sent_as().takes_caption() && all.target() == Target::Message;
    let name = it.name();
    let (sooner, remove) = (format!("Move {name} forward"), format!("Take {name} away"));
    let state = move || match it.stage.get() {
        Stage::Coming(_) => "coming",
        Stage::Ready(_) => "ready",
        Stage::Refused(_) => "refused",
    };
    let first = move || all.of(to).first().is_some_and(|first| first.id == it.id);
    let about = move || match it.stage.get() {
        Stage::Refused(words) => words,
        Stage::Coming(_) | Stage::Ready(_) => size::words(it.size()),
    };
    view! {
        <li class="tile" data-testid="tile" data-state=state>
            {match it.object() {
                Some(sound) if it.voice => view! { <Sound title="Voice message".into() voice=false path=memo(move || Some(sound.clone())) failed=Callback::new(|()| ()) /> }.into_any(),
                Some(picture) => view! { <img class="tile-picture" src=picture alt="" /> }.into_any(),
                None if it.voice => view! { <span class="file-icon"><Icon kind=Kind::Microphone /></span> }.into_any(),
                None => view! { <span class="file-icon"><Icon kind=Kind::File /></span> }.into_any(),
            }}
            <span class="tile-words">
                <span class="tile-name" dir="auto">{name.clone()}</span>
                <span class="small-label" role=move || (state() == "refused").then_some("alert")>{about}</span>
                {move || match it.stage.get() {
                    Stage::Coming(share) => {
                        Some(view! { <progress max="1" value=share aria-label="Uploading"></progress> })
                    }
                    Stage::Ready(_) | Stage::Refused(_) => None,
                }}
                {captioned
                    .then(|| {
                        view! {
                            <input
                                class="tile-caption"
                                placeholder="Add a caption"
                                aria-label=format!("Caption of {name}")
                                maxlength=CAPTION_MAX
                                dir="auto"
                                hidden=move || state() == "refused"
                                prop:value=it.caption
                                on:input:target=move |event| it.caption.set(event.target().value())
                            />
                        }
                    })}
            </span>
            <button type="button" class="icon-button small" title=sooner.clone() aria-label=sooner
                hidden=first on:click=move |_| all.sooner(to, it.id)>
                <Icon kind=Kind::Back />
            </button>
            <button type="button" class="icon-button small" title=remove.clone() aria-label=remove
                on:click=move |_| all.remove(to, it.id)>
                <Icon kind=Kind::Close />
            </button>
        </li>
    }
}
