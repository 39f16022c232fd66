//! Being logged in: sessions and their refresh tokens. Holds hashes of tokens, never tokens.
//!
//! A browser keeps one refresh token, in a cookie, and asks with it for access tokens. The rule:
//!
//! - A token is replaced when it is used and is at least [`GRACE`] old; before that it is handed out again.
//! - The one that was replaced works for another [`GRACE`], and gets the same successor: tokens follow from each
//!   other. So two tabs that ask at once, and a browser that asks again because the answer was lost, end up with the
//!   same token, in whatever order the answers come.
//! - Any other token that we ever made is a copy that was kept: the session ends, with its sockets. As tokens are
//!   replaced at most every [`GRACE`], no browser that is merely slow gets there.
//!
//! A thief who is within the grace gets the current token like its owner. From then on the two have to replace it
//! within the same minute, each time, or the later of them ends the session.

pub mod rows;
pub mod token;

use shared::event::Fact as AnyFact;
use shared::ids::{AgentId, SessionId};
use shared::session::Fact;
use shared::time::Millis;

use self::token::Token;
use super::agent;
use crate::error::Result;
use crate::http::auth::random_token;
use crate::secret::Secret;
use crate::store::{Conn, Tx, settings};

/// How long a token that was replaced still works: twice as long as the web app waits for an answer.
pub const GRACE: Millis = Millis::seconds(60);
/// How long a session lasts that nobody uses.
pub const IDLE: Millis = Millis::days(30);
/// How long a session lasts at most, however much it is used: then the password is asked for again.
pub const LIFETIME: Millis = Millis::days(90);

/// Under which the key of refresh tokens is kept.
const KEY: &str = "refresh_token_key";
/// How much is kept of what a browser calls itself, in characters.
const USER_AGENT_MAX: usize = 200;

/// What became of a refresh token.
pub enum Refreshed {
    /// It was good; this one is to be kept now.
    Good {
        /// Whose.
        agent: AgentId,
        /// Which.
        session: SessionId,
        /// The same, or its successor.
        token: Secret<String>,
    },
    /// It was replaced long ago: somebody has a copy. The session has ended.
    Reused {
        /// Whose.
        agent: AgentId,
        /// Which.
        session: SessionId,
    },
    /// It isn't ours, or its session is over.
    Over,
}

/// Begins a session, and hands out its first refresh token.
pub fn start(
    tx: &mut Tx<'_>,
    agent: AgentId,
    user_agent: &str,
) -> Result<(SessionId, Secret<String>)> {
    let (key, now, session) = (key(tx)?, tx.now(), SessionId(tx.ulid()));
    let token = Token::first(session, random_token());
    let user_agent: String =
        user_agent.chars().filter(|it| !it.is_control()).take(USER_AGENT_MAX).collect();
    let mut started = tx.happened(AnyFact::Session(Fact::Started { session, agent }));
    rows::insert(&mut started.writer(), session, agent, &user_agent, &token.hash(), now)?;
    Ok((session, token.sealed(&key)))
}

/// Begins a session for who has shown the password of this hash. Nothing when it is no longer theirs, or they may no
/// longer log in. The session that this browser had ends: it keeps one token.
pub fn log_in(
    tx: &mut Tx<'_>,
    (agent, password_hash): &(AgentId, Secret<String>),
    user_agent: &str,
    before: Option<&str>,
) -> Result<Option<(SessionId, Secret<String>)>> {
    let Some(found) = agent::rows::lock(tx.conn(), *agent)? else { return Ok(None) };
    let email = found.email.unwrap_or_default();
    let credentials = agent::rows::credentials(tx.conn(), &email)?;
    if !credentials.is_some_and(|(_, hash)| hash == *password_hash) {
        return Ok(None);
    }
    // First the new one: who goes on in the same browser is never without.
    let started = start(tx, *agent, user_agent)?;
    if let Some(before) = before {
        end_by_token(tx, before)?;
    }
    Ok(Some(started))
}

/// Takes a refresh token, by the rule above.
pub fn refresh(tx: &mut Tx<'_>, text: &str) -> Result<Refreshed> {
    let (key, now) = (key(tx)?, tx.now());
    let Some(token) = Token::open(&key, text) else { return Ok(Refreshed::Over) };
    let session = token.session();
    let Some(kept) = rows::lock_live(tx.conn(), session)? else { return Ok(Refreshed::Over) };
    let (agent, hash, resting) = (kept.agent, token.hash(), now - kept.rotated_at < GRACE);
    let over = now - kept.last_used > IDLE || now - kept.started >= LIFETIME;
    if over || rows::agent_of(tx.conn(), session)?.is_none() {
        end(tx, session, agent)?;
        return Ok(Refreshed::Over);
    }
    let current = if hash == kept.hash {
        if resting { token } else { token.next(&key) }
    } else if kept.previous.as_ref() == Some(&hash) && resting {
        token.next(&key)
    } else {
        end(tx, session, agent)?;
        return Ok(Refreshed::Reused { agent, session });
    };
    if current.hash() != kept.hash {
        rows::rotate(&mut tx.bookkeeping(), session, &current.hash(), &hash, now)?;
    }
    Ok(Refreshed::Good { agent, session, token: current.sealed(&key) })
}

/// Whether a text is a refresh token of ours, for the price of a read.
pub fn is_token(conn: &mut Conn, text: &str) -> Result<bool> {
    let key = settings::get(conn, KEY)?.map(Secret::new);
    Ok(key.is_some_and(|key| Token::open(&key, text).is_some()))
}

/// Ends the session of a refresh token, also of one that was replaced: who has it, had the session.
pub fn end_by_token(tx: &mut Tx<'_>, text: &str) -> Result<()> {
    let key = key(tx)?;
    let Some(token) = Token::open(&key, text) else { return Ok(()) };
    match rows::lock_live(tx.conn(), token.session())? {
        Some(kept) => end(tx, token.session(), kept.agent),
        None => Ok(()),
    }
}

/// Ends a session; its sockets close when they come to this line of the log.
pub fn end(tx: &mut Tx<'_>, session: SessionId, agent: AgentId) -> Result<()> {
    let now = tx.now();
    if rows::end(&mut tx.bookkeeping(), session, now)? {
        tx.happened(AnyFact::Session(Fact::Ended { session, agent }));
        agent::availability::leave(tx, agent)?;
    }
    Ok(())
}

/// Ends all sessions of an agent.
pub fn end_all(tx: &mut Tx<'_>, agent: AgentId) -> Result<()> {
    for session in rows::live_of(tx.conn(), agent)? {
        end(tx, session, agent)?;
    }
    Ok(())
}

/// Ends the sessions that nobody uses or that are too old, and forgets those that ended long ago.
pub fn forget_old(tx: &mut Tx<'_>) -> Result<()> {
    let (before, begun) = (tx.now() - IDLE, tx.now() - LIFETIME);
    for (session, agent) in rows::over_since(tx.conn(), before, begun)? {
        end(tx, session, agent)?;
    }
    rows::prune(&mut tx.bookkeeping(), before)
}

/// The key of this installation; the first login makes it.
fn key(tx: &mut Tx<'_>) -> Result<token::Key> {
    let known = settings::get(tx.conn(), KEY)?;
    let key = match known {
        Some(key) => key,
        None => settings::get_or_set(&mut tx.bookkeeping(), KEY, &random_token())?,
    };
    Ok(Secret::new(key))
}
