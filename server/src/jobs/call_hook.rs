//! Tells another program that nobody has answered, unless somebody has by then. It may be told twice, under one id; that it
//! could not be told is said in the thread, and leads are asked to look.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use shared::conversation::{Conversation, Fact, Status};
use shared::event::Actor;
use shared::ids::{ConversationId, RuleId};
use shared::time::Timestamp;

use super::Outcome;
use super::worker::pause_after;
use crate::app::App;
use crate::error::Result;
use crate::features::allocation::{self, steps};
use crate::features::{activity, conversation};
use crate::store::Conn;

/// With the pauses of [`pause_after`], over four minutes.
pub(super) const TRIES: i32 = 10;
/// Said where nobody has set one up.
const NONE: &str = "no address is set (ONEVOICE_HOOK_URL)";

/// What is to be told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// Where nobody has answered.
    pub conversation: ConversationId,
    /// By which rule.
    pub rule: RuleId,
    /// After how many minutes.
    pub minutes: u16,
    /// Since when the customer waits.
    pub since: Timestamp,
    /// When the rule wanted it.
    pub at: Timestamp,
}

impl Call {
    /// The same for every try, another one for every other call.
    pub fn id(&self) -> String {
        format!("{}.{}", self.conversation, self.since.0)
    }

    fn still(&self, it: &Conversation) -> bool {
        let open = it.status == Status::Open && it.deleted.is_none();
        open && it.waiting_since == Some(self.since)
    }
}

pub(super) async fn run(app: &App, call: &Call, attempt: i32) -> Result<Outcome> {
    let of = call.clone();
    let Some(body) = app.store.snapshot(move |conn| body(conn, &of)).await? else {
        return Ok(Outcome::Done);
    };
    let told = match &app.hook {
        Some(hook) => hook.call(&call.id(), app.clock.now(), body.to_string().into_bytes()).await,
        None => Err(NONE.to_owned()),
    };
    match told {
        Ok(()) => note(app, call, None).await?,
        Err(words) if app.hook.is_some() && attempt < TRIES => {
            return Ok(Outcome::Later(pause_after(attempt), words));
        }
        Err(words) => note(app, call, Some(words)).await?,
    }
    Ok(Outcome::Done)
}

/// A fault of ours kept it from being told.
pub(super) async fn give_up(app: &App, call: &Call) -> Result<()> {
    note(app, call, Some("there was a fault on our side".into())).await
}

/// What it is told; nothing, if somebody has answered, or the conversation is gone.
fn body(conn: &mut Conn, call: &Call) -> Result<Option<Value>> {
    let Some(it) = conversation::rows::by_id(conn, call.conversation)? else { return Ok(None) };
    if !call.still(&it) {
        return Ok(None);
    }
    let set = allocation::rows::find(conn)?;
    let rule = set.terms(call.rule).map(|it| it.name.clone());
    Ok(Some(json!({
        "type": "conversation.unanswered",
        "timestamp": rfc3339(call.at),
        "data": {
            "conversation": it.id,
            "number": it.number,
            "contact": { "id": it.contact.id, "name": it.contact.name, "phone": it.contact.phone },
            "team": it.team,
            "assignee": it.assignee,
            "waiting_since": rfc3339(call.since),
            "minutes": call.minutes,
            "rule": { "id": call.rule, "name": rule },
        },
    })))
}

fn rfc3339(at: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(at.0).map(|it| it.to_string()).unwrap_or_default()
}

/// Lets the thread tell what became of it.
async fn note(app: &App, call: &Call, problem: Option<String>) -> Result<()> {
    let call = call.clone();
    app.write(Actor::System, move |tx| {
        let Some(mut it) = conversation::rows::lock(tx.conn(), call.conversation)? else {
            return Ok(());
        };
        let (still, at) = (call.still(&it), tx.now());
        let Call { minutes, rule, .. } = call;
        let fact = Fact::Called { minutes, rule, problem: problem.clone() };
        activity::change(tx, &mut it, fact, |it| {
            if let Some(problem) = problem.filter(|_| still) {
                let reason = format!(
                    "Nobody has answered for {minutes} min, and the bot was not told: {problem}."
                );
                steps::ask_leads(it, at, reason);
            }
        })?;
        Ok(())
    })
    .await?;
    Ok(())
}
