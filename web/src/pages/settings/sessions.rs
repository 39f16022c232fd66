//! Where I am logged in; each can be ended from here.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::ids::SessionId;
use shared::reads::SESSIONS;
use shared::session::Session;

use crate::clock::{self, Style};
use crate::fetch::{Answer, Request};
use crate::logic::browser;
use crate::pages::settings::Heading;
use crate::workspace::Workspace;

/// Where I am logged in.
#[component]
pub fn Sessions() -> impl IntoView {
    let it: Workspace = expect_context();
    let sessions = RwSignal::new(None::<Answer<Vec<Session>>>);
    let load = move || {
        spawn_local(async move {
            let answer = it.session().get(SESSIONS).await;
            // The page may have been left.
            let _ = sessions.try_set(Some(answer));
        });
    };
    load();
    let end = move |id: SessionId| {
        spawn_local(async move {
            let request = Request::delete(format!("{SESSIONS}/{id}"));
            match it.session().send::<()>(request).await {
                Ok(()) => it.toasts().note("Logged out there."),
                Err(failure) => it.toasts().problem(failure.words()),
            }
            load();
        });
    };
    view! {
        <Heading
            title="Where I am logged in"
            about="One line for each browser. Log out wherever you don't recognise it."
        />
        {move || match sessions.get() {
            None => ().into_any(),
            Some(Err(failure)) => view! { <p class="form-problem" role="alert">{failure.words()}</p> }.into_any(),
            Some(Ok(all)) => {
                let rows = all.into_iter().map(|it| view! { <Line of=it end=end /> }).collect_view();
                view! { <ul class="cards">{rows}</ul> }.into_any()
            }
        }}
    }
}

#[component]
fn Line(of: Session, end: impl Fn(SessionId) + Copy + 'static) -> impl IntoView {
    let it: Workspace = expect_context();
    let (id, current, last_used) = (of.id, of.current, of.last_used);
    view! {
        <li class="entry" data-testid="session">
            <div class="entry-main">
                <p class="entry-name" title=of.user_agent.clone()>
                    {browser::name(&of.user_agent)}
                    {current.then(|| view! { <span class="chip">"this one"</span> })}
                </p>
                <p class="small-label">
                    "Since " {clock::write(of.started, Style::Moment)} ". Last used "
                    <span title=clock::write(last_used, Style::Full)>
                        {move || clock::since(it.time.now(), last_used)}
                    </span> "."
                </p>
            </div>
            {(!current)
                .then(|| view! { <button class="button danger" on:click=move |_| end(id)>"Log out"</button> })}
        </li>
    }
}
