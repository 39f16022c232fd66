//! The log, live: connects, resumes, applies batches, and comes back for ever. It sends nothing but hello and what
//! the tab shows.

use std::future::poll_fn;

use futures_util::future::select;
use futures_util::{FutureExt, SinkExt, StreamExt, select_biased};
use gloo_net::websocket::{Message, State, WebSocketError, futures::WebSocket};
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::GetValue;
use shared::permission::Permission;
use shared::problem::{Code, Problem};
use shared::protocol::{ClientFrame, PROTOCOL, SOCKET, ServerFrame};

use crate::fetch::Failure;
use crate::logic::backoff;
use crate::presence::Asked;
use crate::sync;
use crate::ui::page;
use crate::workspace::{Line, Workspace};

/// Without a frame for this long the socket is dead, in milliseconds; the server says something every
/// [`shared::protocol::KEEPALIVE`].
const SILENCE: u32 = 25_000;
/// How long the greeting may take, in milliseconds.
const GREETING: u32 = 10_000;
/// After so many failures in a row a person should know that it may take a while.
const OFFLINE_AFTER: u32 = 2;

/// Why a connection ended.
enum End {
    /// It broke, or never came about.
    Lost,
    /// The picture can't be continued.
    Reset,
    /// There is a new picture to continue.
    Fetched,
    /// The server does not want us, and why.
    Refused(Problem),
}

/// Follows the log until the session ends.
pub async fn follow(it: Workspace) {
    let mut failed = 0;
    loop {
        it.set_line(if failed < OFFLINE_AFTER { Line::Connecting } else { Line::Offline });
        // What was kept is not continued: something may be in it that we don't see any more.
        let end = if it.is_kept() { fetch(it).await } else { connect(it, &mut failed).await };
        match end {
            End::Lost => {}
            End::Reset => {
                it.set_line(Line::Syncing);
                // What fails here fails again when it is tried anew.
                let _ = fetch(it).await;
            }
            End::Fetched => {
                failed = 0;
                continue;
            }
            End::Refused(problem) if problem.code == Code::Outdated => {
                it.drafts().keep();
                if !page::reload_once() {
                    it.toasts().problem(problem.detail);
                }
            }
            End::Refused(problem) if problem.code == Code::NotLoggedIn => {
                let answer = it.session().refresh().await;
                if answer.is_err_and(|it| matches!(it, Failure::Refused(_)))
                    && it.session().anonymous()
                {
                    return;
                }
            }
            End::Refused(problem) => it.toasts().problem(problem.detail),
        }
        it.set_line(if failed < OFFLINE_AFTER { Line::Connecting } else { Line::Offline });
        it.bell.wait(backoff::delay(failed, js_sys::Math::random())).await;
        failed = failed.saturating_add(1);
    }
}

/// Fetches the picture again, as far as it was known.
async fn fetch(it: Workspace) -> End {
    match sync::again(it.session(), it.store, it.open.get_value()).await {
        Ok(()) => {
            it.is_fetched();
            it.sender.settle(it.store.cursor().seq);
            it.sender.hurry();
            End::Fetched
        }
        Err(Failure::Lost) => End::Lost,
        Err(Failure::Refused(problem)) => End::Refused(problem),
    }
}

/// One connection, from its hello to its end. Once it is welcome, nothing has failed any more.
async fn connect(it: Workspace, failed: &mut u32) -> End {
    let token = match it.session().token().await {
        Ok(token) => token,
        Err(Failure::Lost) => return End::Lost,
        Err(Failure::Refused(problem)) => return End::Refused(problem),
    };
    let Ok(mut socket) = WebSocket::open(&page::socket_url(SOCKET)) else { return End::Lost };
    let ready = poll_fn(|context| socket.poll_ready_unpin(context));
    select(ready, TimeoutFuture::new(GREETING)).await;
    // What is said to a socket that never came about is lost without an error.
    if !matches!(socket.state(), State::Open) {
        return End::Lost;
    }
    let resume = it.store.cursor();
    let idle = it.presence.idle();
    let hello = ClientFrame::Hello { protocol: PROTOCOL, token: token.clone(), resume, idle };
    if !say(&mut socket, &hello).await {
        return End::Lost;
    }
    it.presence.begins_anew();
    let mut watched = Vec::new();
    let mut patience = GREETING;
    let mut head = None;
    loop {
        let wanted = it.watched();
        if wanted != watched {
            let since = it.store.peek(shared::state::State::told);
            let watch = ClientFrame::Watch { views: wanted.clone(), since };
            if !say(&mut socket, &watch).await {
                return End::Lost;
            }
            watched = wanted;
        }
        for frame in it.presence.frames() {
            if !say(&mut socket, &frame).await {
                return End::Lost;
            }
        }
        let frame = match next(it, &mut socket, patience).await {
            Some(Some(frame)) => frame,
            Some(None) => continue,
            None => return End::Lost,
        };
        patience = SILENCE;
        match frame {
            ServerFrame::Welcome { head: at, .. } => {
                *failed = 0;
                head = Some(at);
                it.sender.hurry();
            }
            ServerFrame::Batch(batch) => {
                it.news(&batch);
                if it.store.apply(batch).is_err() {
                    return End::Reset;
                }
                it.sender.settle(it.store.cursor().seq);
            }
            ServerFrame::Reset => return End::Reset,
            ServerFrame::Board(board) => it.presence.hear_board(board),
            ServerFrame::Stroke(stroke) => {
                it.together.hear(stroke, it.store.may(Permission::Force));
            }
            ServerFrame::Here(around) => it.presence.hear(around),
            ServerFrame::Asked { at, by, tab } => it.presence.is_asked(Asked { at, by, tab }),
            ServerFrame::Answered { at, yes } => it.presence.answered(at, yes),
            ServerFrame::Refused(problem) => {
                if problem.code == Code::NotLoggedIn {
                    it.session().spoil(&token);
                }
                return End::Refused(problem);
            }
        }
        if let Some(head) = head {
            let there = it.store.cursor().seq >= head;
            it.set_line(if there { Line::Connected } else { Line::Syncing });
        }
    }
}

/// Whether it could be said.
async fn say(socket: &mut WebSocket, frame: &ClientFrame) -> bool {
    let text = serde_json::to_string(frame).expect("frames have only text keys");
    socket.send(Message::Text(text)).await.is_ok()
}

/// The next frame that we understand, or nothing when the bell rang; `None` when the socket is dead or may be.
async fn next(it: Workspace, socket: &mut WebSocket, patience: u32) -> Option<Option<ServerFrame>> {
    let mut silence = TimeoutFuture::new(patience).fuse();
    let since = page::now();
    loop {
        let mut rung = Box::pin(it.bell.rung()).fuse();
        let mut speak = Box::pin(it.presence.bell.rung()).fuse();
        let message: Option<Result<Message, WebSocketError>> = select_biased! {
            message = socket.next().fuse() => message,
            () = silence => return None,
            () = speak => return Some(None),
            () = rung => {
                // Timers sleep while a laptop does: look at the clock.
                if !page::online() || page::now() - since > i64::from(patience) {
                    return None;
                }
                return Some(None);
            }
        };
        match message?.ok()? {
            Message::Text(text) => {
                if let Ok(frame) = serde_json::from_str(&text) {
                    return Some(Some(frame));
                }
            }
            Message::Bytes(_) => {}
        }
    }
}
