//! A note in the thread: unlike anything that was said to the customer.

use leptos::prelude::*;
use shared::ids::{AgentId, ConversationId, NoteId};
use shared::message::Place;
use shared::note::{Action, Attached, Audience, Body, Note, Piece, Who};
use shared::state::Part;
use shared::{command, mention};

use crate::clock::{self, Style};
use crate::features::attached::FileView;
use crate::features::content::inline;
use crate::features::discuss::see_one;
use crate::fetch::Failure;
use crate::ui::icon::{Icon, Kind};
use crate::watch::effect;
use crate::workspace::Workspace;

/// A note, or the line that stays of it.
#[component]
pub fn NoteView(of: ConversationId, place: Place) -> impl IntoView {
    let it: Workspace = expect_context();
    it.store.note(of, place).map(|note| match note.body.clone() {
        Body::Written(pieces) => view! { <Written note=note pieces=pieces /> }.into_any(),
        Body::Deleted { by } => view! { <Gone note=note by=by /> }.into_any(),
    })
}

#[component]
fn Written(note: Note, pieces: Vec<Piece>) -> impl IntoView {
    let it: Workspace = expect_context();
    let mine = note.author == it.me();
    let (of, id) = (note.conversation, note.id);
    let sure = RwSignal::new(false);
    let delete = move |_| it.sender.send(command::Action::Note(of, Action::Delete { id }));
    view! {
        <li class="said out noted">
            <article
                class="bubble"
                data-testid="note"
                data-id=id.to_string()
                data-audience=note.audience.to_string()
            >
                <span class="author">
                    <Icon kind=Kind::Lock />
                    <bdi>{it.store.name_of(note.author)}</bdi>
                    <span class="note-kind">
                        {match note.audience {
                            Audience::Everyone => "Note",
                            Audience::Leads => "Note for leads and admins",
                        }}
                    </span>
                </span>
                {(!pieces.is_empty()).then(|| view! { <Pieces pieces=pieces /> })}
                <Files of=of id=id files=note.files.clone() />
                <span class="meta">
                    <time title=clock::write(note.at, Style::Full)>{clock::write(note.at, Style::Hour)}</time>
                </span>
            </article>
            {mine
                .then(|| {
                    view! {
                        <button
                            class="icon-button small reply-action"
                            data-testid="delete-note"
                            title="Delete this note"
                            aria-label="Delete this note"
                            aria-expanded=move || sure.get().to_string()
                            on:click=move |_| sure.update(|it| *it = !*it)
                        >
                            <Icon kind=Kind::Bin />
                        </button>
                    }
                })}
            <Show when=move || sure.get()>
                <p class="note-sure" role="alert">
                    "Delete this note for everyone? A line stays."
                    <button class="button small" data-testid="delete-note-sure" on:click=delete>"Delete"</button>
                    <button class="button small quiet" on:click=move |_| sure.set(false)>"Keep"</button>
                </p>
            </Show>
        </li>
    }
}

/// What a note says, with the names of today.
#[component]
pub fn Pieces(pieces: Vec<Piece>) -> impl IntoView {
    let it: Workspace = expect_context();
    let pieces = pieces.into_iter().map(|piece| match piece {
        Piece::Text(text) => inline(&text).into_any(),
        Piece::Mention(who) => {
            let me = who == Who::Agent(it.me());
            let name = move || match who {
                Who::Agent(id) => it.store.name_of(id),
                Who::Team(id) => it.store.team_name(id).unwrap_or_else(|| "a team".to_owned()),
            };
            view! { <span class="mention" class:me=me data-testid="mention">"@" <bdi>{name}</bdi></span> }
                .into_any()
        }
    });
    view! { <p class="text" dir="auto">{pieces.collect_view()}</p> }
}

/// What is attached: pictures to be seen, everything else to be saved.
#[component]
fn Files(of: ConversationId, id: NoteId, files: Vec<Attached>) -> impl IntoView {
    let files = files.into_iter().enumerate();
    let view = |(part, it): (usize, Attached)| {
        view! { <FileView of=of id=id.as_message() part=part name=it.name file=it.file /> }
    };
    files.map(view).collect_view()
}

#[component]
fn Gone(note: Note, by: AgentId) -> impl IntoView {
    let it: Workspace = expect_context();
    view! {
        <li class="line" data-testid="note-gone" data-id=note.id.to_string()>
            <span>
                "Note deleted by " <bdi>{move || it.store.name_of(by)}</bdi> " "
                <time title=clock::write(note.at, Style::Full)>{clock::write(note.at, Style::Hour)}</time>
            </span>
        </li>
    }
}

/// Says that I have looked at where I was mentioned in an open thread. At a discussion beside it I have not, by that.
pub fn see_mentions(it: Workspace, id: ConversationId, unseen: RwSignal<Option<Failure>>) {
    effect(move || {
        let mut mine = it.store.mentions();
        mine.retain(|it| it.conversation == id);
        let asked = untrack(|| {
            it.sender.busy(|action| matches!(action, command::Action::Mention(of, mention::Action::See) if *of == id))
        });
        if mine.is_empty() || !it.visible.get() || asked {
            return;
        }
        // Which of them are beside it is known once it is there.
        let beside = it.store.read(Part::Thread(id), |state| {
            let thread = state.thread(id).filter(|it| it.floor().is_some())?;
            let beside = |note| thread.notes().any(|it| it.id == note && it.about.is_some());
            Some(mine.iter().map(|it| it.note).filter(|it| beside(*it)).collect::<Vec<_>>())
        });
        match beside {
            None if unseen.with(Option::is_none) => {}
            None => it.sender.send(command::Action::Mention(id, mention::Action::See)),
            Some(beside) if beside.is_empty() => {
                it.sender.send(command::Action::Mention(id, mention::Action::See));
            }
            Some(beside) => {
                for one in mine.iter().filter(|it| !beside.contains(&it.note)) {
                    see_one(it, id, one.note);
                }
            }
        }
    });
}
