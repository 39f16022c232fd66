//! A real WebRTC peer that plays a tone and measures what it hears: WhatsApp's side of a call, or the tab of an agent
//! for tests that have no browser. It decodes nothing until somebody asks.

mod ear;
mod mouth;
mod peer;
mod spectrum;
mod tone;

use std::sync::{Arc, LazyLock, Weak};
use std::time::Duration;

use anyhow::Context as _;
use serde::Serialize;
use tokio::runtime::Runtime;
use tokio::sync::{Notify, watch};
use webrtc::media_stream::track_remote::{TrackRemote, TrackRemoteEvent};
use webrtc::peer_connection::PeerConnection;

use ear::Ear;
use mouth::Mouth;
use peer::{News, Peer};

/// Threads of all voices, since a test may have one that is busy.
static THREADS: LazyLock<Runtime> = LazyLock::new(|| {
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    builder
        .worker_threads(2)
        .thread_name("voices")
        .enable_all()
        .build()
        .expect("threads can be had")
});

/// One end of a call. Clones are handles to the same one; it hangs up when the last is dropped.
#[derive(Clone)]
pub struct Voice {
    inner: Arc<Inner>,
}

struct Inner {
    connection: Arc<dyn PeerConnection>,
    gathered: Arc<Notify>,
    /// What is heard on each of the offered lines, in their order.
    ears: Vec<Arc<Ear>>,
    mouth: Arc<Mouth>,
    connected: watch::Sender<bool>,
}

/// What a voice hears on one line.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Heard {
    /// The loudest frequency of the last second, in Hz; 0 in silence.
    pub frequency: f64,
    /// All that stand out, the loudest first.
    pub frequencies: Vec<f64>,
    /// Root mean square of the last second, 0 to 1.
    pub energy: f64,
    /// Packets of sound so far.
    pub packets: u64,
    /// Those that came before the call was accepted: at Meta they would count as accepting it.
    pub packets_before_accept: u64,
    /// Sequence numbers that never came.
    pub lost: u64,
    /// The longest time between two packets, in milliseconds.
    pub longest_gap_ms: u64,
    /// Keys that were pressed.
    pub digits: String,
}

impl Heard {
    /// Whether a tone of this frequency can be heard, within 15 Hz.
    pub fn has(&self, hz: f64) -> bool {
        self.frequencies.iter().any(|heard| (heard - hz).abs() <= 15.0)
    }
}

impl Voice {
    /// WhatsApp's side, calling: gives the offer. Speaks only after [`Self::starts`].
    pub async fn calls() -> anyhow::Result<(Self, String)> {
        THREADS
            .spawn(async {
                let voice = Self::over(Peer::whatsapp().await?, 1, 440);
                let offer = peer::offer(&*voice.inner.connection, &voice.inner.gathered).await?;
                Ok((voice, peer::as_meta_writes_it(&offer)))
            })
            .await?
    }

    /// WhatsApp's side, called with this offer: gives the answer.
    pub async fn is_called(offer: &str) -> anyhow::Result<(Self, String)> {
        let offer = offer.to_owned();
        THREADS
            .spawn(async move {
                let voice = Self::over(Peer::whatsapp().await?, 1, 440);
                let inner = &voice.inner;
                let answer = peer::answer(&*inner.connection, &inner.gathered, &offer).await?;
                Ok((voice, peer::as_meta_writes_it(&answer)))
            })
            .await?
    }

    /// A business's side as WhatsApp wants it, calling.
    pub async fn business_calls() -> anyhow::Result<(Self, String)> {
        THREADS
            .spawn(async {
                let voice = Self::over(Peer::business().await?, 1, 880);
                let offer = peer::offer(&*voice.inner.connection, &voice.inner.gathered).await?;
                Ok((voice, offer))
            })
            .await?
    }

    /// A business's side, called with this offer.
    pub async fn business_answers(offer: &str) -> anyhow::Result<(Self, String)> {
        let offer = offer.to_owned();
        THREADS
            .spawn(async move {
                let voice = Self::over(Peer::business().await?, 1, 880);
                let inner = &voice.inner;
                let answer = peer::answer(&*inner.connection, &inner.gathered, &offer).await?;
                Ok((voice, answer))
            })
            .await?
    }

    /// An agent's tab: gives the offer, with a line to speak and hear on and one to hear more on. Speaks at once, at
    /// 880 Hz.
    pub async fn tab() -> anyhow::Result<(Self, String)> {
        THREADS
            .spawn(async {
                let voice = Self::over(Peer::tab().await?, 2, 880);
                voice.starts();
                let offer = peer::offer(&*voice.inner.connection, &voice.inner.gathered).await?;
                Ok((voice, offer))
            })
            .await?
    }

    /// Takes the other side's answer.
    pub async fn answered(&self, answer: &str) -> anyhow::Result<()> {
        let (connection, answer) = (Arc::clone(&self.inner.connection), answer.to_owned());
        THREADS.spawn(async move { peer::take_answer(&*connection, &answer).await }).await?
    }

    /// Begins to speak; what was heard until now came too early.
    pub fn starts(&self) {
        self.inner.ears.iter().for_each(|ear| ear.accept());
        self.inner.mouth.speak(true);
    }

    /// Plays a tone of this many Hz from now on; 0 is silence.
    pub fn plays(&self, hz: u32) {
        self.inner.mouth.tone(hz);
    }

    /// What is played, in Hz.
    pub fn tone(&self) -> u32 {
        self.inner.mouth.hz()
    }

    /// Sends nothing at all, as a tab that hangs, or everything again.
    pub fn falls_silent(&self, silent: bool) {
        self.inner.mouth.speak(!silent);
    }

    /// Presses keys, one after the other.
    pub fn presses(&self, digits: &str) {
        self.inner.mouth.press(digits);
    }

    /// What is heard on the first line.
    pub fn heard(&self) -> Heard {
        self.heard_on(0)
    }

    /// What is heard on a line, counted from 0.
    pub fn heard_on(&self, line: usize) -> Heard {
        self.inner.ears.get(line).map(|ear| ear.heard()).unwrap_or_default()
    }

    /// Packets of sound that have come on a line, and what is missing among them; cheaper than all that is heard.
    pub fn packets(&self, line: usize) -> u64 {
        self.inner.ears.get(line).map_or(0, |ear| ear.counts().0)
    }

    /// Sequence numbers that never came on a line.
    pub fn lost(&self, line: usize) -> u64 {
        self.inner.ears.get(line).map_or(0, |ear| ear.counts().1)
    }

    /// Waits until this tone is heard on a line; panics after ten seconds.
    pub async fn hears_on(&self, line: usize, hz: u32) {
        let mut heard = Heard::default();
        for _ in 0..200 {
            heard = self.heard_on(line);
            if heard.has(f64::from(hz)) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("waits for {hz} Hz on line {line} and hears {heard:?}");
    }

    /// Waits until this tone is heard.
    pub async fn hears(&self, hz: u32) {
        self.hears_on(0, hz).await;
    }

    /// Whether sound can flow.
    pub fn is_connected(&self) -> bool {
        *self.inner.connected.borrow()
    }

    /// Waits until sound can flow; an error after ten seconds.
    pub async fn connects(&self) -> anyhow::Result<()> {
        let mut connected = self.inner.connected.subscribe();
        let wait = connected.wait_for(|connected| *connected);
        tokio::time::timeout(Duration::from_secs(10), wait).await.context("never connected")??;
        Ok(())
    }

    /// Ends its side, telling the other by nothing but silence.
    pub async fn leaves(&self) {
        self.stops();
        let connection = Arc::clone(&self.inner.connection);
        drop(THREADS.spawn(async move { drop(connection.close().await) }).await);
    }

    /// Says and hears nothing more; what was heard stays.
    pub(crate) fn stops(&self) {
        self.inner.mouth.end();
        self.inner.ears.iter().for_each(|ear| ear.end());
    }

    fn over(peer: Peer, lines: usize, hz: u32) -> Self {
        let ears: Vec<_> = (0..lines).map(|_| Arc::new(Ear::default())).collect();
        let mouth = Arc::new(Mouth::new(hz));
        THREADS.spawn(mouth::speak(Arc::clone(&mouth), peer.track, peer.ssrc));
        let connected = watch::Sender::new(false);
        let news =
            listen(peer.news, ears.clone(), connected.clone(), Arc::downgrade(&peer.connection));
        THREADS.spawn(news);
        let inner =
            Inner { connection: peer.connection, gathered: peer.gathered, ears, mouth, connected };
        Self { inner: Arc::new(inner) }
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.mouth.end();
        let connection = Arc::clone(&self.connection);
        drop(THREADS.spawn(async move { drop(connection.close().await) }));
    }
}

/// Follows what the connection tells, until it is gone: it must not be held from here.
async fn listen(
    mut news: tokio::sync::mpsc::UnboundedReceiver<News>,
    ears: Vec<Arc<Ear>>,
    connected: watch::Sender<bool>,
    connection: Weak<dyn PeerConnection>,
) {
    while let Some(news) = news.recv().await {
        match news {
            News::Connected(is) => drop(connected.send_replace(is)),
            News::Track(track) => {
                let Some(connection) = connection.upgrade() else { return };
                let line = peer::line_of(&*connection, &track).await;
                drop(connection);
                let Some(ear) = ears.get(line).cloned() else { continue };
                drop(THREADS.spawn(hear(track, ear)));
            }
        }
    }
}

async fn hear(track: Arc<dyn TrackRemote>, ear: Arc<Ear>) {
    while let Some(event) = track.poll().await {
        if let TrackRemoteEvent::OnRtpPacket(packet) = event {
            ear.take(&packet);
        }
    }
}

#[cfg(test)]
mod tests;
