//! A template of WhatsApp's, filled in by an agent. What WhatsApp would refuse is refused here, with the field that is wrong.

use shared::conversation::Conversation;
use shared::ids::UploadId;
use shared::message::{Content, SentAs};
use shared::problem::{Code, Problem};
use shared::template::sent::Sent;
use shared::template::{Template, Values, Wrong};

use crate::error::Result;
use crate::features::{contact, number, template, upload};
use crate::store::Tx;

/// The content of a message from a template.
pub(super) fn content(
    tx: &mut Tx<'_>,
    it: &Conversation,
    id: &str,
    values: &Values,
    file: Option<UploadId>,
) -> Result<Content> {
    let account = number::rows::get(tx.conn(), it.number)?.account;
    let known = match account {
        Some(account) => template::rows::find(tx.conn(), id)?.filter(|it| it.account == account),
        None => None,
    };
    let Some(template::rows::Held { template, .. }) = known else {
        let words = "This template is not there any more. Choose another.";
        return Err(Problem::invalid("template", words).into());
    };
    if let Some(words) = template.obstacle() {
        return Err(Problem {
            field: Some("template".into()),
            ..Problem::new(Code::Conflict, words)
        }
        .into());
    }
    contact::guard::check_template(it, &template)?;
    let file = file.map(|id| upload::content(tx, id, None, false)).transpose()?;
    let file = file.as_ref().and_then(SentAs::of_content);
    if let Some(Wrong { field, words }) =
        template.wrongs(values, file.map(|(sent_as, _)| sent_as)).into_iter().next()
    {
        return Err(Problem::invalid(&field, words).into());
    }
    let now = tx.now();
    template::rows::used(&mut tx.bookkeeping(), id, now)?;
    Ok(Content::Template(Box::new(template.fill(values, file.map(|(_, media)| media.clone())))))
}

/// Why a template that was filled in some time ago may not leave now, in words.
pub fn obstacle(tx: &mut Tx<'_>, it: &Conversation, sent: &Sent) -> Result<Option<String>> {
    let account = number::rows::get(tx.conn(), it.number)?.account;
    let all = match account {
        Some(account) => template::rows::of_account(tx.conn(), &account)?,
        None => vec![],
    };
    let same = |known: &&Template| known.name == sent.name && known.language == sent.language;
    let Some(known) = all.iter().find(same) else {
        return Ok(Some("This template is not there any more. Choose another.".into()));
    };
    if let Some(words) = known.obstacle() {
        return Ok(Some(words));
    }
    if contact::guard::wants(it, known) {
        return Ok(None);
    }
    Ok(Some("This customer wants no marketing. Choose a template of another category.".into()))
}
