//! For how long one can take back what one has sent. Kept at the server, for every browser of mine.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::held::{PREFERENCES, Preferences, UNDO_SECONDS};

use crate::fetch::Answer;
use crate::pages::settings::Heading;
use crate::ui::choice::{Choice, OneOf};
use crate::watch::effect;
use crate::workspace::Workspace;

/// How I like to send.
#[component]
pub fn Sending() -> impl IntoView {
    let it: Workspace = expect_context();
    let kept = RwSignal::new(None::<Answer<Preferences>>);
    spawn_local(async move {
        let answer = it.session().get(PREFERENCES).await;
        // The page may have been left.
        let _ = kept.try_set(Some(answer));
    });
    view! {
        <Heading
            title="Sending"
            about="For a few seconds a message can wait before it leaves, so that you can take it back (Z). Templates leave at once."
        />
        {move || match kept.get() {
            None => ().into_any(),
            Some(Err(failure)) => view! { <p class="form-problem" role="alert">{failure.words()}</p> }.into_any(),
            Some(Ok(kept)) => view! { <Undo kept=kept /> }.into_any(),
        }}
    }
}

#[component]
fn Undo(kept: Preferences) -> impl IntoView {
    let it: Workspace = expect_context();
    let seconds = RwSignal::new(kept.undo_seconds);
    let choices = UNDO_SECONDS.map(|value| Choice {
        value,
        name: if value == 0 { "Never".to_owned() } else { format!("For {value} seconds") },
        effect: match value {
            0 => "What you send leaves at once.",
            _ => "The customer gets it that much later; nobody sees it in lists before.",
        },
    });
    let before = StoredValue::new(kept.undo_seconds);
    effect(move || {
        let undo_seconds = seconds.get();
        if before.get_value() == undo_seconds {
            return;
        }
        before.set_value(undo_seconds);
        spawn_local(async move {
            let kept = it.session().post::<()>(PREFERENCES, &Preferences { undo_seconds }).await;
            match kept {
                Ok(()) => it.toasts().note("Kept."),
                Err(failure) => it.toasts().problem(failure.words()),
            }
        });
    });
    view! {
        <OneOf legend="Sending can be undone" name="undo-seconds" choices=choices.into() value=seconds />
    }
}
