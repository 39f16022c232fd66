//! What was shared with a customer and by them: pictures, other files and links, each leading to where it was sent.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::conversation::Conversation;
use shared::handed::{Handed, HandedFile, HandedLink};
use shared::ids::{ConversationId, MessageId};
use shared::reads::CONVERSATIONS;
use shared::time::Timestamp;

use crate::clock::{self, Style};
use crate::logic::size;
use crate::turns::Turns;
use crate::ui::icon::{Icon, Kind};
use crate::watch::{effect, memo};
use crate::workspace::Workspace;

/// How many of each are shown at first.
const FIRST: usize = 6;

/// The latest of it; asked for again when something new was said.
#[component]
pub fn HandedPart(id: ConversationId, conversation: Memo<Option<Conversation>>) -> impl IntoView {
    let it: Workspace = expect_context();
    let last =
        memo(move || conversation.with(|it| it.as_ref()?.last.as_ref().map(|it| it.message)));
    let (handed, turns) = (RwSignal::new(Handed::default()), Turns::new());
    effect(move || {
        let _ = last.get();
        let current = turns.begin();
        spawn_local(async move {
            let answer = it.session().get::<Handed>(format!("{CONVERSATIONS}/{id}/handed")).await;
            // Without an answer what was shown stays; the panel's own question says what is wrong.
            if let (true, Ok(now)) = (current(), answer) {
                handed.set(now);
            }
        });
    });
    let is_picture = |it: &HandedFile| it.file.kind.starts_with("image/");
    let pictures = memo(move || {
        handed.with(|it| it.files.iter().filter(|it| is_picture(it)).cloned().collect::<Vec<_>>())
    });
    let others = memo(move || {
        handed.with(|it| it.files.iter().filter(|it| !is_picture(it)).cloned().collect::<Vec<_>>())
    });
    let links = memo(move || handed.with(|it| it.links.clone()));
    view! {
        <Several name="Pictures" id="customer-pictures" count=memo(move || pictures.with(Vec::len)) list=move |most| view! {
            <ul class="handed-pictures">
                <For each=move || first(pictures, most) key=|it| it.message let:one><Picture one=one /></For>
            </ul>
        }.into_any() />
        <Several name="Files" id="customer-files" count=memo(move || others.with(Vec::len)) list=move |most| view! {
            <ul class="customer-history">
                <For each=move || first(others, most) key=|it| it.message let:one><OtherFile one=one /></For>
            </ul>
        }.into_any() />
        <Several name="Links" id="customer-links" count=memo(move || links.with(Vec::len)) list=move |most| view! {
            <ul class="customer-history">
                <For each=move || first(links, most) key=|it| (it.message, it.url.clone()) let:one><Link one=one /></For>
            </ul>
        }.into_any() />
    }
}

fn first<T: Clone + PartialEq + Send + Sync + 'static>(
    all: Memo<Vec<T>>,
    most: Signal<usize>,
) -> Vec<T> {
    all.with(|all| all.iter().take(most.get()).cloned().collect())
}

/// A part of the panel that is there when there is something in it, and shows the rest when asked.
#[component]
fn Several(
    name: &'static str,
    id: &'static str,
    count: Memo<usize>,
    list: impl Fn(Signal<usize>) -> AnyView + Send + Sync + 'static,
) -> impl IntoView {
    let all = RwSignal::new(false);
    let most = Signal::derive(move || if all.get() { usize::MAX } else { FIRST });
    view! {
        <Show when=move || count.get().gt(&0)>
            <section class="customer-part" aria-labelledby=id data-testid=id>
                <header>
                    <h3 id=id>{name}</h3>
                    <Show when=move || count.get().gt(&FIRST)>
                        <button class="link" aria-expanded=move || all.get().to_string() on:click=move |_| all.update(|it| *it = !*it)>
                            {move || if all.get() { "Fewer".to_owned() } else { format!("All {}", count.get()) }}
                        </button>
                    </Show>
                </header>
                {list(most)}
            </section>
        </Show>
    }
}

#[component]
fn Picture(one: HandedFile) -> impl IntoView {
    let it: Workspace = expect_context();
    let (of, id) = (one.conversation, one.message);
    let path = memo(move || it.links.of(of, id));
    let name = one.name.unwrap_or_else(|| "Photo".to_owned());
    let title = format!("{name}, {}", who(one.outgoing, one.at));
    view! {
        <li>
            <a href=place(of, id) title=title data-testid="handed-picture">
                <img src=path alt=name loading="lazy" decoding="async" width="88" height="88" />
            </a>
        </li>
    }
}

#[component]
fn OtherFile(one: HandedFile) -> impl IntoView {
    let name = one.name.unwrap_or_else(|| "File".to_owned());
    let about = format!("{} · {}", size::words(one.file.size), who(one.outgoing, one.at));
    view! {
        <li>
            <a href=place(one.conversation, one.message) data-testid="handed-file" class="handed-line">
                <Icon kind=Kind::File />
                <span class="handed-name" dir="auto">{name}</span>
                <span class="small-label">{about}</span>
            </a>
        </li>
    }
}

#[component]
fn Link(one: HandedLink) -> impl IntoView {
    let shown = one.url.split_once("://").map(|(_, rest)| rest.to_owned()).unwrap_or_default();
    view! {
        <li class="handed-link">
            <a href=one.url target="_blank" rel="noopener noreferrer" data-testid="handed-link" class="handed-line">
                <Icon kind=Kind::Link />
                <span class="handed-name" dir="ltr">{shown}</span>
                <span class="small-label">{who(one.outgoing, one.at)}</span>
            </a>
        </li>
    }
}

fn place(of: ConversationId, message: MessageId) -> String {
    format!("/inbox/all/{of}?message={message}")
}

fn who(outgoing: bool, at: Timestamp) -> String {
    let who = if outgoing { "from us" } else { "from them" };
    format!("{who}, {}", clock::write(at, Style::Date))
}
