//! What would become of a conversation. Nothing changes by asking.

use shared::allocation::trial::{Sample, Trial};
use shared::time::Timestamp;

use super::asks::Asks;
use super::decide::{self, Chat};
use super::drain;
use super::rows;
use crate::error::Result;
use crate::features::number;
use crate::store::Conn;

/// What would become of it, with the rules and people of now.
pub fn of(conn: &mut Conn, sample: Sample, now: Timestamp) -> Result<Trial> {
    let set = rows::find(conn)?;
    let (people, asks) = (drain::people(conn, &set, now)?, Asks::of(conn, &set)?);
    let said = Some(sample.known.trim()).filter(|it| !it.is_empty());
    let known = asks.attributes.iter().filter_map(|it| Some((it.id, said?.to_owned())));
    let at = sample.at.unwrap_or(now);
    let chat = Chat {
        number: sample.number,
        team: number::rows::get(conn, sample.number)?.team,
        moved: false,
        text: sample.text,
        ad: sample.ad.map(|it| Some(it.trim().to_owned()).filter(|it| !it.is_empty())),
        labels: sample.labels,
        language: sample.language,
        known: known.collect(),
        since: at,
        had: None,
        holder: None,
        tried: vec![],
    };
    let (rule, terms, passed) = decide::rule(&set, &chat, at);
    let choice = decide::choose(&set, terms, &chat, &people, at);
    Ok(Trial { rule, passed, to: choice.to, others: choice.others })
}
