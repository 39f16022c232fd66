//! One UDP port for every browser. The library knows no such thing, but takes a runtime for each connection: ours hands
//! it a socket that is only a place at the one port. Who a packet is for, the name in its first check tells (ICE's
//! ufrag), and its address from then on.

mod socket;
mod stun;

use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use socket2::SockRef;
use tokio::net::UdpSocket;
use tokio::runtime::Handle;
use webrtc::runtime::Runtime;

use socket::{Inbox, Places};

/// Addresses that one leg may have: a laptop moves between networks, not through a thousand.
const MOST_ADDRESSES: usize = 32;
/// The largest packet that is no mistake.
const LARGEST: usize = 2048;
/// What the kernel may keep for us, in bytes, where it is allowed to (`net.core.rmem_max`): all browsers share it.
const BUFFER: usize = 4 << 20;
/// After the machine has refused to receive.
const PAUSE: Duration = Duration::from_millis(10);

pub(crate) struct Mux {
    socket: Arc<UdpSocket>,
    bound: SocketAddr,
    advertised: SocketAddr,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    by_name: HashMap<String, Arc<Inbox>>,
    by_address: HashMap<SocketAddr, Arc<Inbox>>,
}

/// A place at the port, until it is dropped.
pub(crate) struct Port {
    mux: Arc<Mux>,
    ufrag: String,
    password: String,
}

impl Mux {
    pub(crate) fn start(
        handle: &Handle,
        socket: std::net::UdpSocket,
        public: Option<SocketAddr>,
    ) -> io::Result<Arc<Self>> {
        socket.set_nonblocking(true)?;
        if let Err(error) = SockRef::from(&socket).set_recv_buffer_size(BUFFER) {
            tracing::warn!(%error, "call.port.buffer");
        }
        let bound = socket.local_addr()?;
        let socket = {
            let _inside = handle.enter();
            Arc::new(UdpSocket::from_std(socket)?)
        };
        let advertised =
            public.unwrap_or_else(|| SocketAddr::new(reachable(bound.ip()), bound.port()));
        let mux = Arc::new(Self { socket, bound, advertised, state: Mutex::default() });
        let (socket, weak) = (Arc::clone(&mux.socket), Arc::downgrade(&mux));
        drop(handle.spawn(async move {
            let mut buffer = vec![0; LARGEST];
            loop {
                let received = socket.recv_from(&mut buffer).await;
                let Some(mux) = weak.upgrade() else { return };
                let Ok((length, from)) = received else {
                    drop(mux);
                    tokio::time::sleep(PAUSE).await;
                    continue;
                };
                if let (Some(packet), Some(inbox)) =
                    (buffer.get(..length), mux.inbox(&buffer, length, from))
                {
                    inbox.put(from, packet);
                }
            }
        }));
        Ok(mux)
    }

    /// What browsers are told.
    pub(crate) fn advertised(&self) -> SocketAddr {
        self.advertised
    }

    /// This machine, in the family of the port.
    pub(crate) fn loopback(&self) -> IpAddr {
        if self.bound.is_ipv4() { Ipv4Addr::LOCALHOST.into() } else { Ipv6Addr::LOCALHOST.into() }
    }

    /// A new place, and the runtime that a connection reaches it through.
    pub(crate) fn port(self: &Arc<Self>) -> (Port, Arc<dyn Runtime>) {
        let letters =
            |count| std::iter::repeat_with(fastrand::alphanumeric).take(count).collect::<String>();
        let port = Port { mux: Arc::clone(self), ufrag: letters(12), password: letters(32) };
        let inbox = Arc::new(Inbox::default());
        self.state().by_name.insert(port.ufrag.clone(), Arc::clone(&inbox));
        (port, Arc::new(Places::new(Arc::clone(&self.socket), inbox)))
    }

    fn inbox(&self, buffer: &[u8], length: usize, from: SocketAddr) -> Option<Arc<Inbox>> {
        let packet = buffer.get(..length)?;
        let mut state = self.state();
        let Some(name) = stun::asks_for(packet) else {
            return state.by_address.get(&from).cloned();
        };
        let inbox = Arc::clone(state.by_name.get(name)?);
        let known = state.by_address.get(&from).is_some_and(|known| Arc::ptr_eq(known, &inbox));
        if !known && inbox.one_more_address(MOST_ADDRESSES) {
            state.by_address.insert(from, Arc::clone(&inbox));
        }
        Some(inbox)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("nothing panics while it holds the port")
    }
}

impl Port {
    pub(crate) fn ufrag(&self) -> &str {
        &self.ufrag
    }

    pub(crate) fn password(&self) -> &str {
        &self.password
    }

    pub(crate) fn advertised(&self) -> SocketAddr {
        self.mux.advertised
    }
}

impl Drop for Port {
    fn drop(&mut self) {
        let mut state = self.mux.state();
        if let Some(inbox) = state.by_name.remove(&self.ufrag) {
            state.by_address.retain(|_, other| !Arc::ptr_eq(other, &inbox));
        }
    }
}

/// The address under which others on the network reach this machine, where the port is open on all of them.
fn reachable(bound: IpAddr) -> IpAddr {
    if !bound.is_unspecified() {
        return bound;
    }
    let (here, there) = match bound {
        IpAddr::V4(_) => (IpAddr::from(Ipv4Addr::LOCALHOST), "192.0.2.1:9"),
        IpAddr::V6(_) => (IpAddr::from(Ipv6Addr::LOCALHOST), "[2001:db8::1]:9"),
    };
    // Connecting a UDP socket sends nothing; it only asks by which way one would go.
    let route = std::net::UdpSocket::bind(SocketAddr::new(bound, 0))
        .and_then(|socket| socket.connect(there).and_then(|()| socket.local_addr()));
    route.map_or(here, |address| address.ip())
}
