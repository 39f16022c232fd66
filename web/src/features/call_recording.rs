//! The recording of a call in its thread: that there is one, and for who may hear it a player. Who asks for it is noted,
//! so it is asked for by a press and not by looking.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::call::{CALLS, Heard, Playable, RECORDING, Recorded};
use shared::ids::{CallId, ConversationId};
use shared::permission::Permission;
use shared::reads::CONVERSATIONS;

use crate::clock::{self, Style};
use crate::features::call_line::length;
use crate::features::media::sound::Sound;
use crate::fetch::Failure;
use crate::later;
use crate::ui::icon::{Icon, Kind};
use crate::watch::memo;
use crate::workspace::Workspace;

/// What there is of a call to be heard.
#[component]
pub fn CallRecording(of: ConversationId, call: CallId, recorded: Recorded) -> impl IntoView {
    let it: Workspace = expect_context();
    let content = match recorded {
        Recorded::Now => view! {
            <span class="call-recorded" data-testid="call-recorded">"Recorded"</span>
        }
        .into_any(),
        Recorded::Deleted => view! {
            <span class="quiet" data-testid="call-recorded">"The recording was deleted when its time had come."</span>
        }
        .into_any(),
        Recorded::Kept { lasts, until } => {
            let until = until.map(|at| format!(" · until {}", later::words(clock::now(), at)));
            let about = format!("{}{}", length(lasts), until.unwrap_or_default());
            let may = untrack(|| it.store.may(Permission::Recordings));
            if may {
                view! { <Player of=of call=call about=about /> }.into_any()
            } else {
                view! { <span class="quiet" data-testid="call-recorded">{format!("Recorded · {about}")}</span> }
                    .into_any()
            }
        }
    };
    view! { <div class="call-recording" data-testid="call-recording">{content}</div> }
}

#[component]
fn Player(of: ConversationId, call: CallId, about: String) -> impl IntoView {
    let it: Workspace = expect_context();
    let playable = RwSignal::new(None::<Playable>);
    let (busy, failure) = (RwSignal::new(false), RwSignal::new(None::<Failure>));
    let ask = move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let path = format!("{CONVERSATIONS}/{of}/{CALLS}/{call}/{RECORDING}");
            let answer = it.session().post::<Playable>(&path, &()).await;
            // The thread may have been left.
            let _ = busy.try_set(false);
            match answer {
                Ok(it) => drop(playable.try_set(Some(it))),
                Err(it) => drop(failure.try_set(Some(it))),
            }
        });
    };
    let path = memo(move || playable.with(|it| it.as_ref().map(|it| it.path.clone())));
    let there = memo(move || path.with(Option::is_some));
    let heard = move || playable.with(|all| all.as_ref().and_then(|all| words(it, &all.heard)));
    let tries = StoredValue::new(0_u8);
    // An address that has become too old is asked for again, but not for ever.
    let failed = Callback::new(move |()| {
        if tries.try_update_value(|it| *it += 1).is_some() && tries.get_value() <= 2 {
            ask();
        }
    });
    view! {
            {move || if there.get() {
                view! { <Sound title="Recording of the call".to_owned() voice=true begins=true path=path failed=failed /> }.into_any()
            } else {
                view! {
                    <button type="button" class="button" data-testid="call-listen" aria-busy=move || busy.get().to_string()
                        on:click=move |_| ask()>
                        <Icon kind=Kind::Play />
                        {format!("Listen to the recording · {about}")}
                    </button>
                }.into_any()
            }}
            <p class="quiet" data-testid="call-heard">{heard}</p>
            {move || failure.get().map(|it| view! { <p role="alert">{it.words()}</p> })}
    }
}

/// Who has listened before, each once with their latest time.
fn words(it: Workspace, heard: &[Heard]) -> Option<String> {
    let mut known = Vec::new();
    for one in heard {
        if known.iter().all(|before: &Heard| before.agent != one.agent) {
            known.push(*one);
        }
    }
    let one = |it_heard: &Heard| {
        let (name, at) =
            (it.store.name_of(it_heard.agent), clock::write(it_heard.at, Style::Moment));
        format!("{name} ({at})")
    };
    let names: Vec<_> = known.iter().map(one).collect();
    (!names.is_empty()).then(|| format!("Listened to by {}", names.join(", ")))
}
