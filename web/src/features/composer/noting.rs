//! Where one notes something for colleagues. Nothing here is ever sent to the customer: the command is another one.

use leptos::prelude::*;
use shared::agent::Agent;
use shared::conversation::Conversation;
use shared::draft::Named;
use shared::ids::ConversationId;
use shared::note::{Audience, TEXT_MAX, Who};
use shared::presence::Doing;
use web_sys::KeyboardEvent;

use super::area::{Area, fit};
use super::modes::Modes;
use super::offer::{Offer, Offered};
use super::suggest::{LIST, SuggestList, Suggestion};
use super::{Count, ID, focus, sends};
use crate::attachments::{Attachments, NoteFiles, Stage};
use crate::features::attach::{self, AttachButton, Tray};
use crate::logic::trigger::fits;
use crate::ui::icon::{Icon, Kind};
use crate::watch::{effect, memo};
use crate::workspace::Workspace;

/// So many are offered at once.
const OFFERED: usize = 8;

/// Where one notes something.
#[component]
pub fn Noting(id: ConversationId, conversation: Memo<Option<Conversation>>) -> impl IntoView {
    let it: Workspace = expect_context();
    let text = memo(move || it.drafts().get(id).note.text);
    let audience = memo(move || it.drafts().get(id).note.audience);
    let length = memo(move || text.with(|it| it.trim().chars().count()));
    let NoteFiles(files) = expect_context();
    let all_here =
        move || files.of(id).iter().all(|file| matches!(file.stage.get(), Stage::Ready(_)));
    let something = move || length.get() > 0 || !files.of(id).is_empty();
    let ready = move || something() && length.get() <= TEXT_MAX && all_here();
    let area = Area::new(move |text| it.drafts().update(id, |draft| draft.note.text = text));
    let mentions = mentions((area, text), conversation, audience, move |named| {
        it.drafts().update(id, |draft| draft.note.named.push(named));
    });
    let add = move || {
        if untrack(ready) {
            let files = files.take_ready(id).into_iter().map(|(file, ..)| file).collect();
            let _ = it.sender.note(id, files);
        }
    };
    let on_key = move |event: KeyboardEvent| {
        if !mentions.press(&event) && sends(&event) {
            event.prevent_default();
            add();
        }
    };
    effect(move || {
        text.track();
        if let Some(area) = area.node.get() {
            fit(&area);
        }
    });
    let pasting = Owner::current();
    view! {
        <Tray all=files to=id />
        <form
            class="composer noting"
            data-testid="note-form"
            on:submit=move |event| {
                event.prevent_default();
                add();
                focus();
            }
        >
            <SuggestList of=mentions.list label="Colleagues and teams" on_take=move |n| mentions.take(n) />
            <div class="composer-head">
                <Modes id=id noting=Memo::new(|_| true) />
                <ForWhom audience=audience on_choose=move |chosen| it.drafts().update(id, |draft| draft.note.audience = chosen) />
            </div>
            <textarea
                node_ref=area.node
                id=ID
                data-testid="note-text"
                rows="1"
                dir="auto"
                aria-label="Note for colleagues"
                aria-autocomplete="list"
                aria-controls=move || mentions.list.open().then_some(LIST)
                aria-activedescendant=move || mentions.list.active()
                aria-keyshortcuts=it.keys.aria("note")
                placeholder="Note something for colleagues, @ mentions them"
                prop:value=text
                on:input:target=move |event| {
                    mentions.typed();
                    area.typed(event.target().value());
                    it.presence.types(Doing::Noting);
                }
                on:keydown=on_key
                on:keyup=move |_| area.look()
                on:click=move |_| area.look()
                on:paste=move |event| {
                    if let Some(owner) = &pasting && owner.with(|| attach::pasted(files, id, &event)) {
                        event.prevent_default();
                    }
                }
            ></textarea>
            <Tools files=files id=id length=length ready=Signal::derive(ready) />
        </form>
    }
}

#[component]
fn Tools(
    files: Attachments,
    id: ConversationId,
    length: Memo<usize>,
    /// Whether it can be added.
    ready: Signal<bool>,
) -> impl IntoView {
    view! {
        <div class="composer-tools">
            <AttachButton all=files to=id />
            <span class="quiet composer-hint">"The customer never sees this."</span>
            <span class="spring"></span>
            <Count length=length most=TEXT_MAX />
            <button class="button add-note" data-testid="add-note" title="Add note (Enter)" disabled=move || !ready.get()>
                <Icon kind=Kind::Lock />
                "Add note"
            </button>
        </div>
    }
}

/// Who shall read it.
#[component]
pub fn ForWhom(audience: Memo<Audience>, on_choose: impl Fn(Audience) + 'static) -> impl IntoView {
    let choose = move |word: String| on_choose(word.parse().unwrap_or_default());
    let option = move |of: Audience, words: &'static str| {
        view! { <option value=of.to_string() prop:selected=move || audience.get() == of>{words}</option> }
    };
    view! {
        <label class="for-whom">
            <span class="visually-hidden">"Who reads it"</span>
            <select data-testid="note-audience" on:change:target=move |event| choose(event.target().value())>
                {option(Audience::Everyone, "For all colleagues here")}
                {option(Audience::Leads, "For leads and admins")}
            </select>
        </label>
    }
}

/// The list after `@`: a name stands in place of what was typed, and `keep` keeps whom it means.
pub fn mentions(
    (area, text): (Area, Memo<String>),
    conversation: Memo<Option<Conversation>>,
    audience: Memo<Audience>,
    keep: impl Fn(Named) + Send + Sync + 'static,
) -> Offer<Who> {
    let it: Workspace = expect_context();
    let fitting = move |word: &str| people(it, conversation, audience.get(), word);
    Offer::new((area, text), ('@', 2), fitting, move |(one, who), at| {
        let named = Named { name: one.title, who };
        area.replace(at.from, at.to, &format!("@{} ", named.name));
        keep(named);
    })
}

/// Whom one may mean. Those who could not read the note are shown last, and why.
fn people(
    it: Workspace,
    conversation: Memo<Option<Conversation>>,
    audience: Audience,
    word: &str,
) -> Vec<Offered<Who>> {
    let scope = conversation.with(|it| it.as_ref().map(Conversation::scope));
    let sees = |agent: &Agent| {
        scope.as_ref().is_none_or(|scope| agent.visibility.shows(scope, agent.id, &agent.teams))
    };
    let reads = |agent: &Agent| match (sees(agent), audience.has(agent.rights)) {
        (false, _) => Some("does not see this conversation"),
        (true, false) => Some("is no lead"),
        (true, true) => None,
    };
    let agents: Vec<_> = it.store.agents().into_iter().filter(|it| it.active).collect();
    let me = it.me();
    let colleagues = agents.iter().filter(|agent| agent.id != me && fits(&agent.name, word));
    let colleagues = colleagues.map(|agent| {
        // A note for everyone brings them in.
        let brought = audience == Audience::Everyone && !sees(agent);
        let about = if brought {
            "Will see it from now on".to_owned()
        } else {
            it.store.role_name(agent.role)
        };
        let why = reads(agent).filter(|_| !brought);
        (suggestion(agent.name.clone(), about, why), Who::Agent(agent.id))
    });
    let teams = it.store.teams().into_iter().filter(|team| fits(&team.name, word));
    let teams = teams.map(|team| {
        let some = agents.iter().any(|it| it.teams.contains(&team.id) && reads(it).is_none());
        let why = (!some).then_some("nobody there could read it");
        (suggestion(team.name, "Team".to_owned(), why), Who::Team(team.id))
    });
    let mut all: Vec<_> = colleagues.chain(teams).collect();
    all.sort_by_key(|(one, _)| one.why_not.is_some());
    all.truncate(OFFERED);
    all
}

const fn suggestion(title: String, about: String, why_not: Option<&'static str>) -> Suggestion {
    Suggestion { title, about, preview: None, why_not }
}
