//! A socket without a picture behind it: says what a test wants said, and hands over every frame as it came.

use futures_util::{SinkExt, StreamExt};
use shared::event::Event;
use shared::protocol::{Batch, ClientFrame, Cursor, PROTOCOL, SOCKET, ServerFrame};
use shared::time::Timestamp;
use shared::view::View;
use tokio::net::{TcpSocket, TcpStream};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message as Frame;

use crate::world::{Node, PATIENCE};

/// An open socket.
pub struct Socket(WebSocketStream<TcpStream>);

impl Socket {
    /// Opens one at a node, and says nothing.
    pub async fn open(node: &Node) -> Self {
        Self::with_buffer(node, None).await
    }

    /// Opens one that takes only so many bytes before somebody reads.
    pub async fn with_buffer(node: &Node, bytes: Option<u32>) -> Self {
        let tcp = TcpSocket::new_v4().unwrap();
        if let Some(bytes) = bytes {
            tcp.set_recv_buffer_size(bytes).unwrap();
        }
        let tcp = tcp.connect(node.address.parse().unwrap()).await.unwrap();
        let url = format!("ws://{}{SOCKET}", node.address);
        Self(tokio_tungstenite::client_async(url, tcp).await.unwrap().0)
    }

    /// Opens one, says hello and watches every list.
    pub async fn hello(node: &Node, token: String, resume: Cursor) -> Self {
        let mut socket = Self::open(node).await;
        socket.says(&ClientFrame::Hello { protocol: PROTOCOL, token, resume, idle: false }).await;
        socket.says(&ClientFrame::Watch { views: View::ALL.into(), since: Timestamp(0) }).await;
        socket
    }

    /// Sends a frame.
    pub async fn says(&mut self, frame: &ClientFrame) {
        self.sends(Frame::text(serde_json::to_string(frame).unwrap())).await;
    }

    /// Sends anything. The server may have closed already.
    pub async fn sends(&mut self, frame: Frame) {
        let _ = self.0.send(frame).await;
    }

    /// The next frame; `None` when the server has closed.
    pub async fn hears(&mut self) -> Option<ServerFrame> {
        tokio::time::timeout(PATIENCE, self.next()).await.expect("the server says something")
    }

    /// Everything until the server closes.
    pub async fn hears_all(&mut self) -> Vec<ServerFrame> {
        let mut heard = vec![];
        while let Some(frame) = self.hears().await {
            heard.push(frame);
        }
        heard
    }

    /// The next frame, however long it takes.
    pub async fn next(&mut self) -> Option<ServerFrame> {
        loop {
            match self.0.next().await? {
                Ok(Frame::Text(text)) => return Some(serde_json::from_str(&text).unwrap()),
                Ok(Frame::Close(_)) | Err(_) => return None,
                Ok(_) => {}
            }
        }
    }
}

/// The batches among frames.
pub fn batches(frames: &[ServerFrame]) -> impl Iterator<Item = &Batch> {
    frames.iter().filter_map(|frame| match frame {
        ServerFrame::Batch(batch) => Some(batch),
        _ => None,
    })
}

/// The events among frames.
pub fn events(frames: &[ServerFrame]) -> impl Iterator<Item = &Event> {
    batches(frames).flat_map(|batch| &batch.events)
}
