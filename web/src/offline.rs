//! What this browser keeps so that one reads on without the server: the app's shell (`worker.js`) and the last picture. It
//! belongs to one agent, and is erased when they leave or another comes. A picture that was kept is shown and never
//! continued: once the server answers, its own replaces all of it.

mod disk;
mod keeper;
mod records;
mod worker;

use leptos::prelude::*;
use shared::ids::{AgentId, ConversationId};
use shared::state::State;
use shared::time::Timestamp;

use crate::ui::page;
use crate::workspace::Workspace;

/// Whose it is. Kept where all tabs see at once what one of them does, so that none writes after another has erased.
const OWNER: &str = "onevoice.kept-for";
/// The browser's database.
const DATABASE: &str = "onevoice";

/// A picture to begin with.
#[derive(Clone, Debug)]
pub struct Beginning {
    /// The picture.
    pub state: State,
    /// As of when, if it was kept here.
    pub kept: Option<Timestamp>,
    /// Which threads were read last, the latest at the end.
    pub recent: Vec<ConversationId>,
}

impl From<State> for Beginning {
    fn from(state: State) -> Self {
        Self { state, kept: None, recent: Vec::new() }
    }
}

/// Whose picture this browser may have.
pub fn owner() -> Option<AgentId> {
    page::kept(OWNER)?.parse().ok()
}

/// Whatever is kept from now on is this agent's. What was another's is erased.
pub fn belongs_to(agent: AgentId) {
    if owner() != Some(agent) {
        erase();
        page::keep(OWNER, &agent.to_string());
    }
}

/// Nobody's any more: nothing of it stays. No part of the program has to be loaded for this.
pub fn erase() {
    page::forget(OWNER);
    wipe();
}

fn wipe() {
    if let Ok(Some(databases)) = window().indexed_db() {
        // Where nothing can be erased nothing was kept either.
        let _ = databases.delete_database(DATABASE);
    }
}

/// Keeps the shell, and the picture as it changes, for as long as its owner lives.
pub fn keep(it: Workspace) {
    // Without a shell nobody could come to read it.
    if worker::possible() {
        worker::start();
        keeper::start(it);
    }
}

/// The picture that was kept for this agent, if there is one. What reads it comes with a later part of the program, which is
/// kept with the shell.
#[cfg(split)]
pub async fn restore(agent: AgentId) -> Option<Beginning> {
    use futures_util::FutureExt;
    use futures_util::future::LocalBoxFuture;
    use leptos::wasm_split::SplitLoaderError;

    #[leptos::wasm_split::wasm_split(tools, wasm_split_path = ::leptos::wasm_split, fallible)]
    fn read_in_tools(
        agent: AgentId,
    ) -> Result<LocalBoxFuture<'static, Option<Beginning>>, SplitLoaderError> {
        Ok(records::read(agent).boxed_local())
    }
    read_in_tools(agent).await.ok()?.await
}

/// The picture that was kept for this agent, if there is one.
#[cfg(not(split))]
pub async fn restore(agent: AgentId) -> Option<Beginning> {
    records::read(agent).await
}
