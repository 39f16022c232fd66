//! Frames in and out of one socket, and why it ends.

use std::time::Duration;

use actix_ws::{AggregatedMessageStream, Session};
use shared::board::Board;
use shared::presence::Around;
use shared::problem::Problem;
use shared::protocol::{Batch, ServerFrame};
use shared::together::Stroke;
use tokio::time::timeout;

use crate::policy::Visible;

/// How long a client may let us wait before we give it up; it resumes when it comes back.
pub(super) const STALLED: Duration = Duration::from_secs(30);

/// Both directions of one socket.
pub struct Socket {
    /// To the client.
    pub out: Session,
    /// From the client.
    pub frames: AggregatedMessageStream,
}

/// Why a socket ends.
pub(super) enum End {
    /// The client went, or can't be reached.
    Gone,
    /// The process is about to end: come back soon.
    GoingAway,
    /// The client has to start again.
    Reset,
    /// The client may not be here.
    Refused(Problem),
}

/// A frame without anything of a viewer's.
pub(super) async fn send(out: &mut Session, frame: &ServerFrame) -> Result<(), End> {
    send_frame(out, serde_json::to_string(frame).map_err(|_| End::Gone)?).await
}

/// [`ServerFrame::Batch`], as it goes over the wire.
pub(super) fn frame_of(batch: &Visible<Batch>) -> Result<String, End> {
    let body = serde_json::to_string(batch).map_err(|_| End::Gone)?;
    Ok(format!("{{\"batch\":{body}}}"))
}

/// [`ServerFrame::Here`], as it goes over the wire.
pub(super) fn here_of(around: &Visible<Around>) -> Result<String, End> {
    let body = serde_json::to_string(around).map_err(|_| End::Gone)?;
    Ok(format!("{{\"here\":{body}}}"))
}

/// [`ServerFrame::Board`], as it goes over the wire.
pub(super) fn board_of(board: &Visible<Board>) -> Result<String, End> {
    let body = serde_json::to_string(board).map_err(|_| End::Gone)?;
    Ok(format!("{{\"board\":{body}}}"))
}

/// [`ServerFrame::Stroke`], as it goes over the wire.
pub(super) fn stroke_of(stroke: &Visible<Stroke>) -> Result<String, End> {
    let body = serde_json::to_string(stroke).map_err(|_| End::Gone)?;
    Ok(format!("{{\"stroke\":{body}}}"))
}

#[expect(clippy::disallowed_methods, reason = "the one place that writes to sockets")]
pub(super) async fn send_frame(out: &mut Session, frame: String) -> Result<(), End> {
    match timeout(STALLED, out.text(frame)).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(_)) | Err(_) => Err(End::Gone),
    }
}

pub(super) fn refusal(error: crate::error::Error) -> End {
    match error {
        crate::error::Error::Refused(problem) => End::Refused(problem),
        crate::error::Error::Fault(fault) => {
            tracing::error!(error = format!("{fault:#}"), "a socket failed; its client comes back");
            End::GoingAway
        }
    }
}
