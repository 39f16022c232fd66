//! A colleague who was invited chooses a password.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_query_map;
use shared::reads::{Invited, JOIN, Join};
use web_sys::SubmitEvent;

use crate::fetch::{Answer, Failure, Request};
use crate::pages::login::{Brand, go_on_when_logged_in};
use crate::ui::field::{Field, FormProblem};
use crate::workspace::Shared;

part! {
    /// A colleague who was invited chooses a password.
    pub fn join() in settings { view! { <JoinPage /> }.into_any() }
}

#[component]
fn JoinPage() -> impl IntoView {
    let token = use_query_map().with_untracked(|it| it.get("token")).unwrap_or_default();
    let invited = RwSignal::new(None::<Answer<Invited>>);
    let path = format!("{JOIN}?token={}", js_sys::encode_uri_component(&token));
    spawn_local(async move {
        let answer = Request::get(path).send().await;
        // The page may have been left.
        let _ = invited.try_set(Some(answer));
    });
    go_on_when_logged_in();
    view! {
        <main class="card-page">
            {move || match invited.get() {
                None => ().into_any(),
                Some(Ok(who)) => view! { <JoinForm token=token.clone() who=who /> }.into_any(),
                Some(Err(failure)) => view! { <BadLink failure=failure /> }.into_any(),
            }}
        </main>
    }
}

#[component]
fn BadLink(failure: Failure) -> impl IntoView {
    view! {
        <div class="card">
            <Brand />
            <h1>"This link does not work"</h1>
            <p>{failure.words()}</p>
            <p class="quiet">"Ask whoever invited you for another one. A link works once."</p>
            <a class="button" href="/login">"Log in instead"</a>
        </div>
    }
}

#[component]
fn JoinForm(token: String, who: Invited) -> impl IntoView {
    let Shared { session, .. } = expect_context();
    let password = RwSignal::new(String::new());
    let failure = RwSignal::new(None::<Failure>);
    let (busy, set_busy) = signal(false);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        set_busy.set(true);
        let join = Join { token: token.clone(), password: password.get_untracked() };
        spawn_local(async move {
            let answer = session.join(&join).await;
            // The page is left when it worked.
            let _ = failure.try_set(answer.err());
            let _ = set_busy.try_set(false);
        });
    };
    view! {
        <form class="card" on:submit=submit novalidate>
            <Brand />
            <h1>{format!("Welcome, {}", who.name)}</h1>
            <p class="quiet">"Choose a password. You will log in with " <strong>{who.email.clone()}</strong> "."</p>
            <FormProblem failure=failure fields=&["password"] />
            // A password manager wants to know whose password it is.
            <input class="visually-hidden" type="email" autocomplete="username" tabindex="-1" readonly prop:value=who.email />
            <Field
                label="Password"
                name="password"
                kind="password"
                autocomplete="new-password"
                hint="At least 12 characters. A few words in a row are good."
                testid="join-password"
                first=true
                value=password
                failure=failure
            />
            <button class="button primary" data-testid="join-submit" aria-busy=move || busy.get().to_string()>
                "Join"
            </button>
        </form>
    }
}
