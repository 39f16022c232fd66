//! Recordings: Ogg Opus with the customer at the left and us at the right, as they spoke, without decoding. It is
//! written as it goes, a page a second, so that of a crash only the last second is missing.

mod mending;
mod packing;
mod tracks;

use std::fs::File;
use std::io::{self, BufWriter};
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use bytes::Bytes;

use crate::Error;
pub use mending::mend;
use tracks::Tracks;

/// How often is looked whether a slot is complete.
const LOOK: Duration = Duration::from_millis(100);

/// A recording under way. It ends when it is dropped.
#[derive(Debug)]
pub struct Recording {
    input: Sender<Input>,
    writer: Option<JoinHandle<io::Result<()>>>,
}

/// Who is heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Customer,
    Us,
}

/// Where a recording listens.
#[derive(Clone, Debug)]
pub(crate) struct Tap {
    input: Sender<Input>,
    side: Side,
}

#[derive(Debug)]
pub(crate) enum Input {
    Packet { side: Side, source: u64, time: u32, payload: Bytes },
    End,
}

impl Tap {
    /// Notes a packet; a recording that has ended takes none.
    pub(crate) fn hear(&self, source: u64, time: u32, payload: &Bytes) {
        let payload = payload.clone();
        drop(self.input.send(Input::Packet { side: self.side, source, time, payload }));
    }
}

impl Recording {
    pub(crate) fn start(file: &Path) -> Result<Self, Error> {
        let file = BufWriter::new(File::create(file).map_err(Error::File)?);
        let tracks = Tracks::new(file).map_err(Error::File)?;
        let (input, packets) = channel();
        // Disks may be slow, and sound must not wait for them.
        let writer = Builder::new().name("recording".into()).spawn(move || write(tracks, &packets));
        Ok(Self { input, writer: Some(writer.map_err(Error::File)?) })
    }

    pub(crate) fn tap(&self, side: Side) -> Tap {
        Tap { input: self.input.clone(), side }
    }

    /// Ends it, and waits until it is written.
    ///
    /// # Errors
    /// When it could not be written.
    pub fn stop(mut self) -> Result<(), Error> {
        drop(self.input.send(Input::End));
        match self.writer.take().map(JoinHandle::join) {
            None | Some(Ok(Ok(()))) => Ok(()),
            Some(Ok(Err(error))) => Err(Error::File(error)),
            Some(Err(_)) => Err(Error::Fault("the recording broke off".into())),
        }
    }
}

impl Drop for Recording {
    fn drop(&mut self) {
        drop(self.input.send(Input::End));
    }
}

fn write(mut tracks: Tracks<BufWriter<File>>, packets: &Receiver<Input>) -> io::Result<()> {
    loop {
        match packets.recv_timeout(LOOK) {
            Ok(Input::Packet { side, source, time, payload }) => {
                tracks.hear(side, source, time, &payload);
            }
            Ok(Input::End) | Err(RecvTimeoutError::Disconnected) => return tracks.finish(),
            Err(RecvTimeoutError::Timeout) => {}
        }
        tracks.write()?;
    }
}
