//! How a picture stands on the disk: what it is, the picture without its threads, and each thread by itself, so that only
//! what changed is written.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use shared::ids::{AgentId, ConversationId, TabId};
use shared::reads::ThreadPage;
use shared::state::{Picture, State};
use shared::time::{Millis, Timestamp};

use super::disk::Disk;
use super::{Beginning, erase, owner, wipe};
use crate::clock;
use crate::ui::page;
use crate::workspace::Workspace;

/// What stands here says what is kept.
const ABOUT: &str = "about";
/// The picture without its threads.
const PICTURE: &str = "picture";
/// What is older than this nobody is shown: it would tell of another time.
const OLDEST: Millis = Millis::days(7);
/// That nothing has changed is noted this often, too.
const ANEW: Millis = Millis::minutes(1);

/// What is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct About {
    agent: AgentId,
    /// As of when.
    at: Timestamp,
    /// By which tab: what another wrote piece by piece does not fit together with what this one has.
    tab: TabId,
    /// Which threads, the latest at the end.
    threads: Vec<ConversationId>,
}

/// What this tab has on the disk.
#[derive(Debug, Default)]
pub(super) struct Written {
    /// As of which change.
    changes: Option<u64>,
    /// As of when.
    at: Timestamp,
    threads: HashMap<ConversationId, u64>,
}

fn name_of(thread: ConversationId) -> String {
    format!("thread {thread}")
}

/// What was kept for this agent.
pub(super) async fn read(agent: AgentId) -> Option<Beginning> {
    let disk = Disk::open().await.ok()?;
    let about = about(&disk).await?;
    if about.agent != agent || clock::now() - about.at > OLDEST {
        erase();
        return None;
    }
    let picture: Picture = serde_json::from_str(&disk.read(PICTURE).await.ok()??).ok()?;
    let mut threads = Vec::new();
    for id in &about.threads {
        let text = disk.read(&name_of(*id)).await.ok().flatten();
        threads.extend(text.and_then(|it| serde_json::from_str::<ThreadPage>(&it).ok()));
    }
    let state = State::kept(picture, threads);
    Some(Beginning { state, kept: Some(about.at), recent: about.threads })
}

/// Writes what has changed since this tab wrote last, and takes away what is not there any more.
pub(super) async fn write(it: Workspace, written: &mut Written) {
    let (changes, at) = (it.store.changes(), it.heard());
    if written.changes == Some(changes) && at - written.at < ANEW {
        return;
    }
    let Ok(disk) = Disk::open().await else { return };
    let (tab, me) = (it.presence.tab, it.me());
    let before = about(&disk).await.filter(|it| it.agent == me);
    if before.as_ref().is_none_or(|it| it.tab != tab) {
        // The tab that somebody looks at has the word.
        let kept = before.as_ref().is_some_and(|it| at - it.at < ANEW);
        if kept && !page::visible() {
            return;
        }
        *written = Written::default();
        it.remembers(before.map(|it| it.threads).unwrap_or_default());
    }
    let recent = it.recent();
    let threads: HashMap<_, _> = it.store.peek(|state| {
        recent.iter().filter_map(|id| Some((*id, state.thread_mark(*id)?))).collect()
    });
    let known: Vec<_> = recent.into_iter().filter(|id| threads.contains_key(id)).collect();
    let changed = known.iter().filter(|id| written.threads.get(id) != threads.get(id));
    let mut records: Vec<_> = it.store.peek(|state| {
        let pages = changed.filter_map(|id| Some((name_of(*id), text(&state.thread_page(*id)?))));
        pages.collect()
    });
    if written.changes != Some(changes) {
        records.push((PICTURE.into(), it.store.peek(|state| text(&state.picture()))));
    }
    let stay: Vec<_> = known.iter().map(|id| name_of(*id)).chain([PICTURE.to_owned()]).collect();
    records.push((ABOUT.into(), text(&About { agent: me, at, tab, threads: known })));
    let done = disk.replace(&records, &stay, || owner() == Some(me)).await;
    drop(disk);
    *written = match done {
        Ok(true) => Written { changes: Some(changes), at, threads },
        Ok(false) => Written::default(),
        // Without room, or with a database that is not ours, one begins anew.
        Err(_) => {
            wipe();
            Written::default()
        }
    };
}

async fn about(disk: &Disk) -> Option<About> {
    serde_json::from_str(&disk.read(ABOUT).await.ok()??).ok()
}

fn text(it: &impl Serialize) -> String {
    serde_json::to_string(it).expect("what we share has only text keys")
}
