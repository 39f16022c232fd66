//! Fetches what the log does not bring: the start of the picture, and more of a list or a thread.

use shared::ids::{ConversationId, MessageId};
use shared::message::Place;
use shared::reads::{BOOTSTRAP, Bootstrap, CONVERSATIONS, Floor, ListPage, ThreadPage};
use shared::state::{List, State, Thread};
use shared::view::{SortKey, View};

use crate::fetch::{Answer, Failure};
use crate::session::Session;
use crate::store::Store;

/// How many pages at most are fetched again to come back to where somebody had scrolled.
const PAGES_MAX: usize = 20;

/// The picture as of now.
pub async fn bootstrap(session: Session, views: &[View]) -> Answer<State> {
    let views = views.iter().map(View::to_string).collect::<Vec<_>>().join(",");
    let bootstrap: Bootstrap = session.get(format!("{BOOTSTRAP}?views={views}")).await?;
    Ok(State::new(bootstrap))
}

/// Fetches the picture again, as far as it was known: what somebody looks at stays where it is.
pub async fn again(session: Session, store: Store, open: Option<ConversationId>) -> Answer<()> {
    let views: Vec<View> = store.peek(|it| it.views().cloned().collect());
    let mut next = bootstrap(session, &views).await?;
    for view in &views {
        let Some(wanted) = store.peek(|it| it.list(view)?.floor()) else { continue };
        for _ in 0..PAGES_MAX {
            let Some(Floor::At(place)) = next.list(view).and_then(List::floor) else { break };
            if Floor::At(place) <= wanted {
                break;
            }
            next.merge_list(list_page(session, view, Some(place)).await?);
        }
    }
    if let Some(id) = open {
        let wanted = store.peek(|it| it.thread(id)?.floor());
        let mut before = None;
        for _ in 0..PAGES_MAX {
            next.expect_thread(id);
            match thread_page(session, id, before).await {
                Ok(page) => next.merge_thread(page),
                Err(Failure::Lost) => return Err(Failure::Lost),
                // It is not ours to see any more, and the thread will say so.
                Err(Failure::Refused(_)) => next.give_up_thread(id),
            };
            match next.thread(id).and_then(Thread::floor) {
                Some(Floor::At(place)) if wanted.is_some_and(|it| it < Floor::At(place)) => {
                    before = Some(place);
                }
                _ => break,
            }
        }
    }
    store.replace(next);
    Ok(())
}

/// Fetches the first page of a list that is kept, or the next one, if there is one.
pub async fn more_of_list(session: Session, store: Store, view: &View) -> Answer<()> {
    let below = match store.peek(|it| it.list(view).map(List::floor)) {
        None | Some(Some(Floor::End)) => return Ok(()),
        Some(Some(Floor::At(below))) => Some(below),
        Some(None) => None,
    };
    store.merge_list(list_page(session, view, below).await?);
    Ok(())
}

/// Fetches the latest page of a thread, or the one before what is known.
pub async fn more_of_thread(session: Session, store: Store, id: ConversationId) -> Answer<()> {
    let before = match store.peek(|it| it.thread(id)?.floor()) {
        Some(Floor::End) => return Ok(()),
        Some(Floor::At(place)) => Some(place),
        None => None,
    };
    fetch_thread(store, id, thread_page(session, id, before)).await
}

/// Fetches a thread back to a message, and a little further.
pub async fn thread_back_to(
    session: Session,
    store: Store,
    id: ConversationId,
    until: MessageId,
) -> Answer<()> {
    let page = session.get(format!("{CONVERSATIONS}/{id}/messages?until={until}"));
    fetch_thread(store, id, page).await
}

/// Keeps what happens in a thread from before its page is asked for until it is there.
async fn fetch_thread(
    store: Store,
    id: ConversationId,
    page: impl Future<Output = Answer<ThreadPage>>,
) -> Answer<()> {
    store.expect_thread(id);
    match page.await {
        Ok(page) => {
            store.merge_thread(page);
            Ok(())
        }
        Err(failure) => {
            store.give_up_thread(id);
            Err(failure)
        }
    }
}

async fn list_page(session: Session, view: &View, below: Option<SortKey>) -> Answer<ListPage> {
    let place = below.map(|(at, id)| format!("&at={}&id={id}", at.0)).unwrap_or_default();
    session.get(format!("{CONVERSATIONS}?view={view}{place}")).await
}

async fn thread_page(
    session: Session,
    of: ConversationId,
    before: Option<Place>,
) -> Answer<ThreadPage> {
    let place = before.map(|(at, id)| format!("?at={}&id={id}", at.0)).unwrap_or_default();
    session.get(format!("{CONVERSATIONS}/{of}/messages{place}")).await
}
