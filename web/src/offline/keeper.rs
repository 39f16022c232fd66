//! Has the picture written a little after it has changed, when the browser has time, and when the tab is left.

use std::cell::Cell;

use futures_channel::oneshot;
use futures_util::future::{LocalBoxFuture, abortable, select};
use futures_util::lock::Mutex;
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::rc::Rc;

use super::records::{self, Written};
use crate::bell::Bell;
use crate::ui::page;
use crate::workspace::Workspace;

/// How often it is looked whether anything has changed, in milliseconds.
const EVERY: u32 = 5_000;
/// How long to wait for a browser that always has something to do, in milliseconds.
const BUSY: u32 = 2_000;

/// For as long as the owner lives.
pub(super) fn start(it: Workspace) {
    let bell = Bell::new();
    let left = window_event_listener_untyped("visibilitychange", move |_| {
        if !page::visible() {
            bell.ring();
        }
    });
    let (keeping, stop) = abortable(keep(it, bell));
    spawn_local(async move {
        // It ends when it is stopped.
        let _ = keeping.await;
    });
    on_cleanup(move || {
        left.remove();
        stop.abort();
    });
}

async fn keep(it: Workspace, bell: Bell) {
    let written = Rc::new(Mutex::new(Written::default()));
    loop {
        bell.wait(EVERY).await;
        if page::visible() {
            idle().await;
        }
        // What was kept says nothing new of itself.
        if !it.is_kept() {
            if let Some(writing) = write(it, Rc::clone(&written)).await {
                writing.await;
            }
            it.fetch_recent().await;
        }
    }
}

/// Until the browser has nothing better to do.
async fn idle() {
    let (free, freed) = oneshot::channel();
    let free = Cell::new(Some(free));
    request_idle_callback(move || {
        // Nobody waits for it any more after a while.
        let _ = free.take().map(|it| it.send(()));
    });
    select(freed, TimeoutFuture::new(BUSY)).await;
}

type Writing = LocalBoxFuture<'static, ()>;

fn writing(it: Workspace, written: Rc<Mutex<Written>>) -> Writing {
    Box::pin(async move { records::write(it, &mut *written.lock().await).await })
}

/// What writes comes with a later part of the program; nothing where that can't be loaded.
#[cfg(split)]
async fn write(it: Workspace, written: Rc<Mutex<Written>>) -> Option<Writing> {
    #[leptos::wasm_split::wasm_split(tools, wasm_split_path = ::leptos::wasm_split, fallible)]
    fn write_in_tools(
        it: Workspace,
        written: Rc<Mutex<Written>>,
    ) -> Result<Writing, leptos::wasm_split::SplitLoaderError> {
        Ok(writing(it, written))
    }
    write_in_tools(it, written).await.ok()
}

#[cfg(not(split))]
fn write(it: Workspace, written: Rc<Mutex<Written>>) -> impl Future<Output = Option<Writing>> {
    std::future::ready(Some(writing(it, written)))
}
