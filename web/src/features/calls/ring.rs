//! What rings at mine: who it is, and whether I answer. It takes no focus from who is writing.

use leptos::prelude::*;
use shared::call::{Action, Call, Ring, Round, Stage, Wait};
use shared::command;
use shared::conversation::Conversation;
use shared::ids::{CallId, ConversationId};
use shared::state::Part;

use super::{call_of, live, name_of};
use crate::call::Wish;
use crate::call::tone::Ringing;
use crate::clock::{self, Style};
use crate::ui::avatar::Avatar;
use crate::ui::icon::{Icon, Kind};
use crate::watch::{effect, memo};
use crate::workspace::Workspace;

type Which = (ConversationId, CallId);

/// A card for each call that rings at mine; while I am in another, the dock says so.
#[component]
pub fn Rings() -> impl IntoView {
    let it: Workspace = expect_context();
    let rings = memo(move || if busy(it) { Vec::new() } else { ringing(it) });
    sound(rings);
    title(it, rings);
    view! {
        <For each=move || rings.get() key=|which| *which let:which>
            <Card which=which />
        </For>
    }
}

/// Whether I am in a call, in whichever tab.
pub fn busy(it: Workspace) -> bool {
    let me = it.me();
    let here = it.calls.here.with(Option::is_some);
    here || !live(it, |call| call.busy().contains(&me).then_some(())).is_empty()
}

/// What rings at mine and I have not just declined.
pub fn ringing(it: Workspace) -> Vec<Which> {
    let me = it.me();
    let mine = |call: &Call| {
        let fresh = call.rings(me) && call.lost_by() != Some(me);
        fresh.then_some((call.conversation, call.id))
    };
    let mut all = live(it, mine);
    all.retain(|(_, id)| !ending(it, *id));
    all
}

/// Whether I have just declined it or hung up, and the log does not say so yet.
pub fn ending(it: Workspace, id: CallId) -> bool {
    it.sender.busy(|action| {
        matches!(action, command::Action::Call(_, Action::Decline { call } | Action::HangUp { call }) if *call == id)
    })
}

fn sound(rings: Memo<Vec<Which>>) {
    let sound = StoredValue::new_local(None::<Ringing>);
    let any = memo(move || rings.with(|it| !it.is_empty()));
    effect(move || sound.set_value(if any.get() { Ringing::start() } else { None }));
}

/// The tab's title tells who calls, for who looks at another tab.
fn title(it: Workspace, rings: Memo<Vec<Which>>) {
    let before = StoredValue::new(None::<String>);
    let who = memo(move || rings.with(|it| it.first().copied()).map(|which| says(it, which)));
    let back = move || {
        if let Some(title) = before.try_update_value(Option::take).flatten() {
            document().set_title(&title);
        }
    };
    effect(move || match who.get() {
        Some(words) => {
            if before.with_value(Option::is_none) {
                before.set_value(Some(document().title()));
            }
            document().set_title(&format!("{words} – Onevoice"));
        }
        None => back(),
    });
    on_cleanup(back);
}

/// Who wants what of me.
fn says(it: Workspace, (at, id): Which) -> String {
    let name = name_of(it, at);
    match call_of(it, at, id).map(|call| call.stage) {
        Some(Stage::Talking { with, .. }) => {
            format!("{} asks you about {name}", it.store.name_of(with))
        }
        _ => format!("{name} is calling"),
    }
}

#[component]
fn Card(which: Which) -> impl IntoView {
    let it: Workspace = expect_context();
    let (conversation, id) = which;
    let found = it.store.conversation(conversation);
    let call = memo(move || call_of(it, conversation, id));
    let contact = found.with_untracked(|it| it.as_ref().map(|it| it.contact.id.0));
    let name = Signal::derive(move || name_of(it, conversation));
    let what = memo(move || call.with(|call| call.as_ref().map(|call| words(it, call))));
    let number = move || {
        let number = found.with(|it| it.as_ref().map(|it| it.number))?;
        it.store.number(number).map(|number| format!("on {}", number.name))
    };
    let owner = move || {
        let owner = found.with(|it| it.as_ref().and_then(|it| it.assignee));
        match owner {
            Some(who) if who == it.me() => "Yours".to_owned(),
            Some(who) => format!("Answered by {}", it.store.name_of(who)),
            None => "Nobody’s yet".to_owned(),
        }
    };
    let preview = move || {
        found.with(|it| it.as_ref().and_then(|it| it.last.as_ref().map(|it| it.text.clone())))
    };
    let since = move || call.with(|it| it.as_ref().map(|it| clock::write(it.at, Style::Hour)));
    let titled = format!("ring-{id}");
    let answer = move |_| it.calls.wish.set(Some(Wish::Join { conversation, call: id }));
    let decline = move |_| decline(it, conversation, id);
    view! {
        <section class="ring-card" role="alertdialog" aria-modal="false" aria-labelledby=format!("ring-{id}") data-testid="ring-card">
            <p class="visually-hidden" role="alert">{move || format!("{}.", says(it, which))}</p>
            <div class="ring-who">
                {contact.map(|contact| view! { <Avatar id=contact name=name /> })}
                <div class="ring-words">
                    <h2 id=titled><a href=format!("/inbox/all/{conversation}") dir="auto" data-testid="ring-name">{name}</a></h2>
                    <p data-testid="ring-what">{what} " " <bdi>{number}</bdi></p>
                    <p class="quiet">{owner} " · since " <time>{since}</time></p>
                </div>
            </div>
            {move || preview().map(|text| view! { <p class="ring-preview" dir="auto">{text}</p> })}
            <div class="ring-buttons">
                <button type="button" class="button" data-testid="ring-decline" on:click=decline>"Decline"</button>
                <button type="button" class="button primary" data-testid="ring-answer" on:click=answer>
                    <Icon kind=Kind::Phone />
                    "Answer"
                </button>
            </div>
        </section>
    }
}

/// Lets it ring at others.
pub fn decline(it: Workspace, conversation: ConversationId, call: CallId) {
    it.sender.send(command::Action::Call(conversation, Action::Decline { call }));
}

fn words(it: Workspace, call: &Call) -> String {
    match &call.stage {
        Stage::Waiting { from, why: Wait::Handed, .. } => {
            format!("{} hands this call over", it.store.name_of(*from))
        }
        Stage::Waiting { from, why: Wait::Lost, .. } => {
            format!("Waits: {} was cut off", it.store.name_of(*from))
        }
        Stage::Talking { with, .. } => {
            format!("{} asks you about this customer", it.store.name_of(*with))
        }
        _ => "Incoming call".to_owned(),
    }
}

/// Who calls and would ring at mine, if I were not busy: at nobody else's first.
fn calling(it: Workspace) -> Vec<Which> {
    let (me, teams) =
        it.store.agent(it.me()).map_or_else(|| (it.me(), vec![]), |me| (me.id, me.teams));
    let declined = |ring: &Ring| ring.declined.contains(&me);
    let wanted = |found: &Conversation, round: Round| match round {
        Round::One => found.assignee == Some(me),
        Round::Team => found.team.is_some_and(|team| teams.contains(&team)),
        Round::Everyone => true,
    };
    let mut all = it.store.read(Part::Calls, |it| {
        let found = it.calls().filter_map(|it| {
            let call = it.call.as_deref()?;
            let Stage::Ringing(ring) = &call.stage else { return None };
            let rings = call.rings(me) || (!declined(ring) && wanted(it, ring.round));
            rings.then_some((it.id, call.id))
        });
        found.collect::<Vec<_>>()
    });
    all.retain(|(_, id)| !ending(it, *id));
    all
}

/// Says softly who else is calling.
#[component]
pub fn CallsToo() -> impl IntoView {
    let it: Workspace = expect_context();
    let words = memo(move || {
        let names = calling(it).into_iter().map(|(at, _)| name_of(it, at)).collect::<Vec<_>>();
        match names.len() {
            0 => None,
            1 => Some(format!("{} is calling, too", names.join(""))),
            _ => Some(format!("{} are calling, too", names.join(" and "))),
        }
    });
    view! {
        <p class="call-too" role="status" hidden=move || words.with(Option::is_none) data-testid="call-too">
            <bdi>{words}</bdi>
        </p>
    }
}
