//! What a process shows: in its threads, and in a tab that was open all the time.

use std::collections::BTreeMap;
use std::sync::Arc;

use shared::ids::{ConversationId, MessageId};
use shared::message::{Content, Status};
use shared::reads::{CONVERSATIONS, Floor, ThreadPage};
use shared::state::State;
use shared::view::View;

use super::process::Process;
use crate::world::tab::Tab;

/// The tab that was open through all deaths shows what one shows that is opened now.
pub async fn compare(tab: &Tab<Arc<Process>>, chat: ConversationId) {
    let fresh = Tab::open(Arc::clone(&tab.server), "Ada, anew").await;
    let head = fresh.look(State::cursor);
    tab.sees(&format!("{head:?}"), |state| state.cursor() == head).await;
    assert!(fresh.opens(chat).await);
    while fresh.scrolls_up(chat).await {}
    let (live, now) = (tab.texts(chat), fresh.texts(chat));
    assert!(!live.is_empty() && now.ends_with(&live), "{live:#?} {now:#?}");
    let counted = |state: &State| View::ALL.iter().all(|view| state.count(view).is_some());
    for tab in [tab, &fresh] {
        tab.sees("the counts", counted).await;
    }
    for view in &View::ALL {
        let shown = |tab: &Tab<_>| {
            tab.look(|state| {
                let ids = state.list(view).unwrap().ids();
                let rows: Vec<_> = ids.map(|id| state.conversation(id).cloned()).collect();
                (state.count(view), rows)
            })
        };
        assert_eq!(shown(tab), shown(&fresh), "{view}");
    }
    fresh.leaves();
}

/// How far each message of ours got.
pub async fn statuses(server: &Process, chats: &[ConversationId]) -> BTreeMap<MessageId, Status> {
    let mut statuses = BTreeMap::new();
    for chat in chats {
        for delivery in thread(server, *chat).await.into_iter().flat_map(|page| page.deliveries) {
            statuses.insert(delivery.message, delivery.status);
        }
    }
    statuses
}

/// How often each text stands in the threads.
pub async fn everything_said(server: &Process, chats: &[ConversationId]) -> BTreeMap<String, u32> {
    let mut said = BTreeMap::new();
    for chat in chats {
        for message in thread(server, *chat).await.into_iter().flat_map(|page| page.messages) {
            if let Content::Text { body } = message.content {
                *said.entry(body).or_default() += 1;
            }
        }
    }
    said
}

async fn thread(server: &Process, chat: ConversationId) -> Vec<ThreadPage> {
    let mut pages: Vec<ThreadPage> = vec![];
    let mut path = format!("{CONVERSATIONS}/{chat}/messages");
    loop {
        let page: ThreadPage = server.get(&path).await;
        let floor = page.floor;
        pages.push(page);
        let Floor::At((at, id)) = floor else { return pages };
        path = format!("{CONVERSATIONS}/{chat}/messages?at={}&id={id}", at.0);
    }
}
