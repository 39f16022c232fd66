//! Templates in SQL. No client keeps them: what clients know of them is told by their numbers.

use diesel::prelude::*;
use shared::template::{Category, Template};
use shared::time::{Millis, Timestamp};

use crate::error::Result;
use crate::features::search::words;
use crate::store::columns::{Json, Key, Time};
use crate::store::expr::when;
use crate::store::schema::templates;
use crate::store::{Conn, Statement, Writer};

/// So many words of a query are looked at.
const WORDS: usize = 4;
/// A use is noted anew only after this: a row that everyone writes to makes everyone wait.
const STEP: Millis = Millis::minutes(1);

/// A template and whose it is.
#[derive(Clone, Debug)]
pub struct Held {
    /// WhatsApp's id of the account.
    pub account: String,
    /// The template.
    pub template: Template,
}

/// Which templates somebody looks for.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// WhatsApp's id of the account.
    pub account: String,
    /// Words in its name or text.
    pub query: String,
    /// In which language.
    pub language: Option<String>,
    /// Of which kind.
    pub category: Option<Category>,
    /// Also those that can't be sent.
    pub all: bool,
}

/// One of them.
pub fn find(conn: &mut Conn, id: &str) -> Result<Option<Held>> {
    let it = templates::table.find(id).select((templates::account, templates::body));
    let row: Option<(String, Json<Template>)> = it.maybe(conn)?;
    Ok(row.map(|(account, Json(template))| Held { account, template }))
}

/// All of an account.
pub fn of_account(conn: &mut Conn, account: &str) -> Result<Vec<Template>> {
    let of = templates::table.filter(templates::account.eq(account));
    let rows: Vec<Json<Template>> = of.select(templates::body).all(conn)?;
    Ok(rows.into_iter().map(|Json(template)| template).collect())
}

/// Up to `limit` of those that are wanted, those used latest first.
pub fn page(conn: &mut Conn, it: &Wanted, from: usize, limit: usize) -> Result<Vec<Template>> {
    let mut words = words::wanted(&it.query);
    words.truncate(WORDS);
    let mut words = words.into_iter().map(|word| format!("% {word}%"));
    let mut has = || when(words.next(), |like| templates::words.like(like));
    let (one, two, three, four) = (has(), has(), has(), has());
    let rows: Vec<Json<Template>> = templates::table
        .filter(templates::account.eq(&it.account))
        .filter(when((!it.all).then_some(true), |yes| templates::sendable.eq(yes)))
        .filter(when(it.language.as_deref(), |language| templates::language.eq(language)))
        .filter(when(it.category, |category| templates::category.eq(Key(category))))
        .filter(one)
        .filter(two)
        .filter(three)
        .filter(four)
        .order((templates::used_at.desc(), templates::name, templates::id))
        .offset(i64::try_from(from).unwrap_or(i64::MAX))
        .limit(i64::try_from(limit).unwrap_or(i64::MAX))
        .select(templates::body)
        .all(conn)?;
    Ok(rows.into_iter().map(|Json(template)| template).collect())
}

/// Every language in which an account has a template.
pub fn languages(conn: &mut Conn, account: &str) -> Result<Vec<String>> {
    let of = templates::table.filter(templates::account.eq(account));
    Ok(of.select(templates::language).distinct().order(templates::language).all(conn)?)
}

/// Keeps a template as it is now.
pub fn put(writer: &mut Writer<'_>, account: &str, it: &Template) -> Result<()> {
    let text = format!("{} {} {}", it.name.replace('_', " "), it.body, it.language);
    let row = (
        templates::account.eq(account),
        templates::name.eq(&it.name),
        templates::language.eq(&it.language),
        templates::category.eq(Key(it.category)),
        templates::sendable.eq(it.obstacle().is_none()),
        templates::words.eq(format!(" {}", words::index(&text))),
        templates::body.eq(Json(it.clone())),
    );
    let known = diesel::update(templates::table.find(&it.id)).set(row.clone()).run(writer)?;
    if known == 0 {
        let new = (templates::id.eq(&it.id), templates::used_at.eq(0), row);
        diesel::insert_into(templates::table).values(new).run(writer)?;
    }
    Ok(())
}

/// They are not there any more.
pub fn forget(writer: &mut Writer<'_>, ids: &[&str]) -> Result<()> {
    diesel::delete(templates::table.filter(templates::id.eq_any(ids))).run(writer)?;
    Ok(())
}

/// Somebody sends it.
pub fn used(writer: &mut Writer<'_>, id: &str, now: Timestamp) -> Result<()> {
    let it = templates::table.find(id).filter(templates::used_at.lt(Time(now - STEP)));
    diesel::update(it).set(templates::used_at.eq(Time(now))).run(writer)?;
    Ok(())
}
