//! A socket whose client has not said who it is. It gets nothing; saying hello makes it a connection.

use std::time::Duration;

use actix_ws::{AggregatedMessage, CloseCode, CloseReason, Session};
use futures_util::StreamExt;
use shared::event::Seq;
use shared::problem::{Code, Problem};
use shared::protocol::{ClientFrame, Cursor, PROTOCOL, ServerFrame};
use tokio::time::timeout;

use super::connection::Connection;
use super::wire::{End, STALLED, Socket, refusal, send};
use crate::app::App;
use crate::error::Result;
use crate::http::auth;
use crate::policy::Viewer;
use crate::store::log;

/// How long a client may take to say hello.
const HELLO: Duration = Duration::from_secs(10);

/// A socket whose client has not said who it is.
pub struct Greeting {
    app: App,
    socket: Socket,
}

impl Greeting {
    /// A new socket.
    pub const fn new(app: App, socket: Socket) -> Self {
        Self { app, socket }
    }

    /// Serves the socket until it ends.
    pub async fn serve(self) {
        let (mut out, end) = match self.hello().await {
            Ok(connection) => {
                let out = connection.out();
                (out, connection.run().await)
            }
            Err((out, end)) => (out, end),
        };
        let code = match &end {
            End::Gone => return,
            End::GoingAway => CloseCode::Away,
            End::Reset | End::Refused(_) => CloseCode::Normal,
        };
        if let Some(frame) = match end {
            End::Reset => Some(ServerFrame::Reset),
            End::Refused(problem) => {
                tracing::info!(code = ?problem.code, "a socket was refused");
                Some(ServerFrame::Refused(problem))
            }
            End::Gone | End::GoingAway => None,
        } {
            let _ = send(&mut out, &frame).await;
        }
        let _ = timeout(STALLED, out.close(Some(CloseReason { code, description: None }))).await;
    }

    async fn hello(mut self) -> std::result::Result<Connection, (Session, End)> {
        match self.greet().await {
            Ok((who, place)) => Ok(Connection::new(self.app, self.socket, who, place)),
            Err(end) => Err((self.socket.out, end)),
        }
    }

    async fn greet(&mut self) -> std::result::Result<((Viewer, Seq), (Seq, bool)), End> {
        let frames = &mut self.socket.frames;
        let first = async {
            loop {
                match frames.next().await {
                    Some(Ok(AggregatedMessage::Text(text))) => return Some(text),
                    Some(Ok(AggregatedMessage::Ping(_) | AggregatedMessage::Pong(_))) => {}
                    Some(_) | None => return None,
                }
            }
        };
        let Ok(Some(text)) = timeout(HELLO, first).await else { return Err(End::Gone) };
        let malformed =
            || End::Refused(Problem::new(Code::Malformed, "The first frame must be a hello."));
        let outdated = || {
            End::Refused(Problem::new(
                Code::Outdated,
                "This tab is older than the server. Reload it.",
            ))
        };
        let hello: ClientFrame = serde_json::from_str(&text).map_err(|_| malformed())?;
        let ClientFrame::Hello { protocol, token, resume, idle } = hello else {
            return Err(malformed());
        };
        if protocol != PROTOCOL {
            return Err(outdated());
        }
        let (viewer, head) = auth::viewer_as_of(&self.app, &token).await.map_err(refusal)?;
        if !self.can_resume(resume, head).await.map_err(refusal)? {
            return Err(End::Reset);
        }
        let read = *self.app.tail.head().borrow();
        let welcome = ServerFrame::Welcome { head: read, build: env!("CARGO_PKG_VERSION").into() };
        send(&mut self.socket.out, &welcome).await?;
        Ok(((viewer, head.seq), (resume.seq, idle)))
    }

    /// Whether the log still has everything after the cursor, and is the log that the client knows.
    async fn can_resume(&self, resume: Cursor, head: Cursor) -> Result<bool> {
        let known = resume.epoch == head.epoch && resume.seq.0 >= 0 && resume.seq <= head.seq;
        // When everybody comes back at once, nobody has missed more than memory has.
        if !known || resume.seq == head.seq || self.app.tail.keeps(resume.seq) {
            return Ok(known);
        }
        let oldest = self.app.store.read(log::oldest).await?;
        Ok(oldest.is_some_and(|oldest| oldest.0 - 1 <= resume.seq.0))
    }
}
