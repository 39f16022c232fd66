//! A call in its thread: who called, how long it was, or why nothing came of it.

use leptos::prelude::*;
use shared::call::{After, Call, Direction, End, Stage};
use shared::ids::ConversationId;
use shared::message::Place;
use shared::permission::Permission;
use shared::state::Part;
use shared::time::{Millis, Timestamp};

use crate::clock::{self, Style};
use crate::features::call_button;
use crate::features::call_recording::CallRecording;
use crate::features::calls::company;
use crate::features::calls::listening::{self, ListenButton};
use crate::ui::icon::{Icon, Kind};
use crate::workspace::Workspace;

/// One call.
#[component]
pub fn CallLine(of: ConversationId, place: Place) -> impl IntoView {
    let it: Workspace = expect_context();
    let call = it.store.peek(|it| it.thread(of)?.call(place).cloned());
    call.map(|call| {
        let (listened, watched) = (listening::told(it, &call), call.clone());
        let asked = company::told(it, &call);
        let (at, missed, live) = (call.at, call.missed(), call.live());
        let again = !missed && !live && call.answered.is_none();
        let may = untrack(|| it.store.may(Permission::Reply));
        let (id, recorded, after) = (call.id, call.recorded, call.after);
        let over = call.over();
        let incoming = call.direction == Direction::Incoming;
        view! {
            <li class="line call-line" data-testid="call" class:missed=missed class:live=live>
                <span dir="auto">
                    <Icon kind=Kind::Phone />
                    <span class="call-way" aria-hidden="true">{if incoming { "↙" } else { "↗" }}</span>
                    <span data-testid="call-words">{move || words(it, &call)}</span>
                    " "
                    <time title=clock::write(at, Style::Full)>{clock::write(at, Style::Hour)}</time>
                    {asked.map(|words| view! { <span data-testid="call-asked">{words}</span> })}
                    {listened.map(|words| view! { <span data-testid="call-listened">{words}</span> })}
                    <ListenButton of=of call=watched />
                    {((missed || again) && may).then(|| view! {
                        <button type="button" class="link" data-testid="call-back" on:click=move |_| call_button::call(it, of)>
                            {if missed { "Call back" } else { "Call again" }}
                        </button>
                    })}
                </span>
                {after.map(|after| view! { <Afterwards of=of over=over after=after /> })}
                {recorded.map(|recorded| view! { <CallRecording of=of call=id recorded=recorded /> })}
            </li>
        }
    })
}

/// What came of it, as whoever talked says, and how long they needed to say so.
#[component]
fn Afterwards(of: ConversationId, over: Option<Timestamp>, after: After) -> impl IntoView {
    let it: Workspace = expect_context();
    let outcome = move || {
        let id = after.outcome?;
        it.store
            .read(Part::CallSettings, |it| it.call_settings().outcome(id).map(|it| it.name.clone()))
    };
    let outcome = move || {
        outcome().map(|name| view! { <bdi class="chip" data-testid="call-outcome">{name}</bdi> })
    };
    let who = move || it.store.name_of(after.by);
    let words = move || match (after.done, over) {
        (Some(done), Some(over)) => format!("{} after the call", length(done - over)),
        _ => format!("{} is busy after the call", who()),
    };
    let note = after.note.map(|note| {
        view! { <a class="link" data-testid="call-note-link" href=format!("/inbox/all/{of}?message={note}")>"Note"</a> }
    });
    view! {
        <span class="call-after" data-testid="call-after">
            {outcome}
            <span class="quiet" title=who>{words}</span>
            {note}
        </span>
    }
}

/// What became of it, or how it stands.
pub fn words(it: Workspace, call: &Call) -> String {
    let mut names = call.talked.iter().map(|who| it.store.name_of(*who)).collect::<Vec<_>>();
    names.dedup();
    let names = names.join(", ");
    let way = match call.direction {
        Direction::Incoming => "Incoming call",
        Direction::Outgoing => "Outgoing call",
    };
    let with = |words: String| if names.is_empty() { words } else { format!("{words} · {names}") };
    match &call.stage {
        Stage::Dialing { by } => format!("{} is calling the customer", it.store.name_of(*by)),
        Stage::RingsThere { by } => format!("{} is calling: it rings", it.store.name_of(*by)),
        Stage::Ringing(_) => "The customer is calling".to_owned(),
        Stage::Talking { held, .. } => {
            let who = company::names(it, call);
            match held {
                Some(_) => format!("{way} · {who} · on hold"),
                None if call.helpers().next().is_some() => format!("{way} · {who} are talking"),
                None => format!("{way} · {who} is talking"),
            }
        }
        Stage::Waiting { .. } => with(format!("{way} · the customer waits")),
        Stage::Ended { how, .. } => match how {
            End::Failed { why } => format!("{way} failed: {why}"),
            End::Missed if call.missed() => "Missed call".to_owned(),
            End::Refused => "Missed call: everybody declined".to_owned(),
            End::Declined => with(format!("{way} · declined")),
            End::Unanswered => with(format!("{way} · no answer")),
            End::Cancelled => with(format!("{way} · cancelled")),
            End::HungUp | End::Lost | End::Missed => {
                let words = with(way.to_owned());
                match call.lasted() {
                    Some(lasted) if *how == End::Lost => {
                        format!("{words} · cut off after {}", length(lasted))
                    }
                    Some(lasted) => format!("{words} · {}", length(lasted)),
                    None => words,
                }
            }
        },
    }
}

/// How long something took: `3:12`, `1:02:09`.
pub fn length(span: Millis) -> String {
    let seconds = span.0.max(0) / 1_000;
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_has_minutes_and_hours_only_where_there_are_some() {
        assert_eq!(length(Millis(192_400)), "3:12");
        assert_eq!(length(Millis(3_729_000)), "1:02:09");
        assert_eq!(length(Millis(-5)), "0:00");
    }
}
