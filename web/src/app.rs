//! The routes, and who may see them. The URL is what is selected.

use futures_util::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::components::{Outlet, ParentRoute, Redirect, Route, Router, Routes};
use leptos_router::hooks::{use_location, use_navigate};
use leptos_router::path;
use shared::ids::AgentId;
use shared::view::View;
use web_sys::MouseEvent;

use crate::actions::Hands;
use crate::attachments::Attachments;
use crate::drafts::Drafts;
use crate::features::calls::CallCorner;
use crate::features::changed;
use crate::features::connection::Connection;
use crate::features::key_help::KeyHelp;
use crate::features::palette::Palette;
use crate::features::rail::Rail;
use crate::features::shortcuts;
use crate::fetch::{Answer, Failure};
use crate::logic::backoff;
use crate::offline::{self, Beginning};
use crate::pages::board::board;
use crate::pages::inbox::Inbox;
use crate::pages::join::join;
use crate::pages::login::login;
use crate::pages::settings::settings;
use crate::pages::setup::setup;
use crate::part;
use crate::recorder::Recorder;
use crate::send::Sender;
use crate::session::{Session, Stage};
use crate::socket;
use crate::sync;
use crate::ui::theme;
use crate::ui::toast::{ToastCorner, Toasts};
use crate::ui::tooltip::Tooltips;
use crate::watch::memo;
use crate::workspace::{Shared, Workspace};

/// After so many milliseconds without the server one sees what this browser has kept.
const PATIENCE: u32 = 4_000;

/// Starts the app in the page.
pub fn start() {
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    theme::restore();
    mount_to_body(App);
}

/// Everything.
#[component]
pub fn App() -> impl IntoView {
    let session = Session::new();
    let (drafts, toasts) = (Drafts::new(), Toasts::new());
    drafts.keep_always(session);
    provide_context(Shared {
        session,
        sender: Sender::new(session, drafts, toasts),
        drafts,
        toasts,
    });
    view! {
        <Router>
            <Routes fallback=NotFound>
                <Route path=path!("/login") view=login />
                <Route path=path!("/setup") view=setup />
                <Route path=path!("/join") view=join />
                <ParentRoute path=path!("") view=Door>
                    <Route path=path!("") view=|| view! { <Redirect path="/inbox/mine" /> } />
                    <Route path=path!("/inbox") view=|| view! { <Redirect path="/inbox/mine" /> } />
                    <Route path=path!("/inbox/:view/:conversation?") view=Inbox />
                    <Route path=path!("/board") view=board />
                    <Route path=path!("/settings/:section?") view=settings />
                </ParentRoute>
            </Routes>
        </Router>
        <ToastCorner toasts=toasts />
        <Tooltips />
    }
}

/// Lets in who is logged in; everyone else goes to the login page and comes back from there.
#[component]
fn Door() -> impl IntoView {
    let Shared { session, .. } = expect_context();
    let (location, navigate) = (use_location(), use_navigate());
    if session.unknown() {
        spawn_local(resume(session));
    }
    Effect::new(move |before: Option<Stage>| {
        let stage = session.stage();
        if stage == Stage::Anonymous {
            let here = location.pathname.get_untracked();
            // Whoever logs out may hand the browser to somebody else.
            let back = before == Some(Stage::Starting) || before.is_none() || session.ended();
            let next = if back && here != "/" { format!("?next={here}") } else { String::new() };
            let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
            navigate(&format!("/login{next}"), options);
        }
        stage
    });
    let agent = memo(move || match session.stage() {
        Stage::LoggedIn(agent) => Some(agent),
        Stage::Starting | Stage::Anonymous => None,
    });
    view! {
        {move || match agent.get() {
            Some(agent) => view! { <Hall agent=agent /> }.into_any(),
            None => view! { <Waiting /> }.into_any(),
        }}
    }
}

/// Fetches the picture, then shows the pages.
#[component]
fn Hall(agent: AgentId) -> impl IntoView {
    let shared: Shared = expect_context();
    let picture = RwSignal::new(None::<Beginning>);
    spawn_local(async move {
        let mut failed = 0;
        while !picture.is_disposed() && !shared.session.anonymous() {
            match begin(shared.session, agent, failed == 0).await {
                Ok(beginning) if beginning.state.me() == agent => {
                    // The agent may have left in between.
                    let _ = picture.try_set(Some(beginning));
                    return;
                }
                Ok(_) | Err(Failure::Lost) => {}
                Err(failure) => shared.toasts.problem(failure.words()),
            }
            TimeoutFuture::new(backoff::delay(failed, js_sys::Math::random())).await;
            failed += 1;
        }
    });
    view! {
        {move || match picture.get() {
            Some(beginning) => view! { <Rooms beginning=beginning /> }.into_any(),
            None => view! { <Waiting /> }.into_any(),
        }}
    }
}

/// The pages, and the socket that keeps them true.
#[component]
fn Rooms(beginning: Beginning) -> impl IntoView {
    let it = Workspace::start(&expect_context(), beginning);
    provide_context(it);
    provide_context(it.files);
    provide_context(Attachments::for_notes(it.session()));
    provide_context(Recorder::new());
    let hands = Hands::new(it);
    provide_context(hands);
    shortcuts::listen(hands);
    changed::listen(it, hands);
    part::fetch_ahead();
    offline::keep(it);
    let (following, stop) = futures_util::future::abortable(socket::follow(it));
    spawn_local(async move {
        // It ends when the session does, or is stopped.
        let _ = following.await;
    });
    on_cleanup(move || stop.abort());
    let main = NodeRef::<html::Main>::new();
    // The router takes clicks on links of ours, and moves no focus.
    let skip = move |event: MouseEvent| {
        event.prevent_default();
        if let Some(main) = main.get_untracked() {
            // It is in the page, and so it can be focused.
            let _ = main.focus();
        }
    };
    view! {
        <div class="app">
            <a class="skip" href="#main" on:click=skip>"Skip to content"</a>
            <Rail />
            <Connection />
            <main node_ref=main class="main" id="main" tabindex="-1">
                <Outlet />
            </main>
            <Palette />
            <KeyHelp />
            <CallCorner />
        </div>
    }
}

/// Nothing to show yet; says so only to who has waited for a while.
#[component]
fn Waiting() -> impl IntoView {
    view! {
        <div class="waiting" role="status">
            <span class="visually-hidden">"Loading"</span>
            <p class="waiting-long">"Waiting for the server. This page goes on by itself."</p>
        </div>
    }
}

#[component]
fn NotFound() -> impl IntoView {
    view! {
        <main class="card-page">
            <div class="card">
                <h1>"There is nothing here"</h1>
                <p>"The address may be mistyped, or the page has moved."</p>
                <a class="button primary" href="/inbox/mine">"Go to the inbox"</a>
            </div>
        </main>
    }
}

/// Finds out who I am, for as long as the server can't be reached. Where it can't, I am whom this browser keeps something for.
pub async fn resume(session: Session) {
    let mut failed = 0;
    loop {
        let answer = in_time(session.refresh(), failed == 0).await;
        if answer == Err(Failure::Lost)
            && let Some(agent) = offline::owner()
        {
            session.assume(agent);
        }
        if answer.is_ok() || !session.unknown() {
            return;
        }
        TimeoutFuture::new(backoff::delay(failed, js_sys::Math::random())).await;
        failed += 1;
    }
}

/// The picture as it is now; at first, where the server is away or takes long, the one that this browser has kept.
async fn begin(session: Session, agent: AgentId, first: bool) -> Answer<Beginning> {
    let asked = Box::pin(sync::bootstrap(session, &View::ALL));
    let (answer, asked) = match select(asked, TimeoutFuture::new(PATIENCE)).await {
        Either::Left((answer, _)) => (answer, None),
        Either::Right(((), asked)) => (Err(Failure::Lost), Some(asked)),
    };
    if first
        && answer.as_ref().err() == Some(&Failure::Lost)
        && let Some(kept) = offline::restore(agent).await
    {
        return Ok(kept);
    }
    match asked {
        Some(asked) => asked.await.map(Beginning::from),
        None => answer.map(Beginning::from),
    }
}

/// What was asked for; if one is in a hurry, it is as good as lost after a moment. It goes on all the same.
async fn in_time(asked: impl Future<Output = Answer<()>>, hurry: bool) -> Answer<()> {
    if !hurry {
        return asked.await;
    }
    match select(Box::pin(asked), TimeoutFuture::new(PATIENCE)).await {
        Either::Left((answer, _)) => answer,
        Either::Right(_) => Err(Failure::Lost),
    }
}
