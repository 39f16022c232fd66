//! The first start: the number from the environment, and a link with which the first admin is made. There is no
//! default password.

use sha2::{Digest, Sha256};
use shared::event::Actor;
use shared::ids::NumberId;
use shared::number::{Number, ReadReceipts};

use crate::app::App;
use crate::error::Result;
use crate::features::{agent, number};
use crate::http::auth::random_token;
use crate::store::settings;

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

/// Uses the link up. False when it isn't the one, or was used.
pub fn take_token(writer: &mut crate::store::Writer<'_>, token: &str) -> Result<bool> {
    settings::take(writer, KEY, &hash(token))
}

fn hash(token: &str) -> String {
    hex::encode(Sha256::digest(token))
}
