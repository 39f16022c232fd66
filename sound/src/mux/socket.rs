//! The socket that a connection believes to have: its packets come from an inbox, and go out by the one port.

use std::collections::VecDeque;
use std::future::Future;
use std::io::{self, IoSliceMut};
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use tokio::net::UdpSocket;
use webrtc::runtime::{
    AsyncInterval, AsyncTcpListener, AsyncTcpStream, AsyncUdpSocket, JoinHandle, RecvMeta, Runtime,
    TokioRuntime, Transmit,
};

/// Packets that may wait: five seconds of sound. Who is slower has lost the thread anyway.
const MOST: usize = 256;

/// What came for one connection.
#[derive(Debug, Default)]
pub(super) struct Inbox {
    waiting: Mutex<Waiting>,
    addresses: AtomicUsize,
}

#[derive(Debug, Default)]
struct Waiting {
    packets: VecDeque<(SocketAddr, Vec<u8>)>,
    reader: Option<Waker>,
}

impl Inbox {
    pub(super) fn put(&self, from: SocketAddr, packet: &[u8]) {
        let reader = {
            let mut waiting = self.waiting.lock().expect("nothing panics while it holds an inbox");
            if waiting.packets.len() < MOST {
                waiting.packets.push_back((from, packet.to_vec()));
            }
            waiting.reader.take()
        };
        if let Some(reader) = reader {
            reader.wake();
        }
    }

    /// Whether one more address may be known; counts it.
    pub(super) fn one_more_address(&self, most: usize) -> bool {
        self.addresses.fetch_add(1, Ordering::Relaxed) < most
    }
}

/// Tokio, except for the socket.
#[derive(Debug)]
pub(super) struct Places {
    socket: Arc<UdpSocket>,
    inbox: Arc<Inbox>,
}

impl Places {
    pub(super) fn new(socket: Arc<UdpSocket>, inbox: Arc<Inbox>) -> Self {
        Self { socket, inbox }
    }
}

type Boxed<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

impl Runtime for Places {
    fn spawn(&self, future: Boxed<'static, ()>) -> Box<dyn JoinHandle> {
        TokioRuntime.spawn(future)
    }

    fn wrap_udp_socket(&self, socket: std::net::UdpSocket) -> io::Result<Arc<dyn AsyncUdpSocket>> {
        let local = socket.local_addr()?;
        Ok(Arc::new(Place {
            local,
            socket: Arc::clone(&self.socket),
            inbox: Arc::clone(&self.inbox),
        }))
    }

    fn wrap_tcp_listener(
        &self,
        listener: std::net::TcpListener,
    ) -> io::Result<Arc<dyn AsyncTcpListener>> {
        TokioRuntime.wrap_tcp_listener(listener)
    }

    fn connect_tcp(&self, to: SocketAddr) -> Boxed<'_, io::Result<Arc<dyn AsyncTcpStream>>> {
        TokioRuntime.connect_tcp(to)
    }

    fn resolve_host<'a>(&'a self, host: &'a str) -> Boxed<'a, io::Result<Vec<SocketAddr>>> {
        TokioRuntime.resolve_host(host)
    }

    fn sleep(&self, duration: Duration) -> Boxed<'static, ()> {
        TokioRuntime.sleep(duration)
    }

    fn interval(&self, period: Duration) -> Box<dyn AsyncInterval> {
        TokioRuntime.interval(period)
    }

    fn block_on(&self, future: Pin<Box<dyn Future<Output = ()> + '_>>) {
        TokioRuntime.block_on(future);
    }
}

#[derive(Debug)]
struct Place {
    local: SocketAddr,
    socket: Arc<UdpSocket>,
    inbox: Arc<Inbox>,
}

impl AsyncUdpSocket for Place {
    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.local)
    }

    /// What the port has no room for is lost, as on any network: sound must not wait.
    fn poll_send(&self, _: &mut Context<'_>, transmit: &Transmit<'_>) -> Poll<io::Result<usize>> {
        let sent = self.socket.try_send_to(transmit.contents, transmit.destination);
        Poll::Ready(match sent {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(transmit.contents.len()),
            sent => sent,
        })
    }

    fn poll_recv(
        &self,
        context: &mut Context<'_>,
        buffers: &mut [IoSliceMut<'_>],
        meta: &mut [RecvMeta],
    ) -> Poll<io::Result<usize>> {
        let mut waiting =
            self.inbox.waiting.lock().expect("nothing panics while it holds an inbox");
        let Some((from, packet)) = waiting.packets.pop_front() else {
            waiting.reader = Some(context.waker().clone());
            return Poll::Pending;
        };
        let (Some(buffer), Some(meta)) = (buffers.first_mut(), meta.first_mut()) else {
            return Poll::Ready(Ok(0));
        };
        let length = packet.len().min(buffer.len());
        if let (Some(room), Some(packet)) = (buffer.get_mut(..length), packet.get(..length)) {
            room.copy_from_slice(packet);
        }
        *meta = RecvMeta::default();
        meta.addr = from;
        meta.len = length;
        meta.stride = length.max(1);
        Poll::Ready(Ok(1))
    }
}
