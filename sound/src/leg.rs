//! One leg of a call: a WebRTC connection that carries sound and nothing else.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use rtc::ice::mdns::MulticastDnsMode;
use rtc::peer_connection::configuration::interceptor_registry::configure_rtcp_reports;
use rtc::peer_connection::transport::RTCDtlsRole;
use tokio::sync::{Notify, mpsc};
use tokio::time::timeout;
use webrtc::media_stream::track_local::TrackLocal;
use webrtc::media_stream::track_local::static_rtp::TrackLocalStaticRTP;
use webrtc::media_stream::track_remote::TrackRemote;
use webrtc::peer_connection::{
    PeerConnection, PeerConnectionBuilder, PeerConnectionEventHandler, RTCConfigurationBuilder,
    RTCIceGatheringState, RTCPeerConnectionState, RTCSessionDescription, Registry,
    SettingEngineBuilder,
};
use webrtc::runtime::{Runtime, TokioRuntime};

use crate::bus::Bus;
use crate::line::Line;
use crate::mux::{Mux, Port};
use crate::sdp::Kinds;
use crate::{Error, codec, sdp};

/// No answer comes for this long: the leg is lost, though it may come back; and gone, after as long again as `GONE`.
/// A tab that is closed says nothing, so this is how it is missed.
const LOST: Duration = Duration::from_secs(3);
const GONE: Duration = Duration::from_secs(10);
const KEEP_ALIVE: Duration = Duration::from_secs(1);
/// Between two checks of a path: a leg is there after 50 to 100 ms.
const CHECK: Duration = Duration::from_millis(50);
const CHECKS: u16 = 100;
/// How long the addresses of this machine may take to be found; they are here at once.
const GATHERING: Duration = Duration::from_secs(3);

/// What a leg tells.
pub(crate) enum News {
    Track(Arc<dyn TrackRemote>),
    Connected,
    Lost,
}

pub(crate) type Told = mpsc::UnboundedReceiver<News>;

/// A connection, and what is sent over it.
pub(crate) struct Peer {
    connection: Arc<dyn PeerConnection>,
    gathered: Arc<Notify>,
    /// Its place at the port of browsers, given back when it is dropped.
    port: Option<Port>,
}

struct Handler {
    news: mpsc::UnboundedSender<News>,
    gathered: Arc<Notify>,
}

/// Called by the task that carries the sound: it must only pass on.
#[async_trait::async_trait]
impl PeerConnectionEventHandler for Handler {
    async fn on_ice_gathering_state_change(&self, state: RTCIceGatheringState) {
        if state == RTCIceGatheringState::Complete {
            self.gathered.notify_one();
        }
    }

    async fn on_connection_state_change(&self, state: RTCPeerConnectionState) {
        let news = match state {
            RTCPeerConnectionState::Connected => News::Connected,
            RTCPeerConnectionState::Disconnected
            | RTCPeerConnectionState::Failed
            | RTCPeerConnectionState::Closed => News::Lost,
            _ => return,
        };
        drop(self.news.send(news));
    }

    async fn on_track(&self, track: Arc<dyn TrackRemote>) {
        drop(self.news.send(News::Track(track)));
    }
}

impl Peer {
    /// The leg to WhatsApp, with a port of its own.
    pub(crate) async fn whatsapp(ip: Option<IpAddr>) -> Result<(Self, Told), Error> {
        let from = ip.unwrap_or(IpAddr::from([0, 0, 0, 0]));
        Self::new(SocketAddr::new(from, 0), Arc::new(TokioRuntime), None).await
    }

    /// The leg to a browser, at the port of all browsers.
    pub(crate) async fn browser(mux: &Arc<Mux>) -> Result<(Self, Told), Error> {
        let (port, runtime) = mux.port();
        // The library opens a port, which the runtime closes and replaces with its place at ours.
        Self::new(SocketAddr::new(mux.loopback(), 0), runtime, Some(port)).await
    }

    async fn new(
        from: SocketAddr,
        runtime: Arc<dyn Runtime>,
        port: Option<Port>,
    ) -> Result<(Self, Told), Error> {
        let mut settings = SettingEngineBuilder::new()
            .with_multicast_dns_mode(MulticastDnsMode::Disabled)
            .with_ice_connection_attempts(Some(CHECK), Some(CHECKS))
            .with_ice_timeouts(Some(LOST), Some(GONE), Some(KEEP_ALIVE))
            // `setup:active`, as WhatsApp's samples have it; otherwise a lite peer is answered with `passive`.
            .with_answering_dtls_role(RTCDtlsRole::Client);
        if let Some(port) = &port {
            settings =
                settings.with_ice_credentials(port.ufrag().to_owned(), port.password().to_owned());
        }
        let (news, told) = mpsc::unbounded_channel();
        let gathered = Arc::new(Notify::new());
        let handler = Handler { news, gathered: Arc::clone(&gathered) };
        let connection = PeerConnectionBuilder::new()
            .with_configuration(RTCConfigurationBuilder::default().build())
            .with_media_engine(codec::engine(port.is_none())?)
            .with_interceptor_registry(configure_rtcp_reports(Registry::new()))
            .with_setting_engine(settings.build())
            .with_handler(Arc::new(handler))
            .with_runtime(runtime)
            .with_udp_addrs(vec![from.to_string()])
            .build();
        let connection = Box::pin(connection).await?;
        Ok((Self { connection: Arc::new(connection), gathered, port }, told))
    }

    /// One more stream to the other side; before anything is negotiated.
    pub(crate) async fn line(&self, label: &str) -> Result<Arc<Line>, Error> {
        let ssrc = fastrand::u32(1..);
        let track = Arc::new(TrackLocalStaticRTP::new(codec::track(label, ssrc)));
        self.connection.add_track(Arc::clone(&track) as Arc<dyn TrackLocal>).await?;
        if self.port.is_none() {
            // A track limits its line to its own codec.
            for transceiver in self.connection.get_transceivers().await {
                transceiver.set_codec_preferences(vec![codec::opus(), codec::keys()]).await?;
            }
        }
        Ok(Arc::new(Line::new(track, ssrc)))
    }

    /// The same, for more than one speaker.
    pub(crate) async fn bus(&self, label: &str, kinds: Kinds) -> Result<Arc<Bus>, Error> {
        let line = self.line(label).await?;
        line.speaks(kinds);
        Ok(Bus::new(line))
    }

    /// Takes an offer and gives the answer.
    pub(crate) async fn answer(&self, offer: &str) -> Result<String, Error> {
        let offer =
            RTCSessionDescription::offer(offer.to_owned()).map_err(|error| unusable(&error))?;
        self.connection.set_remote_description(offer).await.map_err(|error| unusable(&error))?;
        let answer = self.connection.create_answer(None).await.map_err(|error| unusable(&error))?;
        self.connection.set_local_description(answer).await.map_err(|error| unusable(&error))?;
        self.described().await
    }

    /// Gives an offer.
    pub(crate) async fn offer(&self) -> Result<String, Error> {
        let offer = self.connection.create_offer(None).await?;
        self.connection.set_local_description(offer).await?;
        self.described().await
    }

    /// Takes the answer to the offer.
    pub(crate) async fn answered(&self, answer: &str) -> Result<(), Error> {
        let answer =
            RTCSessionDescription::answer(answer.to_owned()).map_err(|error| unusable(&error))?;
        self.connection.set_remote_description(answer).await.map_err(|error| unusable(&error))
    }

    /// A handle that does not keep it.
    pub(crate) fn connection(&self) -> &Arc<dyn PeerConnection> {
        &self.connection
    }

    /// Ends it; the other side is not told, and learns it by silence.
    pub(crate) async fn close(&self) {
        if let Err(error) = self.connection.close().await {
            tracing::debug!(%error, "call.leg.close");
        }
    }

    async fn described(&self) -> Result<String, Error> {
        // What was found until then is enough.
        drop(timeout(GATHERING, self.gathered.notified()).await);
        let own = self.connection.local_description().await;
        let own = own.ok_or_else(|| Error::Fault("no description of our own".into()))?.sdp;
        Ok(match &self.port {
            Some(port) => sdp::for_browsers(&own, port.advertised()),
            None => sdp::for_whatsapp(&own),
        })
    }
}

fn unusable(error: &webrtc::error::Error) -> Error {
    Error::Sdp(error.to_string())
}
