//! All calls of this process: the threads that carry sound, and the port that browsers send to.

use std::future::Future;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use tokio::runtime::{Builder, Handle, Runtime};

use crate::call::{self, Call};
use crate::mux::Mux;
use crate::{Config, Error, music};

/// Where calls are made and taken. Clones are handles to the same one; sound ends with the last.
#[derive(Clone)]
pub struct Exchange {
    engine: Arc<Engine>,
}

/// What every call needs. It has threads of its own: sound must not wait for requests, nor they for it.
pub(crate) struct Engine {
    runtime: Option<Runtime>,
    handle: Handle,
    pub(crate) mux: Arc<Mux>,
    pub(crate) whatsapp_ip: Option<IpAddr>,
}

impl Exchange {
    /// Opens the port for browsers. May be called from anywhere.
    ///
    /// # Errors
    /// When the port can't be had.
    pub fn start(config: Config) -> Result<Self, Error> {
        let runtime = Builder::new_multi_thread()
            .thread_name("sound")
            .enable_all()
            .build()
            .map_err(Error::Bind)?;
        let handle = runtime.handle().clone();
        let socket = std::net::UdpSocket::bind(config.bind).map_err(Error::Bind)?;
        let mux = Mux::start(&handle, socket, config.public).map_err(Error::Bind)?;
        let whatsapp_ip = config.whatsapp_ip;
        let engine = Engine { runtime: Some(runtime), handle, mux, whatsapp_ip };
        Ok(Self { engine: Arc::new(engine) })
    }

    /// Where browsers send to, as they are told.
    pub fn address(&self) -> SocketAddr {
        self.engine.mux.advertised()
    }

    /// A customer calls: takes WhatsApp's offer and gives the answer for `pre_accept` and `accept`. Nothing is sent
    /// before [`Call::open`].
    ///
    /// # Errors
    /// When the offer can't be used.
    pub async fn incoming(&self, offer: &str) -> Result<(Call, String), Error> {
        let (engine, offer) = (Arc::clone(&self.engine), offer.to_owned());
        self.engine.run(async move { call::incoming(engine, &offer).await }).await
    }

    /// Calls a customer: gives the offer for `connect`. WhatsApp's answer goes to [`Call::answered`].
    ///
    /// # Errors
    /// When there is no port, or no network.
    pub async fn outgoing(&self) -> Result<(Call, String), Error> {
        let engine = Arc::clone(&self.engine);
        self.engine.run(async move { call::outgoing(engine).await }).await
    }
}

impl Engine {
    /// Does something on the threads of sound. A panic there, which only a description nobody thought of could bring
    /// about, is an error here.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        what: impl Future<Output = Result<T, Error>> + Send + 'static,
    ) -> Result<T, Error> {
        match self.handle.spawn(what).await {
            Ok(done) => done,
            Err(error) if error.is_panic() => Err(Error::Sdp("nobody can read it".into())),
            Err(_) => Err(Error::Closed),
        }
    }

    /// Sees to it that there is music by the time somebody is put on hold. Not from the start: most processes of tests,
    /// and some servers, have no calls.
    pub(crate) fn prepare_music(&self) {
        if !music::is_ready() {
            drop(self.handle.spawn_blocking(music::prepare));
        }
    }

    /// Lets something go on by itself.
    pub(crate) fn spawn(&self, what: impl Future<Output = ()> + Send + 'static) {
        drop(self.handle.spawn(what));
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        // The last handle may go inside of a runtime, where none may be waited for.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
