//! Which code does which job, and what becomes of one that is given up.

use super::{
    Job, Outcome, allocate, block, bulk, call_hook, calls, cede, erase, fetch_file,
    ingest_webhooks, let_go, release, remind, send_message, shift, show_read, sync_templates, wake,
};
use crate::app::App;
use crate::error::Result;
use crate::store::jobs::Claim;

/// What becomes of a job that is not tried any more.
pub(super) async fn give_up(app: &App, job: &Job) -> Result<()> {
    match job {
        Job::SendMessage { message, .. } => send_message::give_up(app, *message).await,
        Job::FetchFile { message, conversation } => {
            fetch_file::give_up(app, *message, *conversation).await
        }
        Job::SyncTemplates { account } => sync_templates::give_up(app, account).await,
        Job::Block { conversation } => block::give_up(app, *conversation).await,
        Job::CallHook(call) => call_hook::give_up(app, call).await,
        Job::SetUpCall { call } => calls::give_up(app, *call).await,
        Job::IngestWebhooks
        | Job::ShowRead { .. }
        | Job::Wake { .. }
        | Job::Remind { .. }
        | Job::Cede { .. }
        | Job::Erase { .. }
        | Job::DropFile { .. }
        | Job::Release { .. }
        | Job::Allocate
        | Job::AllocateLater
        | Job::LetGo { .. }
        | Job::Shift { .. }
        | Job::RingOn { .. }
        | Job::EndCall { .. }
        | Job::KeepRecording { .. }
        | Job::ForgetRecording { .. }
        | Job::WrapUp { .. }
        | Job::Bulk { .. } => Ok(()),
    }
}

pub(super) async fn run(app: &App, claim: &Claim) -> Result<Outcome> {
    match &claim.job {
        Job::IngestWebhooks => ingest_webhooks::run(app).await,
        Job::SendMessage { message, .. } => send_message::run(app, *message, claim).await,
        Job::FetchFile { message, conversation } => {
            fetch_file::run(app, *message, *conversation, claim).await
        }
        Job::ShowRead { message, conversation } => {
            show_read::run(app, *message, *conversation).await
        }
        Job::SyncTemplates { account } => sync_templates::run(app, account, claim).await,
        Job::Wake { conversation } => wake::run(app, *conversation).await,
        Job::Remind { conversation } => remind::run(app, *conversation).await,
        Job::Cede { conversation } => cede::run(app, *conversation).await,
        Job::Erase { conversation } => erase::run(app, *conversation).await,
        Job::DropFile { hash } => erase::drop_file(app, *hash).await,
        Job::Block { conversation } => block::run(app, *conversation).await,
        Job::Release { message, conversation } => release::run(app, *message, *conversation).await,
        Job::LetGo { agent } => let_go::run(app, *agent).await,
        Job::Shift { agent } => shift::run(app, *agent).await,
        Job::SetUpCall { call } => calls::set_up(app, *call).await,
        Job::RingOn { call, .. } => calls::ring_on(app, *call).await,
        Job::EndCall { call } => calls::end(app, *call).await,
        Job::KeepRecording { call } => calls::keep_recording(app, *call).await,
        Job::ForgetRecording { call } => calls::forget_recording(app, *call).await,
        Job::WrapUp { call, agent } => calls::wrap_up(app, *call, *agent).await,
        Job::Bulk { bulk } => bulk::run(app, *bulk).await,
        Job::Allocate => allocate::run(app).await,
        Job::AllocateLater => allocate::again(app).await,
        Job::CallHook(call) => call_hook::run(app, call, claim.attempt).await,
    }
}
