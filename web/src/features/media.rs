//! Files in a thread: pictures, films, sounds and documents, each with room kept for it while it is on its way. What a
//! file claims to be is never believed: what is shown is what the server found it to be.

pub mod sound;

use leptos::prelude::*;
use shared::command::Action;
use shared::ids::{ConversationId, MessageId};
use shared::message::content::Media;
use shared::message::{self, Bytes, File};

use self::sound::Sound;
use crate::features::content::Words;
use crate::logic::size;
use crate::ui::icon::{Icon, Kind};
use crate::watch::memo;
use crate::workspace::Workspace;

/// What a file is sent as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    /// A picture.
    Picture,
    /// A film.
    Film,
    /// Sound.
    Sound,
    /// Any file.
    Document,
    /// A sticker.
    Sticker,
}

impl Sent {
    const fn name(self) -> &'static str {
        match self {
            Self::Picture => "Photo",
            Self::Film => "Video",
            Self::Sound => "Audio",
            Self::Document => "Document",
            Self::Sticker => "Sticker",
        }
    }

    const fn icon(self) -> Kind {
        match self {
            Self::Picture => Kind::Image,
            Self::Film => Kind::Video,
            Self::Sound => Kind::Microphone,
            Self::Document => Kind::File,
            Self::Sticker => Kind::Smile,
        }
    }
}

/// A file with what was written below it. It follows its file from on its way to here.
#[component]
pub fn MediaView(of: ConversationId, id: MessageId, media: Media, sent: Sent) -> impl IntoView {
    let it: Workspace = expect_context();
    let caption = media.caption.clone();
    let bytes = memo(move || it.store.file(of, id).unwrap_or_default());
    let media = StoredValue::new(media);
    view! {
        <div class="media" data-testid="media" data-state=move || state(&bytes.get())>
            {move || {
                let media = media.get_value();
                match bytes.get() {
                    Bytes::Coming => view! { <Coming sent=sent media=media /> }.into_any(),
                    Bytes::Missing { words } => {
                        view! { <Missing of=of id=id sent=sent media=media words=words /> }.into_any()
                    }
                    Bytes::Here(file) => {
                        view! { <Here of=of id=id sent=sent media=media file=file /> }.into_any()
                    }
                }
            }}
        </div>
        {caption.map(|caption| view! { <Words text=caption /> })}
    }
}

const fn state(bytes: &Bytes) -> &'static str {
    match bytes {
        Bytes::Coming => "coming",
        Bytes::Here(_) => "here",
        Bytes::Missing { .. } => "missing",
    }
}

fn title(media: &Media, sent: Sent) -> String {
    let otherwise = if media.voice { "Voice message" } else { sent.name() };
    media.filename.clone().unwrap_or_else(|| otherwise.to_owned())
}

#[component]
fn Coming(sent: Sent, media: Media) -> impl IntoView {
    let large = matches!(sent, Sent::Picture | Sent::Film | Sent::Sticker);
    view! {
        <div class="file" class:frame=large class:sticker=sent == Sent::Sticker aria-busy="true">
            <span class="file-icon"><Icon kind=sent.icon() /></span>
            <span class="file-name" dir="auto">{title(&media, sent)}</span>
            <span class="small-label">"Fetching…"</span>
        </div>
    }
}

#[component]
fn Missing(
    of: ConversationId,
    id: MessageId,
    sent: Sent,
    media: Media,
    words: String,
) -> impl IntoView {
    let it: Workspace = expect_context();
    let again = move || Action::Message(of, message::Action::FetchFile { id });
    let asked = move || it.sender.busy(move |action| *action == again());
    let offered = media.media_id.is_some();
    view! {
        <div class="file">
            <span class="file-icon"><Icon kind=Kind::Alert /></span>
            <span class="file-name" dir="auto">{title(&media, sent)}</span>
            <span class="small-label">{words}</span>
        </div>
        {offered
            .then(|| {
                view! {
                    <button
                        class="link"
                        data-testid="fetch-again"
                        disabled=asked
                        aria-busy=move || asked().to_string()
                        on:click=move |_| it.sender.send(again())
                    >
                        "Try again"
                    </button>
                }
            })}
    }
}

#[component]
fn Here(of: ConversationId, id: MessageId, sent: Sent, media: Media, file: File) -> impl IntoView {
    let it: Workspace = expect_context();
    let path = memo(move || it.links.of(of, id));
    let tries = StoredValue::new(0_u8);
    // An address that has become too old is asked for again, but not for ever.
    let failed = Callback::new(move |()| {
        if tries.try_update_value(|it| *it += 1).is_some() && tries.get_value() <= 2 {
            it.links.renew(id);
        }
    });
    match (sent, file.kind.split('/').next()) {
        (Sent::Picture | Sent::Sticker, Some("image")) => {
            view! { <Picture of=of id=id sent=sent media=media file=file path=path failed=failed /> }
                .into_any()
        }
        (Sent::Film, Some("video")) => {
            view! { <Film title=title(&media, sent) path=path failed=failed /> }.into_any()
        }
        (Sent::Sound | Sent::Film, Some("audio")) | (Sent::Sound, Some("video")) => {
            let ogg = file.kind == "audio/ogg";
            let path = memo(move || path.get().map(|it| if ogg { sound::playable(it) } else { it }));
            view! { <Sound title=title(&media, sent) voice=media.voice path=path failed=failed /> }
                .into_any()
        }
        _ => view! { <Document title=title(&media, sent) file=file path=path /> }.into_any(),
    }
}

#[component]
fn Picture(
    of: ConversationId,
    id: MessageId,
    sent: Sent,
    media: Media,
    file: File,
    path: Memo<Option<String>>,
    failed: Callback<()>,
) -> impl IntoView {
    let it: Workspace = expect_context();
    let name = media.caption.clone().unwrap_or_else(|| title(&media, sent));
    let label = format!("Look at: {name}");
    let most = if sent == Sent::Sticker { (144, 144) } else { (320, 360) };
    let (width, height) = size::fit(file.pixels.unwrap_or((320, 240)), most);
    view! {
        <button
            class="picture"
            class:sticker=sent == Sent::Sticker
            aria-label=label
            on:click=move |_| it.links.looking().set(Some((of, id)))
        >
            <img
                src=path
                alt=name
                width=width
                height=height
                decoding="async"
                on:error=move |_| failed.run(())
            />
        </button>
    }
}

#[component]
fn Film(title: String, path: Memo<Option<String>>, failed: Callback<()>) -> impl IntoView {
    view! {
        <video
            class="film"
            src=path
            controls
            preload="metadata"
            aria-label=title
            on:error=move |_| failed.run(())
        ></video>
    }
}

/// A file to be saved under its name.
#[component]
pub fn Document(title: String, file: File, path: Memo<Option<String>>) -> impl IntoView {
    let kind = title.rsplit_once('.').map(|(_, end)| end.to_uppercase()).filter(|it| it.len() < 6);
    let about = kind.map_or_else(
        || size::words(file.size),
        |kind| format!("{kind} · {}", size::words(file.size)),
    );
    let saved_as = title.clone();
    view! {
        <a class="file document" data-testid="document" href=path download=saved_as>
            <span class="file-icon"><Icon kind=Kind::File /></span>
            <span class="file-name" dir="auto">{title}</span>
            <span class="small-label">{about}</span>
        </a>
    }
}
