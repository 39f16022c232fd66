//! What clients fetch: the start, pages of lists, pages of threads. Each reply is as of one moment of the log.

use actix_web::web::{Data, Json, Path, Query};
use serde::Deserialize;
use shared::conversation::Conversation;
use shared::ids::{ConversationId, MessageId, NoteId};
use shared::note::Note;
use shared::problem::Problem;
use shared::protocol::Cursor;
use shared::reads::{Bootstrap, Floor, LIST_PAGE, ListPage, THREAD_PAGE, ThreadPage};
use shared::time::Timestamp;
use shared::view::{SortKey, View};

use crate::app::App;
use crate::error::Result;
use crate::features::{
    activity, agent, allocation, attribute, bulk, call, conversation, held, label, mention,
    message, note, number, quick_reply, role, space, team,
};
use crate::http::auth;
use crate::policy::{Viewer, Visible};
use crate::store::{Conn, log};

/// How far back one request goes, in messages: some megabytes.
const FAR: usize = 10_000;

/// `?views=mine,all`
#[derive(Deserialize)]
pub struct BootstrapQuery {
    views: Option<String>,
}

/// `?view=mine`, and below which place.
#[derive(Deserialize)]
pub struct ListQuery {
    view: View,
    at: Option<Timestamp>,
    id: Option<ConversationId>,
}

/// Before which place.
#[derive(Deserialize)]
pub struct ThreadQuery {
    at: Option<Timestamp>,
    id: Option<MessageId>,
    until: Option<MessageId>,
}

/// Everything a client starts with.
pub async fn bootstrap(
    app: Data<App>,
    viewer: Viewer,
    query: Query<BootstrapQuery>,
) -> Result<Json<Visible<Bootstrap>>> {
    let views = query.views.as_deref().unwrap_or_default().split(',');
    let views: Result<Vec<View>, _> =
        views.filter(|view| !view.is_empty()).map(str::parse).collect();
    let views = views.map_err(|words| Problem::invalid("views", words))?;
    let now = app.clock.now();
    let it = app.store.snapshot(move |conn| {
        let viewer = auth::viewer_of(conn, viewer.session)?;
        Ok(viewer.bootstrap(read_bootstrap(conn, &viewer, now, &views)?))
    });
    it.await.map(Json)
}

/// A page of a list.
pub async fn list(
    app: Data<App>,
    viewer: Viewer,
    query: Query<ListQuery>,
) -> Result<Json<Visible<ListPage>>> {
    let query = query.into_inner();
    let (view, below) = (query.view, query.at.zip(query.id));
    let now = app.clock.now();
    let page = app.store.snapshot(move |conn| {
        let viewer = auth::viewer_of(conn, viewer.session)?;
        let as_of = (log::cursor(conn)?, now);
        Ok(viewer.list_page(read_list(conn, &viewer, as_of, view, below)?))
    });
    page.await.map(Json)
}

/// One conversation.
pub async fn conversation(
    app: Data<App>,
    viewer: Viewer,
    id: Path<ConversationId>,
) -> Result<Json<Visible<Conversation>>> {
    let id = id.into_inner();
    let it = app.store.snapshot(move |conn| {
        let viewer = auth::viewer_of(conn, viewer.session)?;
        let it = conversation::rows::find(conn, &viewer, id)?;
        Ok(it.and_then(|it| viewer.conversation(it)))
    });
    it.await?.map(Json).ok_or_else(|| Problem::not_found("conversation").into())
}

/// A page of a thread.
pub async fn thread(
    app: Data<App>,
    viewer: Viewer,
    id: Path<ConversationId>,
    query: Query<ThreadQuery>,
) -> Result<Json<Visible<ThreadPage>>> {
    let (id, before, until) = (id.into_inner(), query.at.zip(query.id), query.until);
    let page = app.store.snapshot(move |conn| {
        let viewer = auth::viewer_of(conn, viewer.session)?;
        let page = read_thread(conn, &viewer, id, before, until)?;
        Ok(page.and_then(|page| viewer.thread_page(page)))
    });
    page.await?.map(Json).ok_or_else(|| Problem::not_found("conversation").into())
}

fn read_bootstrap(
    conn: &mut Conn,
    viewer: &Viewer,
    now: Timestamp,
    views: &[View],
) -> Result<Bootstrap> {
    let cursor = log::cursor(conn)?;
    let lists = views
        .iter()
        .map(|view| read_list(conn, viewer, (cursor, now), view.clone(), None))
        .collect::<Result<_>>()?;
    let agents = agent::rows::all(conn)?;
    let mine = agents.iter().find(|it| it.id == viewer.agent);
    let wraps_up = mine.and_then(|it| it.wrap_up?.of).map(|(at, _)| at);
    Ok(Bootstrap {
        cursor,
        now,
        me: viewer.agent,
        agents,
        roles: role::rows::all(conn)?,
        teams: team::rows::all(conn)?,
        numbers: number::rows::all(conn)?,
        labels: label::rows::all(conn)?,
        attributes: attribute::rows::all(conn)?,
        quick_replies: quick_reply::rows::all(conn)?,
        mentions: mention::rows::unseen(conn, viewer.agent)?,
        spaces: space::rows::of(conn, viewer.agent)?,
        bulks: bulk::rows::of(conn, viewer.agent)?,
        allocation: allocation::rows::find(conn)?,
        call_settings: call::settings::rows::find(conn)?,
        calls: call::rows::conversations(conn, viewer, wraps_up)?,
        asked: conversation::rows::asked(conn, viewer.agent)?,
        lists,
    })
}

fn read_list(
    conn: &mut Conn,
    viewer: &Viewer,
    (cursor, now): (Cursor, Timestamp),
    view: View,
    below: Option<SortKey>,
) -> Result<ListPage> {
    let limit = LIST_PAGE + 1;
    let mut conversations = conversation::rows::page(conn, viewer, &view, now, below, limit)?;
    let last = cut(&mut conversations, LIST_PAGE);
    let floor = last.map_or(Floor::End, |last| Floor::At(view.key(last, now)));
    Ok(ListPage { cursor, now, view, conversations, floor })
}

fn read_thread(
    conn: &mut Conn,
    viewer: &Viewer,
    id: ConversationId,
    before: Option<(Timestamp, MessageId)>,
    until: Option<MessageId>,
) -> Result<Option<ThreadPage>> {
    let cursor = log::cursor(conn)?;
    let Some(conversation) = conversation::rows::find(conn, viewer, id)? else { return Ok(None) };
    let length = match until {
        None => THREAD_PAGE,
        Some(until) => THREAD_PAGE + back_to(conn, viewer, id, until)?.min(FAR),
    };
    let mut messages = message::rows::page(conn, id, before, length + 1)?;
    let last = cut(&mut messages, length);
    let floor = last.map_or(Floor::End, |last| Floor::At(last.place()));
    let mut notes = note::rows::page(conn, viewer, id, (floor, before), length + 1)?;
    // With very many notes among them, the page ends where the notes end.
    let floor = cut(&mut notes, length).map_or(floor, |last| Floor::At(last.place()));
    let mut activities = activity::rows::page(conn, id, (floor, before), length + 1)?;
    // The same with very much that happened.
    let floor = cut(&mut activities, length).map_or(floor, |last| Floor::At(last.place()));
    let mut calls = call::rows::page(conn, id, (floor, before), length + 1)?;
    // And with very many calls.
    let floor = cut(&mut calls, length).map_or(floor, |last| Floor::At(last.place()));
    messages.retain(|message| floor <= Floor::At(message.place()));
    notes.retain(|note| floor <= Floor::At(note.place()));
    messages.reverse();
    notes.reverse();
    activities.retain(|it| floor <= Floor::At(it.place()));
    activities.reverse();
    calls.reverse();
    let ids: Vec<_> = messages.iter().map(|message| message.id).collect();
    let deliveries = message::delivery::rows::of(conn, &ids)?;
    let held = held::rows::shown(conn, id)?;
    Ok(Some(ThreadPage {
        cursor,
        conversation,
        messages,
        notes,
        activities,
        calls,
        deliveries,
        held,
        floor,
    }))
}

/// Leaves no more than fit on a page. Gives the last of them if there were more.
fn cut<T>(rows: &mut Vec<T>, length: usize) -> Option<&T> {
    let more = rows.len() > length;
    rows.truncate(length);
    rows.last().filter(|_| more)
}

/// How many messages stand after a message or a note.
fn back_to(
    conn: &mut Conn,
    viewer: &Viewer,
    of: ConversationId,
    until: MessageId,
) -> Result<usize> {
    let place = match message::rows::find(conn, of, until)? {
        Some(message) => Some(message.place()),
        None => note::rows::these(conn, viewer, &[NoteId(until.0)])?
            .iter()
            .find(|note| note.conversation == of)
            .map(Note::place),
    };
    place.map_or(Ok(0), |place| message::rows::after(conn, of, place))
}
