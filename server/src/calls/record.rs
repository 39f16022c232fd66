//! What is said in a call is written to a file that all nodes see, page by page. When the call is over, whoever is there
//! keeps it: this process, or another one after a crash.

use std::collections::HashMap;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use shared::call::Recorded;
use shared::event::Actor;
use shared::ids::CallId;
use shared::message::File;
use shared::time::Millis;
use tokio::io::AsyncReadExt as _;
use tokio::task::spawn_blocking;

use crate::app::App;
use crate::error::{Error, Result};
use crate::features::call::{recording, rows};
use crate::features::number;
use crate::jobs::Job;

/// Recordings that this process writes.
#[derive(Clone, Default)]
pub(super) struct Recordings(Arc<Mutex<HashMap<CallId, sound::Recording>>>);

impl Recordings {
    fn has(&self, id: CallId) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains_key(&id)
    }

    fn put(&self, id: CallId, recording: sound::Recording) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(id, recording);
    }

    /// All are written as far as they have come, before the process ends.
    pub(super) async fn end(&self) {
        let all = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        for recording in all.into_values() {
            stop(recording).await;
        }
    }

    fn take(&self, id: CallId) -> Option<sound::Recording> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&id)
    }
}

/// Begins to record a call whose story says so; to be asked before anybody is heard.
pub(super) async fn begin(app: &App, id: CallId, sound: &sound::Call) {
    if app.calls.inner.recordings.has(id) {
        return;
    }
    let Err(error) = try_begin(app, id, sound).await else { return };
    tracing::error!(%error, "a call is not recorded");
    let told = app.write(Actor::System, move |tx| recording::failed(tx, id)).await;
    if let Err(error) = told {
        tracing::error!(%error, "cannot tell that a call is not recorded");
    }
}

async fn try_begin(app: &App, id: CallId, sound: &sound::Call) -> Result<()> {
    let setting = app.store.read(move |conn| {
        let call = rows::find(conn, id)?.filter(|it| it.recorded == Some(Recorded::Now));
        let line = if call.is_some() { rows::line(conn, id)? } else { None };
        line.map(|line| number::rows::get(conn, line.number)).transpose()
    });
    let Some(number) = setting.await? else { return Ok(()) };
    let announcement = match number.recording.and_then(|it| it.announcement) {
        Some(file) => Some(speech(app, &file).await?),
        None => None,
    };
    let recording = sound.record(&app.files.recording(id.0)).map_err(Error::fault)?;
    app.calls.inner.recordings.put(id, recording);
    if let Some(announcement) = announcement {
        sound.announce(&announcement);
    }
    if app.calls.line(id).is_none() {
        // It ended meanwhile.
        end(app, id).await;
    }
    Ok(())
}

/// What both are told.
async fn speech(app: &App, file: &File) -> Result<sound::Speech> {
    let found = app.files.read(file.hash).await.map_err(Error::fault)?;
    let missing = || Error::fault(std::io::Error::from(ErrorKind::NotFound));
    let (mut opened, _) = found.ok_or_else(missing)?;
    let mut ogg = vec![];
    opened.read_to_end(&mut ogg).await.map_err(Error::fault)?;
    let read = spawn_blocking(move || sound::Speech::read(&ogg)).await.map_err(Error::fault)?;
    read.map_err(Error::fault)
}

/// A call is over, and with it its recording.
pub(super) async fn end(app: &App, id: CallId) {
    let Some(recording) = app.calls.inner.recordings.take(id) else { return };
    stop(recording).await;
    let promised = app.write(Actor::System, move |tx| {
        tx.promise(Job::KeepRecording { call: id });
        Ok(())
    });
    if let Err(error) = promised.await {
        tracing::error!(%error, "a recording is kept later");
    }
}

async fn stop(recording: sound::Recording) {
    let stopped = spawn_blocking(move || recording.stop()).await;
    if let Ok(Err(error)) = stopped {
        tracing::error!(%error, "a recording may not be whole");
    }
}

/// Makes a file of what was recorded of a call that is over. Done again, it finds nothing to do.
pub async fn keep(app: &App, id: CallId) -> Result<()> {
    let path = app.files.recording(id.0);
    let Some(lasts) = mend(&path).await? else {
        app.write(Actor::System, move |tx| recording::failed(tx, id)).await?;
        return Ok(());
    };
    let file = app.files.adopt(&path).await.map_err(Error::fault)?;
    let hash = file.hash;
    let kept = app.write(Actor::System, move |tx| {
        if !recording::keep(tx, id, &file, lasts)? {
            tx.promise(Job::DropFile { hash });
        }
        Ok(())
    });
    kept.await?;
    tokio::fs::remove_file(&path).await.map_err(Error::fault)
}

/// Leaves of a recording what is whole, and says how long that is; nothing where there is none.
async fn mend(path: &Path) -> Result<Option<Millis>> {
    let file = path.to_owned();
    let mended = spawn_blocking(move || sound::mend(&file)).await.map_err(Error::fault)?;
    let length = match mended {
        Ok(length) => length,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Error::fault(error)),
    };
    if length.is_zero() {
        tokio::fs::remove_file(path).await.map_err(Error::fault)?;
        return Ok(None);
    }
    Ok(Some(Millis(i64::try_from(length.as_millis()).unwrap_or(i64::MAX))))
}
