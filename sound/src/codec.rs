//! What we speak: Opus, and keys as WhatsApp sends them.

use rtc::media_stream::MediaStreamTrack;
use rtc::peer_connection::configuration::media_engine::{
    MIME_TYPE_OPUS, MIME_TYPE_TELEPHONE_EVENT, MediaEngine,
};
use rtc::rtp_transceiver::rtp_sender::{
    RTCRtpCodec, RTCRtpCodecParameters, RTCRtpCodingParameters, RTCRtpEncodingParameters,
    RtpCodecKind,
};

use crate::Error;

/// Payload types that we propose; WhatsApp and Chromium have the same.
pub(crate) const OPUS: u8 = 111;
pub(crate) const KEYS: u8 = 126;
/// Samples in each packet: 20 ms at 48,000 Hz.
pub(crate) const STEP: u32 = 960;

/// Opus, and keys where the other side is WhatsApp: browsers would offer theirs at another rate.
pub(crate) fn engine(with_keys: bool) -> Result<MediaEngine, Error> {
    let mut engine = MediaEngine::default();
    engine.register_codec(opus(), RtpCodecKind::Audio)?;
    if with_keys {
        engine.register_codec(keys(), RtpCodecKind::Audio)?;
    }
    Ok(engine)
}

/// No `minptime`: WhatsApp's is 20 and Chromium's 10, and one that differs makes Opus the worse match, which is then
/// silently left out of the answer.
pub(crate) fn opus() -> RTCRtpCodecParameters {
    codec(MIME_TYPE_OPUS, 48_000, 2, "useinbandfec=1", OPUS)
}

pub(crate) fn keys() -> RTCRtpCodecParameters {
    codec(MIME_TYPE_TELEPHONE_EVENT, 8_000, 0, "0-16", KEYS)
}

/// A stream of ours.
pub(crate) fn track(label: &str, ssrc: u32) -> MediaStreamTrack {
    let coding = RTCRtpEncodingParameters {
        rtp_coding_parameters: RTCRtpCodingParameters {
            ssrc: Some(ssrc),
            ..RTCRtpCodingParameters::default()
        },
        codec: opus().rtp_codec,
        ..RTCRtpEncodingParameters::default()
    };
    let (stream, track) = (format!("stream-{label}"), format!("track-{label}"));
    MediaStreamTrack::new(stream, track, label.to_owned(), RtpCodecKind::Audio, vec![coding])
}

fn codec(mime: &str, rate: u32, channels: u16, fmtp: &str, number: u8) -> RTCRtpCodecParameters {
    RTCRtpCodecParameters {
        rtp_codec: RTCRtpCodec {
            mime_type: mime.to_owned(),
            clock_rate: rate,
            channels,
            sdp_fmtp_line: fmtp.to_owned(),
            rtcp_feedback: Vec::new(),
        },
        payload_type: number,
    }
}
