//! Files of quick replies. They are of kinds that WhatsApp takes, as everything that was handed over to be sent.

use shared::event::Actor;
use shared::ids::UploadId;
use shared::problem::Problem;
use shared::quick_reply::{FILES_MAX, Kept};

use crate::error::Result;
use crate::features::upload;
use crate::jobs::Job;
use crate::store::Tx;

/// Those that this agent has handed over, in this order, each once.
pub(super) fn picked(tx: &mut Tx<'_>, wanted: &[UploadId]) -> Result<Vec<Kept>> {
    let Actor::Agent(me) = tx.actor() else {
        return Err(Problem::forbidden("Only a person can keep files.").into());
    };
    if wanted.len() > FILES_MAX {
        let words = format!("A quick reply has at most {FILES_MAX} files.");
        return Err(Problem::invalid("files", words).into());
    }
    let mut files: Vec<Kept> = vec![];
    for id in wanted {
        let Some((name, it)) = upload::rows::find(tx.conn(), me, *id)? else {
            let words = "A file is not there any more. Please attach it again.";
            return Err(Problem::invalid("files", words).into());
        };
        if files.iter().all(|before| before.file.hash != it.file.hash) {
            files.push(Kept { name, sent_as: it.sent_as, file: it.file });
        }
    }
    Ok(files)
}

/// Promises that those go which it has no more, unless something else has them.
pub(super) fn forget(tx: &mut Tx<'_>, had: &[Kept], has: &[Kept]) {
    let gone = had.iter().filter(|old| has.iter().all(|it| it.file.hash != old.file.hash));
    for it in gone {
        tx.promise(Job::DropFile { hash: it.file.hash });
    }
}
