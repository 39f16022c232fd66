//! Writing a draft together with others: who is in mine, whose I may join, and the one that I am in.

pub mod field;
pub mod panel;
pub mod pen;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::ids::ConversationId;
use shared::reads::CONVERSATIONS;
use shared::together::{Act, Page, Said, Shared, TOGETHER};

use self::panel::panel;
use crate::features::composer;
use crate::fetch::Answer;
use crate::together::Caret;
use crate::ui::icon::{Icon, Kind};
use crate::watch::{effect, memo};
use crate::workspace::Workspace;

/// Tells the server what I do with a draft.
pub async fn act(it: Workspace, draft: Shared, act: Act) -> Answer<Option<Page>> {
    let path = format!("{CONVERSATIONS}/{}/{TOGETHER}/{}", draft.at, draft.author);
    it.session().post(&path, &Said { tab: it.presence.tab, act }).await
}

/// Lets everybody who sees the conversation write along in my draft, or only who leads.
pub fn offer(it: Workspace, at: ConversationId, to: bool) {
    let draft = Shared { at, author: it.me() };
    spawn_local(async move {
        match act(it, draft, Act::Offer(to)).await {
            Ok(_) => it.together.opened(draft),
            Err(why) => it.toasts().problem(why.words()),
        }
    });
}

/// Goes into a colleague's draft.
pub fn join(it: Workspace, draft: Shared) {
    it.together.joined.set(Some(draft));
}

/// My draft here was sent, or is not to be written together any more.
pub fn end(it: Workspace, at: ConversationId) {
    let draft = Shared { at, author: it.me() };
    if untrack(|| it.together.is_open(draft)) {
        it.together.closed(draft);
        spawn_local(async move {
            // Where it is not open any more, or nobody answers, there is nothing to end.
            let _ = act(it, draft, Act::End).await;
        });
    }
}

/// Above the composer: the drafts of others that I may join, the one that I am in, and who is in mine.
#[component]
pub fn WrittenTogether(id: ConversationId, carets: RwSignal<Vec<Caret>>) -> impl IntoView {
    let it: Workspace = expect_context();
    let me = it.me();
    let mine = Shared { at: id, author: me };
    let joined = memo(move || it.together.joined.get().filter(|draft| draft.at == id));
    let open = memo(move || it.together.is_open(mine));
    let others = memo(move || {
        let all = it.together.open_at(id).into_iter().filter(|it| it.author != me);
        all.filter(|draft| joined.get() != Some(*draft)).collect::<Vec<_>>()
    });
    effect(move || {
        if !open.get() {
            carets.set(vec![]);
        }
    });
    on_cleanup(move || {
        // Whoever leaves the thread leaves the draft.
        let _ = it.together.joined.try_set(None);
    });
    view! {
        <For each=move || others.get() key=|it| *it let:draft>
            <div class="turn friendly" data-testid="together-offer">
                <Icon kind=Kind::People />
                <span class="turn-words">{move || format!("{} writes a draft together with others", it.store.name_of(draft.author))}</span>
                <span class="turn-acts">
                    <button type="button" class="link" data-testid="together-join" on:click=move |_| join(it, draft)>"Write along"</button>
                </span>
            </div>
        </For>
        {move || joined.get().map(panel)}
        <Show when=move || open.get()>
            <Mine draft=mine carets=carets />
        </Show>
    }
}

/// Who is in my draft.
#[component]
fn Mine(draft: Shared, carets: RwSignal<Vec<Caret>>) -> impl IntoView {
    let it: Workspace = expect_context();
    let offered = RwSignal::new(false);
    let text = Signal::derive(move || it.drafts().get(draft.at).text);
    let set = Callback::new(move |text| it.drafts().update(draft.at, |draft| draft.text = text));
    let names = memo(move || {
        let mut all: Vec<_> = carets.with(|all| all.iter().map(|it| it.agent).collect());
        all.sort_unstable();
        all.dedup();
        let me = it.me();
        all.into_iter()
            .filter(|who| *who != me)
            .map(|who| it.store.name_of(who))
            .collect::<Vec<_>>()
    });
    let words = move || match (names.get().as_slice(), offered.get()) {
        ([], true) => "Colleagues who see this conversation may write along.".to_owned(),
        ([], false) => "Nobody else is in your draft now.".to_owned(),
        ([one], _) => format!("{one} is in your draft"),
        (all, _) => format!("{} are in your draft", all.join(", ")),
    };
    view! {
        <div class="turn friendly" data-testid="together-mine">
            <Icon kind=Kind::People />
            <span class="turn-words" role="status">{words}</span>
            <span class="turn-acts">
                {move || {
                    let now = offered.get();
                    let (test, words) = if now { ("together-stop", "Only leads") } else { ("together-let", "Let others in") };
                    view! {
                        <button type="button" class="link" data-testid=test on:click=move |_| {
                            offer(it, draft.at, !now);
                            offered.set(!now);
                        }>{words}</button>
                    }
                }}
            </span>
        </div>
        {pen::pen(draft, text, set, composer::ID, carets, offered)}
    }
}

/// The button in the composer.
#[component]
pub fn TogetherButton(id: ConversationId) -> impl IntoView {
    let it: Workspace = expect_context();
    let draft = Shared { at: id, author: it.me() };
    let open = move || it.together.is_open(draft);
    view! {
        <button
            type="button"
            class="icon-button"
            data-testid="write-together"
            title="Write together: colleagues who see this conversation may write along in this draft"
            aria-label="Write together"
            disabled=open
            on:click=move |_| {
                offer(it, id, true);
                composer::focus();
            }
        >
            <Icon kind=Kind::People />
        </button>
    }
}
