//! Links with which a colleague chooses a password: the first one, or another when they forgot it. A link works once
//! and not for long, and only the last one that was made. Holds hashes of tokens, never tokens.

pub mod rows;

use sha2::{Digest, Sha256};
use shared::agent::Agent;
use shared::ids::{AgentId, SessionId};
use shared::permission::{Rights, Visibility};
use shared::problem::{Code, Problem};
use shared::time::{Millis, Timestamp};

use super::{agent, role, session};
use crate::error::Result;
use crate::http::auth::random_token;
use crate::secret::Secret;
use crate::store::{Conn, Tx};

/// How long a link works.
pub const LIFETIME: Millis = Millis::days(3);

/// A new link's token for a colleague, and until when it works. Earlier ones stop working.
pub fn make(tx: &mut Tx<'_>, agent: AgentId) -> Result<(Secret<String>, Timestamp)> {
    let found = agent::rows::lock(tx.conn(), agent)?;
    let found = found.ok_or_else(|| Problem::not_found("colleague"))?;
    if !found.active {
        let detail = "This colleague has left. Let them in again first.";
        return Err(Problem::forbidden(detail).into());
    }
    // Whoever has the link can be them.
    let theirs = (found.rights, found.visibility);
    role::check_given(tx, (Rights::default(), Visibility::Own), theirs)?;
    let (token, expires) = (random_token(), tx.now() + LIFETIME);
    let mut writer = tx.bookkeeping();
    rows::forget_of(&mut writer, agent)?;
    rows::insert(&mut writer, &hash(&token), agent, expires)?;
    Ok((Secret::new(token), expires))
}

/// Whom a link invites, while it works.
pub fn find(conn: &mut Conn, token: &str, now: Timestamp) -> Result<Agent> {
    let id = rows::agent_of(conn, &hash(token), now)?.ok_or_else(expired)?;
    let agent = agent::rows::find(conn, id)?.filter(|agent| agent.active);
    agent.ok_or_else(|| expired().into())
}

/// Uses a link up: sets the password, ends all sessions that were begun with another, and begins one.
pub fn accept(
    tx: &mut Tx<'_>,
    token: &str,
    password_hash: &Secret<String>,
    user_agent: &str,
) -> Result<(AgentId, SessionId, Secret<String>)> {
    let now = tx.now();
    let invited = find(tx.conn(), token, now)?.id;
    // The agent's row before the link's, as `make` does: two who wait for each other would be a deadlock.
    let agent = agent::rows::lock(tx.conn(), invited)?.filter(|agent| agent.active);
    let agent = agent.ok_or_else(expired)?;
    if !rows::take(&mut tx.bookkeeping(), &hash(token), now)? {
        return Err(expired().into());
    }
    agent::join(tx, agent, password_hash)?;
    session::end_all(tx, invited)?;
    let (session, refresh) = session::start(tx, invited, user_agent)?;
    Ok((invited, session, refresh))
}

/// What everyone gets whose link does not work, for whatever reason.
pub fn expired() -> Problem {
    let detail = "This link has been used or is too old. Ask for a new one.";
    Problem::new(Code::LinkExpired, detail)
}

fn hash(token: &str) -> String {
    hex::encode(Sha256::digest(token))
}
