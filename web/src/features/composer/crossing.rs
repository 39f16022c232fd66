//! An answer that was not sent because a colleague had answered: what they said, and what shall become of it. It never
//! takes the focus away, and nothing that was written is lost.

use leptos::prelude::*;
use shared::answer::Said;
use shared::ids::ConversationId;
use shared::message::{Action as Sent, Author};
use shared::time::Timestamp;

use super::focus;
use crate::clock::{self, Style};
use crate::crossed::Answer;
use crate::ui::icon::{Icon, Kind};
use crate::watch::memo;
use crate::workspace::Workspace;

/// Answers that were not sent to this customer, if there are any.
#[component]
pub fn Crossing(id: ConversationId) -> impl IntoView {
    let it: Workspace = expect_context();
    let answers = memo(move || it.sender.crossed.of(id));
    move || {
        let all = answers.get();
        (!all.is_empty()).then(|| view! { <Card id=id all=all /> })
    }
}

#[component]
fn Card(id: ConversationId, all: Vec<Answer>) -> impl IntoView {
    let it: Workspace = expect_context();
    let said = untold(&all);
    let who = said.last().map(|it| it.by);
    let taken = all.iter().find_map(|it| it.meanwhile.taken);
    let head = move || match who {
        None if taken.is_some() => {
            let who = taken.map_or_else(String::new, |id| it.store.name_of(id));
            format!("Not sent: {who} has taken over the reply.")
        }
        Some(by) => format!("Not sent: {} answered meanwhile.", name(it, by)),
        None => "Not sent: a colleague answered meanwhile.".to_owned(),
    };
    let (mine, write) = (all.len() > 1, all.iter().any(|it| it.text().is_some()));
    let with_file =
        |it: &Answer| matches!(it.action, Sent::SendFile { .. } | Sent::ScheduleFile { .. });
    let file = all.iter().any(with_file);
    let anyway = move |_| {
        it.sender.send_anyway(id);
        request_animation_frame(focus);
    };
    let edit = move |_| {
        it.sender.edit_again(id);
        if file {
            it.toasts().note("Not sent. Attach the file again to send it.");
        }
        request_animation_frame(focus);
    };
    view! {
        <section class="crossing" data-testid="crossing" aria-label="Not sent">
            <p class="crossing-head" role="alert">
                <Icon kind=Kind::Alert />
                <span>{head}</span>
            </p>
            <ul class="crossing-said" aria-label="What was said">
                {said.into_iter().map(|said| view! { <Line said=said /> }).collect_view()}
            </ul>
            <div class="crossing-mine" data-testid="crossing-mine">
                <span class="small-label">{if mine { "Your messages" } else { "Your message" }}</span>
                {all.iter().map(|it| view! { <p dir="auto">{it.words()}</p> }).collect_view()}
            </div>
            <div class="crossing-acts">
                <button type="button" class="button primary" data-testid="send-anyway" on:click=anyway>"Send anyway"</button>
                <button type="button" class="button" data-testid="edit-again" on:click=edit>
                    {if write { "Back to editing" } else { "Don't send" }}
                </button>
            </div>
        </section>
    }
}

#[component]
fn Line(said: Said) -> impl IntoView {
    let it: Workspace = expect_context();
    let (by, at, since) = (said.by, said.at, clock::now());
    let when = move || ago(it.time.now().max(since), at);
    view! {
        <li>
            <span class="crossing-who">
                <bdi>{move || name(it, by)}</bdi>
                <time title=clock::write(at, Style::Full)>{when}</time>
            </span>
            <p dir="auto" data-testid="crossing-said">{said.preview}</p>
        </li>
    }
}

/// What was said, each once.
fn untold(all: &[Answer]) -> Vec<Said> {
    let mut said: Vec<Said> = Vec::new();
    for it in all.iter().flat_map(|it| &it.meanwhile.said) {
        if said.iter().all(|known| known.message != it.message) {
            said.push(it.clone());
        }
    }
    said
}

fn name(it: Workspace, by: Author) -> String {
    match by {
        Author::Agent(id) if id == it.me() => "you, in another tab,".to_owned(),
        Author::Agent(id) => it.store.name_of(id),
        Author::Phone => "somebody in the WhatsApp app".to_owned(),
        Author::Contact | Author::Automatic | Author::System => "somebody".to_owned(),
    }
}

/// Among colleagues seconds count.
fn ago(now: Timestamp, at: Timestamp) -> String {
    match (now - at).0 / 1_000 {
        ..2 => "just now".to_owned(),
        seconds @ 2..60 => format!("{seconds} s ago"),
        _ => clock::since(now, at),
    }
}
