//! Logging in.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use shared::reads::{Login, SETUP, SetupState};
use web_sys::SubmitEvent;

use crate::app::resume;
use crate::fetch::{Failure, Request};
use crate::session::Stage;
use crate::ui::field::{Field, FormProblem};
use crate::watch::effect;
use crate::workspace::Shared;

part! {
    /// Logging in. Before there is an admin it leads to the setup.
    pub fn login() in settings { view! { <LoginPage /> }.into_any() }
}

#[component]
fn LoginPage() -> impl IntoView {
    let Shared { session, .. } = expect_context();
    let (email, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let failure = RwSignal::new(None::<Failure>);
    let (busy, set_busy) = signal(false);
    go_on_when_logged_in();
    go_to_setup_when_needed();
    if session.unknown() {
        spawn_local(resume(session));
    }
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        set_busy.set(true);
        let login = Login { email: email.get_untracked(), password: password.get_untracked() };
        spawn_local(async move {
            let answer = session.login(&login).await;
            // The page is left when it worked.
            let _ = failure.try_set(answer.err());
            let _ = set_busy.try_set(false);
        });
    };
    view! {
        <main class="card-page">
            <form class="card" on:submit=submit novalidate>
                <Brand />
                <h1>"Log in"</h1>
                {session
                    .ended()
                    .then(|| {
                        view! {
                            <p class="quiet" role="status">
                                "Your session has ended. What you were writing is kept in this browser."
                            </p>
                        }
                    })}
                <FormProblem failure=failure fields=&["email", "password"] />
                <Field
                    label="Email"
                    name="email"
                    kind="email"
                    autocomplete="username"
                    testid="login-email"
                    first=true
                    value=email
                    failure=failure
                />
                <Field
                    label="Password"
                    name="password"
                    kind="password"
                    autocomplete="current-password"
                    testid="login-password"
                    value=password
                    failure=failure
                />
                <button class="button primary" data-testid="login-submit" aria-busy=move || busy.get().to_string()>
                    "Log in"
                </button>
            </form>
        </main>
    }
}

/// The product's mark and name.
#[component]
pub fn Brand() -> impl IntoView {
    view! {
        <p class="brand">
            <svg class="mark" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
                <path d="M12 2.5a9.5 9.5 0 0 0-8.2 14.3L2.5 21.5l4.7-1.3A9.5 9.5 0 1 0 12 2.5" />
                <path class="wave" d="M7.5 10.5v3M10.5 8.5v7M13.5 7.5v9M16.5 10.5v3" />
            </svg>
            "Onevoice"
        </p>
    }
}

/// Leaves the page as soon as somebody is logged in, for where they wanted to go.
pub fn go_on_when_logged_in() {
    let Shared { session, .. } = expect_context();
    let (navigate, query) = (use_navigate(), use_query_map());
    effect(move || {
        if matches!(session.stage(), Stage::LoggedIn(_)) {
            let next = query.with_untracked(|it| it.get("next"));
            // Only a path of ours: `//host` would be another one's.
            let next = next.filter(|it| it.starts_with('/') && !it.starts_with("//"));
            let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
            navigate(next.as_deref().unwrap_or("/inbox/mine"), options);
        }
    });
}

fn go_to_setup_when_needed() {
    let navigate = use_navigate();
    spawn_local(async move {
        if let Ok(SetupState { needed: true }) = Request::get(SETUP).send().await {
            let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
            navigate("/setup", options);
        }
    });
}
