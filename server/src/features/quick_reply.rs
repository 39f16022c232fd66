//! Quick replies: made by those who organise, used by everyone who answers. Using one is an ordinary message.

mod files;
pub mod rows;

use shared::event::Fact as AnyFact;
use shared::ids::QuickReplyId;
use shared::message::TEXT_MAX;
use shared::problem::{Code, Problem};
use shared::quick_reply::{
    Action, Fact, Given, Offered, QUICK_REPLIES_MAX, QuickReply, SHORTCUT_MAX, Variable, unknown,
};

use super::agent::check_name;
use super::{number, team};
use crate::error::Result;
use crate::store::Tx;

/// Does what a command asks about a quick reply.
pub fn handle(tx: &mut Tx<'_>, id: QuickReplyId, action: Action) -> Result<()> {
    match action {
        Action::Create(given) => create(tx, id, given),
        Action::Change(given) => {
            let mut it = find(tx, id)?;
            let Given { title, shortcut, text, files, offered } = checked(tx, id, given)?;
            let files = files::picked(tx, &files)?;
            let next = QuickReply { title, shortcut, text, files, offered, ..it.clone() };
            if next != it {
                let gone = it.files.clone();
                let fact = tx.happened(AnyFact::QuickReply(Fact::Changed));
                fact.change(&mut it, |it| *it = next)?;
                files::forget(tx, &gone, &it.files);
            }
            Ok(())
        }
        Action::Archive => archive(tx, id, true),
        Action::Restore => archive(tx, id, false),
    }
}

fn create(tx: &mut Tx<'_>, id: QuickReplyId, given: Given) -> Result<()> {
    let Given { title, shortcut, text, files, offered } = checked(tx, id, given)?;
    let files = files::picked(tx, &files)?;
    if rows::all(tx.conn())?.len() >= QUICK_REPLIES_MAX {
        let words =
            format!("There are {QUICK_REPLIES_MAX} quick replies already. Change one of them.");
        return Err(Problem::new(Code::TooMany, words).into());
    }
    let it = QuickReply { id, title, shortcut, text, files, offered, archived: false, version: 1 };
    tx.happened(AnyFact::QuickReply(Fact::Created)).create(&it)?;
    Ok(())
}

fn archive(tx: &mut Tx<'_>, id: QuickReplyId, archived: bool) -> Result<()> {
    let mut it = find(tx, id)?;
    if it.archived != archived {
        let fact = if archived { Fact::Archived } else { Fact::Restored };
        tx.happened(AnyFact::QuickReply(fact)).change(&mut it, |it| it.archived = archived)?;
    }
    Ok(())
}

fn find(tx: &mut Tx<'_>, id: QuickReplyId) -> Result<QuickReply> {
    Ok(rows::find(tx.conn(), id)?.ok_or_else(|| Problem::not_found("quick reply"))?)
}

fn checked(tx: &mut Tx<'_>, id: QuickReplyId, given: Given) -> Result<Given> {
    check_name("title", &given.title)?;
    let shortcut = shortcut(tx, id, &given.shortcut)?;
    check_text(&given.text, !given.files.is_empty())?;
    let known = match given.offered {
        Offered::Everywhere => true,
        Offered::Team(id) => team::rows::find(tx.conn(), id)?.is_some(),
        Offered::Number(id) => number::rows::all(tx.conn())?.iter().any(|it| it.id == id),
    };
    if !known {
        return Err(Problem::invalid("offered", "There is no such team or number.").into());
    }
    let (title, text) = (given.title.trim().to_owned(), given.text.trim().to_owned());
    Ok(Given { title, shortcut, text, ..given })
}

/// A shortcut in its normal form that no other quick reply has, archived ones included.
fn shortcut(tx: &mut Tx<'_>, id: QuickReplyId, given: &str) -> Result<String> {
    let it = given.trim().trim_start_matches('/').to_lowercase();
    let good = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_');
    if it.is_empty() || it.chars().count() > SHORTCUT_MAX || !it.chars().all(good) {
        let words = format!(
            "A shortcut is 1 to {SHORTCUT_MAX} letters, digits, - or _: it is typed after / in one go."
        );
        return Err(Problem::invalid("shortcut", words).into());
    }
    let other =
        rows::all(tx.conn())?.into_iter().find(|other| other.shortcut == it && other.id != id);
    match other {
        None => Ok(it),
        Some(other) => {
            let words = if other.archived {
                "An archived quick reply has this shortcut. Bring it back, or choose another one."
            } else {
                "There is a quick reply with this shortcut."
            };
            let field = Some("shortcut".into());
            Err(Problem { field, ..Problem::new(Code::Taken, words) }.into())
        }
    }
}

fn check_text(text: &str, file: bool) -> Result<()> {
    let length = text.trim().chars().count();
    let words = if length == 0 && !file {
        "There is nothing to say.".to_owned()
    } else if length > TEXT_MAX {
        format!("WhatsApp takes at most {TEXT_MAX} characters in a message; this has {length}.")
    } else if let Some(word) = unknown(text) {
        let all = Variable::ALL.map(Variable::mark).join(", ");
        format!("Nobody knows what to fill in for {{{{{word}}}}}. There are {all}.")
    } else {
        return Ok(());
    };
    Err(Problem::invalid("text", words).into())
}
