//! Joining calls, and whether a customer may be called.

use actix_web::web::{Data, Json, Path};
use shared::call::{Calling, Join, Joined, Listen, Playable};
use shared::conversation::Conversation;
use shared::event::Actor;
use shared::ids::{CallId, ConversationId, SessionId};
use shared::permission::Permission;
use shared::problem::{Code, Problem};

use crate::app::App;
use crate::calls::{dial, ears, join, remote};
use crate::error::Result;
use crate::features::call::{self, Way};
use crate::http::auth;
use crate::policy::{Viewer, Visible};
use crate::store::Tx;

/// Longest offer of a browser, in bytes.
const OFFER_MAX: usize = 64 * 1024;

/// A tab wants to talk: it answers what rings, goes on with what is its own, or calls.
pub async fn join(
    app: Data<App>,
    viewer: Viewer,
    of: Path<(ConversationId, CallId)>,
    said: Json<Join>,
) -> Result<Json<Visible<Joined>>> {
    let (at, id) = of.into_inner();
    let Join { offer, dial: dials, .. } = said.into_inner();
    check(&offer)?;
    let (who, mine) = (viewer.agent, app.holder.run.clone());
    let run = mine.clone();
    let session = viewer.session;
    let decided = app.write(Actor::Agent(who), move |tx| {
        let it = seen(tx, session, Permission::Reply, at)?;
        let way = call::join(tx, it, id, who, dials.then_some(run.as_str()))?;
        Ok((way, call::rows::line(tx.conn(), id)?))
    });
    let ((way, line), _) = decided.await?;
    let answer = match way {
        Way::Dials => dial::dial(&app, id, at, who, &offer).await?,
        Way::Answers | Way::Moves => match join::place(&app, id, line.and_then(|it| it.run)).await?
        {
            run if run == mine => join::join(&app, id, who, &offer).await?,
            run => remote::ask(&app, run, id, who, (offer, false)).await?,
        },
    };
    Ok(Json(viewer.own(Joined { answer })))
}

/// A tab wants to listen in on a call, wherever its sound is.
pub async fn listen(
    app: Data<App>,
    viewer: Viewer,
    of: Path<(ConversationId, CallId)>,
    said: Json<Listen>,
) -> Result<Json<Visible<Joined>>> {
    let (at, id) = of.into_inner();
    let offer = said.into_inner().offer;
    check(&offer)?;
    let (who, session) = (viewer.agent, viewer.session);
    let decided = app.write(Actor::Agent(who), move |tx| {
        let it = seen(tx, session, Permission::Listen, at)?;
        call::listen::listen(tx, it, id, who)?;
        call::rows::line(tx.conn(), id)
    });
    let known = decided.await?.0.and_then(|line| line.run);
    let let_in = match join::place(&app, id, known).await {
        Ok(run) if run == app.holder.run => ears::listen(&app, id, who, &offer).await,
        Ok(run) => remote::ask(&app, run, id, who, (offer, true)).await,
        Err(error) => Err(error),
    };
    if let_in.is_err() {
        app.write(Actor::System, move |tx| call::listen::lost(tx, id, who)).await?;
    }
    Ok(Json(viewer.own(Joined { answer: let_in? })))
}

/// A conversation in which somebody may do this, as it is now.
fn seen(
    tx: &mut Tx<'_>,
    session: SessionId,
    needs: Permission,
    at: ConversationId,
) -> Result<Conversation> {
    let viewer = auth::viewer_of(tx.conn(), session)?;
    viewer.require(needs)?;
    viewer.seen(tx, at)
}

fn check(offer: &str) -> Result<()> {
    if offer.len() <= OFFER_MAX {
        return Ok(());
    }
    let words = format!("Your browser's offer has {} bytes; {OFFER_MAX} are allowed.", offer.len());
    Err(Problem::invalid("offer", words).into())
}

/// Somebody wants to listen to a recording: where it can be heard, and who has listened.
pub async fn hear(
    app: Data<App>,
    viewer: Viewer,
    of: Path<(ConversationId, CallId)>,
) -> Result<Json<Visible<Playable>>> {
    let (at, id) = of.into_inner();
    let (who, session) = (viewer.agent, viewer.session);
    let noted = app.write(Actor::Agent(who), move |tx| {
        let it = seen(tx, session, Permission::Recordings, at)?;
        call::recording::hear(tx, &it, id, who)
    });
    let ((hash, begun, heard), _) = noted.await?;
    let name = format!("call-{}.ogg", begun.seconds());
    let (path, until) = app.seals.seal(hash, Some(&name));
    Ok(Json(viewer.own(Playable { path, until, heard })))
}

/// Whether the customer may be called, as WhatsApp says just now.
pub async fn calling(
    app: Data<App>,
    viewer: Viewer,
    at: Path<ConversationId>,
) -> Result<Json<Visible<Calling>>> {
    let (at, session) = (at.into_inner(), viewer.session);
    let (number, to) = app
        .store
        .snapshot(move |conn| {
            let viewer = auth::viewer_of(conn, session)?;
            viewer.require(Permission::Reply)?;
            let it = crate::features::conversation::rows::find(conn, &viewer, at)?;
            it.ok_or_else(|| Problem::not_found("conversation"))?;
            dial::whom(conn, at)
        })
        .await?;
    let said = app.whatsapp.call_permissions(&number, &to).await;
    let said = said.map_err(|error| Problem::new(Code::Unavailable, error.words))?;
    Ok(Json(viewer.own(said)))
}
