//! News for the page, as server-sent events. Who falls behind is told to look again.

use std::time::Duration;

use actix_web::web::Bytes;
use actix_web::{HttpResponse, web};
use futures_util::stream;
use serde_json::json;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, watch};

use crate::world::World;

/// Often enough that no proxy takes the stream for dead.
const HEARTBEAT: Duration = Duration::from_secs(15);

struct Listener {
    news: broadcast::Receiver<String>,
    pending: watch::Receiver<usize>,
}

pub(super) async fn stream(world: web::Data<World>) -> HttpResponse {
    let mut pending = world.outbox.pending.subscribe();
    pending.mark_changed();
    let listener = Listener { news: world.live.subscribe(), pending };
    let events = stream::unfold(listener, |mut listener| async {
        let event = listener.next().await?;
        Some((Ok::<_, std::convert::Infallible>(Bytes::from(event)), listener))
    });
    HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header(("Cache-Control", "no-store"))
        .streaming(events)
}

impl Listener {
    async fn next(&mut self) -> Option<String> {
        tokio::select! {
            news = self.news.recv() => match news {
                Ok(news) => Some(event(&news)),
                Err(RecvError::Lagged(_)) => Some(event(&json!({ "type": "lagged" }).to_string())),
                Err(RecvError::Closed) => None,
            },
            changed = self.pending.changed() => {
                changed.ok()?;
                let pending = *self.pending.borrow_and_update();
                Some(event(&json!({ "type": "pending", "pending": pending }).to_string()))
            }
            () = tokio::time::sleep(HEARTBEAT) => Some(":\n\n".to_owned()),
        }
    }
}

fn event(json: &str) -> String {
    format!("data: {json}\n\n")
}
