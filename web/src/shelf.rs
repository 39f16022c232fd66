//! Commands without an answer, kept in this browser: a reload, a crash or a closed tab loses none of them. Each is kept
//! before it is first asked, which only the browser's plain storage promises; its databases write when they have time.
//!
//! What is kept is asked again with its own id, so that it happens once, whoever asks.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use shared::command::Command;
use shared::draft::NoteDraft;
use shared::ids::{AgentId, CommandId};
use shared::time::Timestamp;

use crate::clock;
use crate::locks;
use crate::ui::page;

/// What begins the name of everything here.
const PREFIX: &str = "onevoice.outbox";
/// What this tab is called after a reload too.
const TAB: &str = "onevoice.tab";

/// The shelf of one agent in this tab.
#[derive(Clone, Copy)]
pub struct Shelf(StoredValue<Known>);

#[derive(Default)]
struct Known {
    owner: Option<AgentId>,
    tab: String,
    turn: u32,
}

/// A command that had no answer yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// When it was given.
    pub at: Timestamp,
    /// What was given first is asked first.
    pub turn: u32,
    /// The command.
    pub command: Command,
    /// What was typed, if it adds a note.
    pub note: Option<NoteDraft>,
}

impl Shelf {
    /// Nobody's.
    #[expect(clippy::new_without_default, reason = "it belongs to the owner it is made under")]
    pub fn new() -> Self {
        Self(StoredValue::default())
    }

    /// This agent's, in this tab.
    pub fn open(self, agent: AgentId) {
        let tab = page::of_tab(TAB, || CommandId::new(clock::now()).to_string());
        locks::hold(&lock(&tab));
        self.0.set_value(Known { owner: Some(agent), tab, turn: 0 });
    }

    /// Keeps a command until it is [taken off](Self::take_off).
    pub fn put(self, command: &Command, at: Timestamp, note: Option<&NoteDraft>) {
        let turn = self.0.try_update_value(|it| {
            it.turn += 1;
            it.turn
        });
        if let (Some(key), Some(turn)) = (self.key(command.id), turn) {
            let kept = Kept { at, turn, command: command.clone(), note: note.cloned() };
            page::keep(&key, &serde_json::to_string(&kept).expect("ids are texts"));
        }
    }

    /// It has an answer.
    pub fn take_off(self, id: CommandId) {
        if let Some(key) = self.key(id) {
            page::forget(&key);
        }
    }

    /// Whether this agent left anything in this browser.
    pub fn is_empty(self) -> bool {
        self.0.with_value(|it| it.owner.is_none_or(|agent| keys_of(agent).is_empty()))
    }

    /// What this tab kept before it was loaded anew, and what tabs kept that are gone, in the order in which it was given. It
    /// is this tab's from now on. Nothing where the part of the program that reads it can't be loaded.
    pub async fn take_up(self) -> Option<Vec<Kept>> {
        let (owner, mine) = self.0.with_value(|it| (it.owner, it.tab.clone()));
        let Some(agent) = owner else { return Some(vec![]) };
        let alive = locks::held().await;
        let gone = |tab: &str| {
            tab == mine || alive.as_ref().is_some_and(|alive| !alive.contains(&lock(tab)))
        };
        let keys = keys_of(agent).into_iter().filter(|key| tab_of(key).is_some_and(gone));
        let (keys, texts): (Vec<_>, Vec<_>) =
            keys.filter_map(|key| page::kept(&key).map(|text| (key, text))).unzip();
        let mut found = read(texts).await?;
        for (key, it) in keys.iter().zip(&found) {
            // What can't be read stays where it is.
            let Some(it) = it else { continue };
            if let Some(now) = self.key(it.command.id).filter(|now| now != key) {
                page::keep(&now, &serde_json::to_string(it).expect("ids are texts"));
                page::forget(key);
            }
        }
        found.sort_by_key(|it| it.as_ref().map(|it| (it.at, it.turn)));
        Some(found.into_iter().flatten().collect())
    }

    fn key(self, id: CommandId) -> Option<String> {
        self.0.with_value(|it| Some(format!("{PREFIX}.{}.{}.{id}", it.owner?, it.tab)))
    }
}

fn keys_of(agent: AgentId) -> Vec<String> {
    let begin = format!("{PREFIX}.{agent}.");
    page::all_kept().into_iter().filter(|it| it.starts_with(&begin)).collect()
}

fn tab_of(key: &str) -> Option<&str> {
    key.rsplit('.').nth(1)
}

fn lock(tab: &str) -> String {
    format!("{TAB} {tab}")
}

fn parse(texts: &[String]) -> Vec<Option<Kept>> {
    texts.iter().map(|text| serde_json::from_str(text).ok()).collect()
}

/// Hardly anybody has something to be read, so what reads it comes with a later part of the program.
#[cfg(split)]
async fn read(texts: Vec<String>) -> Option<Vec<Option<Kept>>> {
    #[leptos::wasm_split::wasm_split(tools, wasm_split_path = ::leptos::wasm_split, fallible)]
    fn in_tools(
        texts: Vec<String>,
    ) -> Result<Vec<Option<Kept>>, leptos::wasm_split::SplitLoaderError> {
        Ok(parse(&texts))
    }
    if texts.is_empty() {
        return Some(vec![]);
    }
    in_tools(texts).await.ok()
}

#[cfg(not(split))]
fn read(texts: Vec<String>) -> impl Future<Output = Option<Vec<Option<Kept>>>> {
    std::future::ready(Some(parse(&texts)))
}
