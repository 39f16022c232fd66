//! Being logged in: sessions and their refresh tokens. Holds hashes of tokens, never tokens.

pub mod rows;
pub mod token;

use shared::event::Fact as AnyFact;
use shared::ids::{AgentId, SessionId};
use shared::session::Fact;

use self::token::Token;
use crate::error::Result;
use crate::http::auth::random_token;
use crate::secret::Secret;
use crate::store::{Tx, settings};

/// Under which the key of refresh tokens is kept.
const KEY: &str = "refresh_token_key";
/// How much is kept of what a browser calls itself, in characters.
const USER_AGENT_MAX: usize = 200;

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

/// Ends a session; its sockets close when they come to this line of the log.
pub fn end(tx: &mut Tx<'_>, session: SessionId, agent: AgentId) -> Result<()> {
    let now = tx.now();
    if rows::end(&mut tx.bookkeeping(), session, now)? {
        tx.happened(AnyFact::Session(Fact::Ended { session, agent }));
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

/// The key of this installation; the first login makes it.
fn key(tx: &mut Tx<'_>) -> Result<token::Key> {
    let known = settings::get(tx.conn(), KEY)?;
    let key = match known {
        Some(key) => key,
        None => settings::get_or_set(&mut tx.bookkeeping(), KEY, &random_token())?,
    };
    Ok(Secret::new(key))
}
