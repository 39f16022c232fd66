//! What a tab does with a draft that is written together. The other tabs hear of it by a whisper.

use actix_web::web::{Data, Json, Path};
use shared::event::Actor;
use shared::ids::{AgentId, ConversationId};
use shared::together::{Page, Said, Shared, Stroke};

use crate::app::App;
use crate::error::Result;
use crate::features::together;
use crate::http::auth;
use crate::policy::{Viewer, Visible};
use crate::realtime::bus::Signal;
use crate::realtime::presence::Whisper;

/// Does it, and tells the others.
pub async fn act(
    app: Data<App>,
    viewer: Viewer,
    of: Path<(ConversationId, AgentId)>,
    said: Json<Said>,
) -> Result<Json<Visible<Option<Page>>>> {
    let (at, author) = of.into_inner();
    let Said { tab, act } = said.into_inner();
    let (draft, by, doing) = (Shared { at, author }, viewer.agent, act.clone());
    let done = app.write(Actor::Agent(by), move |tx| {
        let viewer = auth::viewer_of(tx.conn(), viewer.session)?;
        let (page, offered) = together::act(tx, &viewer, draft, &doing)?;
        Ok((viewer.own(page), offered))
    });
    let ((page, offered), _) = done.await?;
    let stroke = Stroke { draft, by, tab, act, offered };
    app.bus.ring(Signal::Whisper(Whisper::Stroke(stroke)));
    Ok(Json(page))
}
