//! Whether calls of a number are recorded, and what both are told before.

use shared::event::{Actor, Fact as AnyFact};
use shared::ids::NumberId;
use shared::message::File;
use shared::number::{Announcement, DAYS_MAX, Fact, Recording};
use shared::problem::Problem;

use crate::error::Result;
use crate::features::upload;
use crate::jobs::Job;
use crate::store::Tx;

/// How an announcement is packed.
const SPOKEN: &str = "audio/ogg";

/// From now on they are recorded so, or not.
pub(super) fn set(
    tx: &mut Tx<'_>,
    id: NumberId,
    wanted: Option<(Announcement, Option<u16>)>,
) -> Result<()> {
    let mut row = super::find(tx, id)?;
    let had = row.number.recording.as_ref().and_then(|it| it.announcement.clone());
    let recording = match wanted {
        None => None,
        Some((_, Some(days))) if days == 0 || days > DAYS_MAX => {
            let words = format!("Recordings are kept for 1 to {DAYS_MAX} days.");
            return Err(Problem::invalid("days", words).into());
        }
        Some((announcement, days)) => {
            let announcement = match announcement {
                Announcement::None => None,
                Announcement::Same => had.clone(),
                Announcement::Spoken(upload) => Some(spoken(tx, upload)?),
            };
            Some(Recording { announcement, days })
        }
    };
    let has = recording.as_ref().and_then(|it| it.announcement.clone());
    if row.number.recording == recording {
        return Ok(());
    }
    tx.happened(AnyFact::Number(Fact::Changed))
        .change(&mut row, |row| row.number.recording = recording)?;
    if let Some(gone) = had.filter(|had| has.is_none_or(|has| has.hash != had.hash)) {
        tx.promise(Job::DropFile { hash: gone.hash });
    }
    Ok(())
}

/// What this agent has spoken and handed over.
fn spoken(tx: &mut Tx<'_>, id: shared::ids::UploadId) -> Result<File> {
    let Actor::Agent(me) = tx.actor() else {
        return Err(Problem::forbidden("Only a person can speak.").into());
    };
    let Some((_, it)) = upload::rows::find(tx.conn(), me, id)? else {
        let words = "This recording is not there any more. Please speak it again.";
        return Err(Problem::invalid("announcement", words).into());
    };
    if it.file.kind != SPOKEN {
        let words = "An announcement is a voice recording: Opus in Ogg, in one channel.";
        return Err(Problem::invalid("announcement", words).into());
    }
    Ok(it.file)
}
