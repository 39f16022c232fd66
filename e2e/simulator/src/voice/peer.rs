//! The WebRTC connection under a voice: as WhatsApp makes it (ICE lite, one line), or as a browser does.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use rtc::ice::mdns::MulticastDnsMode;
use rtc::media_stream::MediaStreamTrack;
use rtc::peer_connection::configuration::interceptor_registry::configure_rtcp_reports;
use rtc::peer_connection::configuration::media_engine::{
    MIME_TYPE_OPUS, MIME_TYPE_TELEPHONE_EVENT, MediaEngine,
};
use rtc::peer_connection::transport::RTCDtlsRole;
use rtc::rtp_transceiver::rtp_sender::{
    RTCRtpCodec, RTCRtpCodecParameters, RTCRtpCodingParameters, RTCRtpEncodingParameters,
    RtpCodecKind,
};
use rtc::rtp_transceiver::{RTCRtpTransceiverDirection, RTCRtpTransceiverInit};
use tokio::sync::{Notify, mpsc};
use webrtc::media_stream::track_local::TrackLocal;
use webrtc::media_stream::track_local::static_rtp::TrackLocalStaticRTP;
use webrtc::media_stream::track_remote::TrackRemote;
use webrtc::peer_connection::{
    PeerConnection, PeerConnectionBuilder, PeerConnectionEventHandler, RTCConfigurationBuilder,
    RTCIceGatheringState, RTCPeerConnectionState, RTCSessionDescription, Registry,
    SettingEngineBuilder,
};

/// Payload types as Meta's offers have them.
pub(super) const OPUS: u8 = 111;
pub(super) const KEYS: u8 = 126;

/// Opus as Meta's offers describe it.
const METAS_OPUS: &str = "maxaveragebitrate=20000;maxplaybackrate=16000;minptime=20;sprop-maxcapturerate=16000;useinbandfec=1";
/// And as Chromium does.
const CHROMIUMS_OPUS: &str = "minptime=10;useinbandfec=1";

pub(super) enum News {
    Connected(bool),
    Track(Arc<dyn TrackRemote>),
}

/// A connection that has not negotiated yet.
pub(super) struct Peer {
    pub(super) connection: Arc<dyn PeerConnection>,
    pub(super) news: mpsc::UnboundedReceiver<News>,
    pub(super) gathered: Arc<Notify>,
    pub(super) track: Arc<TrackLocalStaticRTP>,
    pub(super) ssrc: u32,
}

struct Handler {
    news: mpsc::UnboundedSender<News>,
    gathered: Arc<Notify>,
}

#[async_trait::async_trait]
impl PeerConnectionEventHandler for Handler {
    async fn on_ice_gathering_state_change(&self, state: RTCIceGatheringState) {
        if state == RTCIceGatheringState::Complete {
            self.gathered.notify_one();
        }
    }

    async fn on_connection_state_change(&self, state: RTCPeerConnectionState) {
        drop(self.news.send(News::Connected(state == RTCPeerConnectionState::Connected)));
    }

    async fn on_track(&self, track: Arc<dyn TrackRemote>) {
        drop(self.news.send(News::Track(track)));
    }
}

impl Peer {
    pub(super) async fn whatsapp() -> anyhow::Result<Self> {
        Self::with_keys(true).await
    }

    /// What a business would connect to WhatsApp with.
    pub(super) async fn business() -> anyhow::Result<Self> {
        Self::with_keys(false).await
    }

    async fn with_keys(lite: bool) -> anyhow::Result<Self> {
        let peer = Self::new(lite, METAS_OPUS, true).await?;
        for transceiver in peer.connection.get_transceivers().await {
            transceiver.set_codec_preferences(vec![opus(METAS_OPUS), keys()]).await?;
        }
        Ok(peer)
    }

    pub(super) async fn tab() -> anyhow::Result<Self> {
        let peer = Self::new(false, CHROMIUMS_OPUS, false).await?;
        let more = RTCRtpTransceiverInit {
            direction: RTCRtpTransceiverDirection::Recvonly,
            ..RTCRtpTransceiverInit::default()
        };
        peer.connection.add_transceiver_from_kind(RtpCodecKind::Audio, Some(more)).await?;
        Ok(peer)
    }

    async fn new(lite: bool, fmtp: &str, with_keys: bool) -> anyhow::Result<Self> {
        let mut media = MediaEngine::default();
        media.register_codec(opus(fmtp), RtpCodecKind::Audio)?;
        if with_keys {
            media.register_codec(keys(), RtpCodecKind::Audio)?;
        }
        let settings = SettingEngineBuilder::new()
            .with_multicast_dns_mode(MulticastDnsMode::Disabled)
            .with_lite(lite)
            .with_ice_connection_attempts(Some(Duration::from_millis(50)), Some(100))
            .with_answering_dtls_role(RTCDtlsRole::Client)
            .build();
        let (sender, news) = mpsc::unbounded_channel();
        let gathered = Arc::new(Notify::new());
        let connection = PeerConnectionBuilder::new()
            .with_configuration(RTCConfigurationBuilder::default().build())
            .with_media_engine(media)
            .with_interceptor_registry(configure_rtcp_reports(Registry::new()))
            .with_setting_engine(settings)
            .with_handler(Arc::new(Handler { news: sender, gathered: Arc::clone(&gathered) }))
            .with_udp_addrs(vec!["127.0.0.1:0".to_owned()])
            .build();
        let connection: Arc<dyn PeerConnection> = Arc::new(Box::pin(connection).await?);
        let ssrc = fastrand::u32(1..);
        let track = Arc::new(TrackLocalStaticRTP::new(sound(ssrc, fmtp)));
        connection.add_track(Arc::clone(&track) as Arc<dyn TrackLocal>).await?;
        Ok(Self { connection, news, gathered, track, ssrc })
    }
}

pub(super) async fn offer(peer: &dyn PeerConnection, gathered: &Notify) -> anyhow::Result<String> {
    let offer = peer.create_offer(None).await?;
    peer.set_local_description(offer).await?;
    described(peer, gathered).await
}

pub(super) async fn answer(
    peer: &dyn PeerConnection,
    gathered: &Notify,
    offer: &str,
) -> anyhow::Result<String> {
    peer.set_remote_description(RTCSessionDescription::offer(offer.to_owned())?).await?;
    let answer = peer.create_answer(None).await?;
    peer.set_local_description(answer).await?;
    described(peer, gathered).await
}

pub(super) async fn take_answer(peer: &dyn PeerConnection, answer: &str) -> anyhow::Result<()> {
    Ok(peer.set_remote_description(RTCSessionDescription::answer(answer.to_owned())?).await?)
}

/// Which of the lines a track came on.
pub(super) async fn line_of(peer: &dyn PeerConnection, track: &Arc<dyn TrackRemote>) -> usize {
    let wanted = track.ssrcs().await;
    for transceiver in peer.get_transceivers().await {
        let Ok(Some(receiver)) = transceiver.receiver().await else { continue };
        if receiver.track().ssrcs().await.iter().any(|ssrc| wanted.contains(ssrc)) {
            // They come in no order, but the library names them by their place.
            let mid = transceiver.mid().await.ok().flatten();
            return mid.and_then(|mid| mid.parse().ok()).unwrap_or_default();
        }
    }
    0
}

/// Adds what Meta's descriptions say beyond what the library writes.
pub(super) fn as_meta_writes_it(sdp: &str) -> String {
    let with_times = format!("a=fmtp:{OPUS} {METAS_OPUS}\r\na=ptime:20\r\na=maxptime:20\r\n");
    sdp.replace(&format!("a=fmtp:{OPUS} {METAS_OPUS}\r\n"), &with_times)
}

async fn described(peer: &dyn PeerConnection, gathered: &Notify) -> anyhow::Result<String> {
    // What was gathered until then is enough.
    drop(tokio::time::timeout(Duration::from_secs(3), gathered.notified()).await);
    Ok(peer.local_description().await.context("no description of its own")?.sdp)
}

fn opus(fmtp: &str) -> RTCRtpCodecParameters {
    RTCRtpCodecParameters {
        rtp_codec: RTCRtpCodec {
            mime_type: MIME_TYPE_OPUS.to_owned(),
            clock_rate: 48_000,
            channels: 2,
            sdp_fmtp_line: fmtp.to_owned(),
            rtcp_feedback: Vec::new(),
        },
        payload_type: OPUS,
    }
}

fn keys() -> RTCRtpCodecParameters {
    RTCRtpCodecParameters {
        rtp_codec: RTCRtpCodec {
            mime_type: MIME_TYPE_TELEPHONE_EVENT.to_owned(),
            clock_rate: 8_000,
            channels: 0,
            sdp_fmtp_line: "0-16".to_owned(),
            rtcp_feedback: Vec::new(),
        },
        payload_type: KEYS,
    }
}

fn sound(ssrc: u32, fmtp: &str) -> MediaStreamTrack {
    let coding = RTCRtpEncodingParameters {
        rtp_coding_parameters: RTCRtpCodingParameters {
            ssrc: Some(ssrc),
            ..RTCRtpCodingParameters::default()
        },
        codec: opus(fmtp).rtp_codec,
        ..RTCRtpEncodingParameters::default()
    };
    let name = |what: &str| format!("{what}-{ssrc}");
    MediaStreamTrack::new(
        name("stream"),
        name("track"),
        "voice".into(),
        RtpCodecKind::Audio,
        vec![coding],
    )
}
