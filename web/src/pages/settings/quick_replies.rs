//! Quick replies: make one, change it, put it away.

use leptos::prelude::*;
use shared::command;
use shared::ids::{ConversationId, QuickReplyId};
use shared::message::sending::Again;
use shared::quick_reply::{Action, FILES_MAX, Given, Kept, Offered, QuickReply, Variable};
use web_sys::SubmitEvent;

use crate::attachments::{Attachments, Stage, Target, There};
use crate::clock;
use crate::features::asking::Asking;
use crate::features::attach::{AttachButton, Tray};
use crate::pages::settings::{ArchiveButton, Buttons, Heading};
use crate::ui::dialog::Dialog;
use crate::ui::field::{Field, FormProblem, Select, TextArea};
use crate::ui::icon::{Icon, Kind};
use crate::watch::memo;
use crate::workspace::Workspace;

/// Quick replies.
#[component]
pub fn QuickReplies() -> impl IntoView {
    let it: Workspace = expect_context();
    let task = RwSignal::new(None::<QuickReply>);
    let open = RwSignal::new(false);
    let begin = move |which: Option<QuickReply>| {
        task.set(which);
        open.set(true);
    };
    let title = Signal::derive(move || {
        task.get().map_or_else(|| "New quick reply".to_owned(), |it| it.title)
    });
    let none = memo(move || it.store.quick_replies().is_empty());
    view! {
        <Heading
            title="Quick replies"
            about="Whoever answers types / and a few letters of the shortcut, the title or the text. Its files go with the message."
        >
            <button class="button primary" data-testid="new-quick-reply" on:click=move |_| begin(None)>
                <Icon kind=Kind::Plus />
                "New"
            </button>
        </Heading>
        <ul class="cards">
            <For
                each=move || it.store.quick_replies()
                key=|it| (it.id, it.version)
                children=move |reply| view! { <Line reply=reply begin=begin /> }
            />
        </ul>
        <Show when=move || none.get()>
            <p class="quiet">"None yet. What do you write several times a day? Begin with that."</p>
        </Show>
        <Dialog title=title open=open>
            {move || view! { <Form reply=task.get() done=move || open.set(false) /> }}
        </Dialog>
    }
}

#[component]
fn Line(reply: QuickReply, begin: impl Fn(Option<QuickReply>) + Copy + 'static) -> impl IntoView {
    let it: Workspace = expect_context();
    let (id, archived, offered) = (reply.id, reply.archived, reply.offered);
    let act = move |action| it.sender.send(command::Action::QuickReply(id, action));
    let change = reply.clone();
    view! {
        <li class="entry" class:gone=archived data-testid="quick-reply" data-id=id.to_string()>
            <div class="entry-main">
                <p class="entry-name">
                    <bdi>{reply.title}</bdi>
                    <code class="quiet">{format!("/{}", reply.shortcut)}</code>
                    {archived.then_some(view! { <span class="quiet">"archived"</span> })}
                </p>
                <p class="small-label quick-text" dir="auto">{reply.text}</p>
                {(!reply.files.is_empty()).then(|| {
                    let names = reply.files.iter().map(|it| it.name.as_str()).collect::<Vec<_>>();
                    view! { <p class="small-label" data-testid="quick-files"><Icon kind=Kind::Clip /> <bdi>{names.join(", ")}</bdi></p> }
                })}
                <p class="small-label">{move || name(it, offered)}</p>
            </div>
            <button class="button" data-testid="change" on:click=move |_| begin(Some(change.clone()))>"Change"</button>
            <ArchiveButton archived=archived title="It is not offered any more, and can be brought back."
                press=move || act(if archived { Action::Restore } else { Action::Archive }) />
        </li>
    }
}

/// Its files are in no conversation.
const NOWHERE: ConversationId = ConversationId(ulid::Ulid::nil());

/// A file that it has.
fn there((id, kept): (QuickReplyId, Kept)) -> There {
    let of = Again::QuickReply { id, hash: kept.file.hash };
    let Kept { name, sent_as, file } = kept;
    There { of, name, size: file.size, sent_as, caption: None, voice: false }
}

/// Where it is offered, in words.
fn name(it: Workspace, offered: Offered) -> String {
    match offered {
        Offered::Everywhere => "Offered to everyone".to_owned(),
        Offered::Team(id) => {
            format!("Offered to the team {}", it.store.team_name(id).unwrap_or_default())
        }
        Offered::Number(id) => {
            let name = it.store.number(id).map(|it| it.name).unwrap_or_default();
            format!("Offered in conversations with {name}")
        }
    }
}

/// Every place where one may be offered, as a value of a form and in words.
fn places(it: Workspace) -> Vec<(Offered, String)> {
    let teams = it.store.teams().into_iter().map(|it| Offered::Team(it.id));
    let numbers = it.store.numbers().into_iter().map(|it| Offered::Number(it.id));
    let all = std::iter::once(Offered::Everywhere).chain(teams).chain(numbers);
    all.map(|offered| (offered, name(it, offered))).collect()
}

fn word(offered: Offered) -> String {
    match offered {
        Offered::Everywhere => "everywhere".to_owned(),
        Offered::Team(id) => id.to_string(),
        Offered::Number(id) => id.to_string(),
    }
}

#[component]
fn Form(reply: Option<QuickReply>, done: impl Fn() + Copy + 'static) -> impl IntoView {
    let it: Workspace = expect_context();
    let id = reply.as_ref().map(|it| it.id);
    let files = Attachments::going_into(it.session(), Target::QuickReply);
    for kept in
        reply.iter().flat_map(|it| it.files.clone().into_iter().map(move |kept| (it.id, kept)))
    {
        files.bring(NOWHERE, there(kept));
    }
    let begun = reply.map_or_else(
        || (String::new(), String::new(), String::new(), Offered::Everywhere),
        |it| (it.title, it.shortcut, it.text, it.offered),
    );
    let (title, shortcut) = (RwSignal::new(begun.0), RwSignal::new(begun.1));
    let (text, offered) = (RwSignal::new(begun.2), RwSignal::new(word(begun.3)));
    let asking = Asking::default();
    let failure = asking.failure;
    let options = Signal::derive(move || {
        places(it).into_iter().map(|(offered, name)| (word(offered), name)).collect::<Vec<_>>()
    });
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        let chosen = offered.get_untracked();
        let place = untrack(|| places(it)).into_iter().find(|(it, _)| word(*it) == chosen);
        let given = Given {
            title: title.get_untracked(),
            shortcut: shortcut.get_untracked(),
            text: text.get_untracked(),
            files: files.ready(NOWHERE),
            offered: place.map(|(it, _)| it).unwrap_or_default(),
        };
        let (id, action) = match id {
            Some(id) => (id, Action::Change(given)),
            None => (QuickReplyId::new(clock::now()), Action::Create(given)),
        };
        asking.ask(it, command::Action::QuickReply(id, action), done);
    };
    // What is on its way would not be kept.
    let coming =
        move || files.of(NOWHERE).iter().any(|file| matches!(file.stage.get(), Stage::Coming(_)));
    let busy = Signal::derive(move || asking.busy.get() || coming());
    let add = move |variable: Variable| text.update(|it| it.push_str(&variable.mark()));
    view! {
        <form class="form" on:submit=on_submit novalidate>
            <Field label="Title" name="title" testid="quick-title" value=title failure=failure first=true />
            <Field label="Shortcut" name="shortcut" testid="quick-shortcut" value=shortcut failure=failure
                hint="What one types after /, such as hello" />
            <TextArea label="Text" name="text" testid="quick-text" value=text />
            <p class="quick-variables">
                <span class="small-label">"Put in: "</span>
                {Variable::ALL.map(|variable| {
                    view! {
                        <button type="button" class="button small" on:click=move |_| add(variable)>{variable.mark()}</button>
                    }
                })}
            </p>
            <Tray all=files to=NOWHERE />
            <p class="quick-files">
                <AttachButton all=files to=NOWHERE />
                <span class="small-label">{format!("Up to {FILES_MAX} files that go with it.")}</span>
            </p>
            <Select label="Where" name="offered" testid="quick-offered" options=options value=offered />
            <FormProblem failure=failure fields=&["title", "shortcut"] />
            <Buttons label="Save" busy=busy testid="quick-submit" />
        </form>
    }
}
