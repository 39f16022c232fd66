//! The first admin, by the link that the server printed at its start.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use shared::reads::{SETUP, Setup, SetupState};
use web_sys::SubmitEvent;

use crate::fetch::{Failure, Request};
use crate::pages::login::{Brand, go_on_when_logged_in};
use crate::ui::field::{Field, FormProblem};
use crate::workspace::Shared;

part! {
    /// The first admin; without the token it tells where to find the link.
    pub fn setup() in settings { view! { <SetupPage /> }.into_any() }
}

#[component]
fn SetupPage() -> impl IntoView {
    let query = use_query_map();
    go_on_when_logged_in();
    view! {
        <main class="card-page">
            {move || match query.with(|it| it.get("token")) {
                Some(token) => view! { <SetupForm token=token /> }.into_any(),
                None => view! { <WhereTheLinkIs /> }.into_any(),
            }}
        </main>
    }
}

#[component]
fn WhereTheLinkIs() -> impl IntoView {
    let navigate = use_navigate();
    spawn_local(async move {
        if let Ok(SetupState { needed: false }) = Request::get(SETUP).send().await {
            let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
            navigate("/login", options);
        }
    });
    view! {
        <div class="card">
            <Brand />
            <h1>"Almost there"</h1>
            <p>
                "Nobody has an account here yet. The server printed a link when it started: open it to make the first one. It looks like this:"
            </p>
            <pre class="sample">"…/setup?token=…"</pre>
            <p class="quiet">"Lost it? Start the server again, and it prints another."</p>
        </div>
    }
}

#[component]
fn SetupForm(token: String) -> impl IntoView {
    let Shared { session, .. } = expect_context();
    let [name, email, password] = std::array::from_fn(|_| RwSignal::new(String::new()));
    let failure = RwSignal::new(None::<Failure>);
    let (busy, set_busy) = signal(false);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        set_busy.set(true);
        let setup = Setup {
            token: token.clone(),
            name: name.get_untracked(),
            email: email.get_untracked(),
            password: password.get_untracked(),
        };
        spawn_local(async move {
            let answer = session.setup(&setup).await;
            // The page is left when it worked.
            let _ = failure.try_set(answer.err());
            let _ = set_busy.try_set(false);
        });
    };
    view! {
        <form class="card" on:submit=submit novalidate>
            <Brand />
            <h1>"Welcome"</h1>
            <p class="quiet">"Make the first account. It can set up people, teams and numbers."</p>
            <FormProblem failure=failure fields=&["name", "email", "password"] />
            <Field label="Your name" name="name" autocomplete="name" testid="setup-name" first=true value=name failure=failure />
            <Field
                label="Email"
                name="email"
                kind="email"
                autocomplete="username"
                testid="setup-email"
                value=email
                failure=failure
            />
            <Field
                label="Password"
                name="password"
                kind="password"
                autocomplete="new-password"
                hint="At least 12 characters. A few words in a row are good."
                testid="setup-password"
                value=password
                failure=failure
            />
            <button class="button primary" data-testid="setup-submit" aria-busy=move || busy.get().to_string()>
                "Make the account"
            </button>
        </form>
    }
}
