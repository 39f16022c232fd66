//! Our WhatsApp numbers. Access tokens are written here and read only by those who send.

mod recording;
pub mod rows;

use shared::event::Fact as AnyFact;
use shared::ids::{NumberId, TeamId};
use shared::number::{Action, Fact, Number, ReadReceipts};
use shared::problem::{Code, Problem};
use shared::template::Shelf;

use super::message::send;
use super::{agent::check_name, team, template};
use crate::error::Result;
use crate::jobs::Job;
use crate::store::{Tx, webhooks};

/// Does what a command asks about a number.
pub fn handle(tx: &mut Tx<'_>, id: NumberId, action: Action) -> Result<()> {
    match action {
        Action::Add { phone_number_id, display, name, access_token, team, account } => {
            let account = account.map(|it| it.trim().to_owned()).filter(|it| !it.is_empty());
            let number = Number { id, phone_number_id, display, name, team, account, ..blank() };
            add(tx, number, access_token)
        }
        Action::Change { name, team, read_receipts, on_missed } => {
            let on_missed = Some(on_missed.trim().to_owned()).filter(|it| !it.is_empty());
            change(tx, id, &name, (team, read_receipts, on_missed))
        }
        Action::SetToken { access_token } => set_token(tx, id, access_token),
        Action::Record { on, announcement, days } => {
            recording::set(tx, id, on.then_some((announcement, days)))
        }
        Action::SyncTemplates => sync_templates(tx, id),
    }
}

/// Starts using a number. What customers wrote to it before is read now.
pub fn add(tx: &mut Tx<'_>, number: Number, access_token: String) -> Result<()> {
    check_name("name", &number.name)?;
    check_team(tx, number.team)?;
    if !is_digits(&number.phone_number_id) {
        let detail =
            "The phone number ID is the long row of digits that Meta shows under API Setup.";
        return Err(Problem::invalid("phone_number_id", detail).into());
    }
    check_token(&access_token)?;
    check_name("display", &number.display)?;
    if rows::by_phone_number_id(tx.conn(), &number.phone_number_id)?.is_some() {
        return Err(Problem::new(Code::Taken, "This number is already here.").into());
    }
    let account = number.account.clone();
    if account.as_deref().is_some_and(|it| !is_digits(it)) {
        let detail =
            "The account ID is the row of digits that Meta shows as WhatsApp Business Account ID.";
        return Err(Problem::invalid("account", detail).into());
    }
    tx.happened(AnyFact::Number(Fact::Added)).create(&rows::WithToken { number, access_token })?;
    template::sync(tx, account);
    webhooks::unpark(&mut tx.bookkeeping(), true)?;
    // Also when nothing was parked: a delivery that is just being read may be parked a moment later.
    tx.promise(Job::IngestWebhooks);
    Ok(())
}

fn change(
    tx: &mut Tx<'_>,
    id: NumberId,
    name: &str,
    (team, receipts, on_missed): (Option<TeamId>, ReadReceipts, Option<String>),
) -> Result<()> {
    check_name("name", name)?;
    on_missed.as_deref().map_or(Ok(()), |it| send::check_text("on_missed", it))?;
    check_team(tx, team)?;
    let mut row = find(tx, id)?;
    tx.happened(AnyFact::Number(Fact::Changed)).change(&mut row, |row| {
        name.trim().clone_into(&mut row.number.name);
        row.number.team = team;
        row.number.read_receipts = receipts;
        row.number.on_missed = on_missed;
    })?;
    Ok(())
}

fn set_token(tx: &mut Tx<'_>, id: NumberId, access_token: String) -> Result<()> {
    check_token(&access_token)?;
    let mut row = find(tx, id)?;
    tx.happened(AnyFact::Number(Fact::TokenSet))
        .change(&mut row, |row| row.access_token = access_token)?;
    template::sync(tx, row.number.account);
    Ok(())
}

fn sync_templates(tx: &mut Tx<'_>, id: NumberId) -> Result<()> {
    let Some(account) = find(tx, id)?.number.account else {
        let words = "We don't know yet which business account this number belongs to. We learn it as soon as a customer \
                     writes to it.";
        return Err(Problem::new(Code::Conflict, words).into());
    };
    template::sync(tx, Some(account));
    Ok(())
}

/// A delivery says which business account a number belongs to.
pub fn learn_account(tx: &mut Tx<'_>, number: &Number, account: &str) -> Result<()> {
    if number.account.is_some() || !is_digits(account) || account == "0" {
        return Ok(());
    }
    let mut row = find(tx, number.id)?;
    tx.happened(AnyFact::Number(Fact::Changed))
        .change(&mut row, |row| row.number.account = Some(account.to_owned()))?;
    template::sync(tx, row.number.account);
    Ok(())
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn find(tx: &mut Tx<'_>, id: NumberId) -> Result<rows::WithToken> {
    rows::find(tx.conn(), id)?.ok_or_else(|| Problem::not_found("number").into())
}

fn check_team(tx: &mut Tx<'_>, team: Option<TeamId>) -> Result<()> {
    match team {
        Some(id) if team::rows::find(tx.conn(), id)?.is_none() => {
            Err(Problem::invalid("team", "There is no such team.").into())
        }
        Some(_) | None => Ok(()),
    }
}

fn check_token(token: &str) -> Result<()> {
    let sound = !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic());
    let detail =
        "The access token is the long text that Meta shows for your system user, without blanks.";
    if sound { Ok(()) } else { Err(Problem::invalid("access_token", detail).into()) }
}

fn blank() -> Number {
    Number {
        id: NumberId(ulid::Ulid::nil()),
        phone_number_id: String::new(),
        display: String::new(),
        name: String::new(),
        team: None,
        read_receipts: ReadReceipts::default(),
        recording: None,
        on_missed: None,
        account: None,
        templates: Shelf::default(),
        version: 1,
    }
}
