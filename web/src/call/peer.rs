//! The sound of this tab: what the microphone hears goes out, and what the customer says comes in.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    HtmlAudioElement, MediaStream, MediaStreamTrack, RtcPeerConnection, RtcPeerConnectionState,
    RtcRtpSender, RtcRtpTransceiverDirection, RtcRtpTransceiverInit, RtcSdpType,
    RtcSessionDescriptionInit, RtcTrackEvent,
};

use super::speaker;

type OnTrack = Closure<dyn FnMut(RtcTrackEvent)>;
type OnState = Closure<dyn FnMut()>;
/// What is heard: the customer, and colleagues who whisper.
type Heard = Rc<RefCell<Vec<HtmlAudioElement>>>;

/// A connection. It ends, and the microphone with it, when it is dropped.
pub struct Peer {
    connection: RtcPeerConnection,
    microphone: RefCell<Microphone>,
    /// What carries its sound.
    sender: RtcRtpSender,
    heard: Heard,
    /// What is called meanwhile: it must live as long.
    _called: (OnTrack, OnState),
}

/// It goes off when it is dropped.
pub struct Microphone(pub MediaStream);

impl Microphone {
    fn tracks(&self) -> Vec<MediaStreamTrack> {
        self.0.get_tracks().iter().map(JsCast::unchecked_into).collect()
    }

    /// Its sound.
    pub fn track(&self) -> Option<MediaStreamTrack> {
        self.tracks().into_iter().next()
    }
}

impl Drop for Microphone {
    fn drop(&mut self) {
        for track in self.tracks() {
            track.stop();
        }
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        self.connection.set_ontrack(None);
        self.connection.set_onconnectionstatechange(None);
        self.connection.close();
        for one in self.heard.borrow().iter() {
            one.set_src_object(None);
        }
    }
}

impl Peer {
    /// A connection that goes nowhere yet; tells how it is whenever that changes. Two lines of sound: the first carries
    /// the microphone and brings the customer, the second brings whoever whispers.
    pub fn open(
        microphone: Microphone,
        tell: impl Fn(RtcPeerConnectionState) + 'static,
    ) -> Result<Self, JsValue> {
        let connection = RtcPeerConnection::new()?;
        let way = |direction| {
            let init = RtcRtpTransceiverInit::new();
            init.set_direction(direction);
            init
        };
        let track = microphone.track().ok_or(JsValue::NULL)?;
        let ours = connection.add_transceiver_with_media_stream_track_and_init(
            &track,
            &way(RtcRtpTransceiverDirection::Sendrecv),
        );
        connection
            .add_transceiver_with_str_and_init("audio", &way(RtcRtpTransceiverDirection::Recvonly));
        let heard = Heard::default();
        let on_track = {
            let heard = heard.clone();
            OnTrack::new(move |event: RtcTrackEvent| {
                if let Ok(element) = play(&event.track()) {
                    heard.borrow_mut().push(element);
                }
            })
        };
        let on_state = {
            let connection = connection.clone();
            OnState::new(move || tell(connection.connection_state()))
        };
        connection.set_ontrack(Some(on_track.as_ref().unchecked_ref()));
        connection.set_onconnectionstatechange(Some(on_state.as_ref().unchecked_ref()));
        Ok(Self {
            connection,
            microphone: RefCell::new(microphone),
            sender: ours.sender(),
            heard,
            _called: (on_track, on_state),
        })
    }

    /// What the browser offers (SDP). Candidates are not waited for: the server needs none of ours.
    pub async fn offer(&self) -> Result<String, JsValue> {
        let made = JsFuture::from(self.connection.create_offer()).await?;
        let offer: RtcSessionDescriptionInit = made.unchecked_into();
        JsFuture::from(self.connection.set_local_description(&offer)).await?;
        Reflect::get(&offer, &"sdp".into())?.as_string().ok_or(JsValue::NULL)
    }

    /// Goes where the server says (SDP).
    pub async fn answered(&self, answer: &str) -> Result<(), JsValue> {
        let said = RtcSessionDescriptionInit::new(RtcSdpType::Answer);
        said.set_sdp(answer);
        JsFuture::from(self.connection.set_remote_description(&said)).await.map(drop)
    }

    /// Whether the customer hears nothing of me.
    pub fn mute(&self, on: bool) {
        for track in self.microphone.borrow().tracks() {
            track.set_enabled(!on);
        }
    }

    /// What the microphone hears.
    pub fn hears(&self) -> MediaStream {
        self.microphone.borrow().0.clone()
    }

    /// What carries the microphone's sound.
    pub fn sender(&self) -> RtcRtpSender {
        self.sender.clone()
    }

    /// Another microphone is carried now; the one before goes off.
    pub fn take(&self, microphone: Microphone) {
        *self.microphone.borrow_mut() = microphone;
    }

    /// Is heard where it was chosen.
    pub fn to_speaker(&self) {
        self.heard.borrow().iter().for_each(speaker::lead);
    }

    /// The connection, to be measured.
    pub fn connection(&self) -> RtcPeerConnection {
        self.connection.clone()
    }
}

fn play(track: &MediaStreamTrack) -> Result<HtmlAudioElement, JsValue> {
    let stream = MediaStream::new_with_tracks(&Array::of1(track))?;
    let element = HtmlAudioElement::new()?;
    element.set_autoplay(true);
    element.set_src_object(Some(&stream));
    speaker::lead(&element);
    // Where the browser wants a click first, answering was one.
    let begun = element.play()?;
    wasm_bindgen_futures::spawn_local(async move {
        let _ = JsFuture::from(begun).await;
    });
    Ok(element)
}
