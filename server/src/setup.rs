//! The first start: the number from the environment, and a link with which the first admin is made. There is no
//! default password.

use sha2::{Digest, Sha256};
use shared::agent::Agent;
use shared::availability::Availability;
use shared::event::Actor;
use shared::ids::{AgentId, NumberId};
use shared::number::{Number, ReadReceipts};
use shared::permission::{Role, Visibility};
use shared::template::Shelf;

use crate::app::App;
use crate::error::Result;
use crate::features::{agent, number};
use crate::http::auth::random_token;
use crate::secret::Secret;
use crate::store::{Conn, Tx, settings};

/// Under which the hash of the link's token is kept until it is used.
const KEY: &str = "setup_token_hash";

/// Adds the number that the environment names, unless it is there.
pub async fn first_number(app: &App) -> Result<()> {
    let Some(first) = app.config.first_number.clone() else { return Ok(()) };
    app.write(Actor::System, move |tx| {
        if number::rows::by_phone_number_id(tx.conn(), &first.phone_number_id)?.is_some() {
            return Ok(());
        }
        let display = format!("+{}", first.display.trim_start_matches('+'));
        let number = Number {
            id: NumberId(tx.ulid()),
            phone_number_id: first.phone_number_id,
            name: display.clone(),
            display,
            team: None,
            read_receipts: ReadReceipts::default(),
            recording: None,
            on_missed: None,
            account: first.account,
            templates: Shelf::default(),
            version: 1,
        };
        number::add(tx, number, first.access_token.expose().clone())
    })
    .await?;
    Ok(())
}

impl App {
    /// While nobody can log in: a fresh link for making the first admin. Earlier links stop working.
    pub async fn setup_link(&self) -> Result<Option<String>> {
        let token = random_token();
        let hash = hash(&token);
        let (needed, _) = self
            .write(Actor::System, move |tx| {
                if agent::rows::count(tx.conn())? > 0 {
                    return Ok(false);
                }
                settings::set(&mut tx.bookkeeping(), KEY, &hash)?;
                Ok(true)
            })
            .await?;
        Ok(needed.then(|| format!("{}/setup?token={token}", self.config.public_url)))
    }
}

/// Whether the first admin is still to be made.
pub fn needed(conn: &mut Conn) -> Result<bool> {
    Ok(agent::rows::count(conn)? == 0)
}

/// Whether this is the token of the link, and nobody used it.
pub fn is_token(conn: &mut Conn, token: &str) -> Result<bool> {
    Ok(needed(conn)? && settings::get(conn, KEY)? == Some(hash(token)))
}

/// Uses the link up and makes the first admin. Nothing when it isn't the link, or was used: of two who try at once
/// only one takes the token.
pub fn first_admin(
    tx: &mut Tx<'_>,
    token: &str,
    name: String,
    email: String,
    password_hash: &Secret<String>,
) -> Result<Option<AgentId>> {
    if !settings::take(&mut tx.bookkeeping(), KEY, &hash(token))? || !needed(tx.conn())? {
        return Ok(None);
    }
    let id = AgentId(tx.ulid());
    tx.acts(Actor::Agent(id));
    let admin = Agent {
        id,
        name,
        email: Some(email),
        role: Role::Admin,
        rights: Role::Admin.rights().unwrap_or_default(),
        visibility: Visibility::All,
        teams: vec![],
        active: true,
        joined: false,
        availability: Availability::Offline,
        available_since: tx.now(),
        in_call: None,
        wrap_up: None,
        shift: None,
        version: 1,
    };
    let admin = agent::invite(tx, admin)?;
    agent::join(tx, admin, password_hash)?;
    Ok(Some(id))
}

fn hash(token: &str) -> String {
    hex::encode(Sha256::digest(token))
}
