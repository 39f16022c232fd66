//! Reads all templates of a business account from WhatsApp. What changes meanwhile is told by deliveries, and then it reads
//! again.

use shared::event::Actor;
use shared::template::Template;
use shared::time::Millis;

use super::Outcome;
use super::worker::pause_after;
use crate::app::App;
use crate::error::Result;
use crate::features::{number, template};
use crate::store::jobs::Claim;
use crate::whatsapp::{ApiError, Class, Number};

/// So many pages are read at most; an account has up to 6,000 templates (Cloud API, templates).
const PAGES: usize = 200;

pub(super) async fn run(app: &App, account: &str, claim: &Claim) -> Result<Outcome> {
    let of = account.to_owned();
    let numbers = app.store.read(move |conn| number::rows::of_account(conn, &of)).await?;
    let revision = numbers.iter().map(|it| it.number.templates.revision).max();
    let Some(revision) = revision else { return Ok(Outcome::Done) };
    let mut read = Err(nobody());
    for number in numbers {
        let number = number.at_whatsapp();
        read = read_all(app, &number, account).await;
        // The token of another number in this account may be good.
        if !matches!(&read, Err(error) if error.class == Class::Auth) {
            break;
        }
    }
    let of = account.to_owned();
    match read {
        Ok(templates) => {
            let store =
                move |tx: &mut crate::store::Tx<'_>| template::store(tx, &of, revision, &templates);
            let (stored, _) = app.write(Actor::System, store).await?;
            Ok(if stored { Outcome::Done } else { Outcome::More(Millis(0)) })
        }
        Err(error) if error.retry() && claim.attempt < claim.job.tries() => {
            Ok(Outcome::Later(pause_after(claim.attempt), error.words))
        }
        Err(error) => {
            app.write(Actor::System, move |tx| template::trouble(tx, &of, &error.words)).await?;
            Ok(Outcome::Done)
        }
    }
}

/// The fault was ours: somebody may try again.
pub(super) async fn give_up(app: &App, account: &str) -> Result<()> {
    let of = account.to_owned();
    let words = "The templates could not be read because of a fault on our side.";
    app.write(Actor::System, move |tx| template::trouble(tx, &of, words)).await?;
    Ok(())
}

async fn read_all(
    app: &App,
    number: &Number,
    account: &str,
) -> std::result::Result<Vec<Template>, ApiError> {
    let (mut all, mut after): (Vec<Template>, Option<String>) = (vec![], None);
    for _ in 0..PAGES {
        let page = app.whatsapp.templates(number, account, after.as_deref()).await?;
        // The list moves while it is read: one may come twice.
        let new: Vec<_> = page
            .templates
            .into_iter()
            .filter(|it| all.iter().all(|known| known.id != it.id))
            .collect();
        all.extend(new);
        after = page.after;
        if after.is_none() {
            break;
        }
    }
    Ok(all)
}

fn nobody() -> ApiError {
    ApiError {
        class: Class::Permanent,
        code: None,
        trace: None,
        words: "This account has no number here.".into(),
    }
}
