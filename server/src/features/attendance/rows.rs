//! What each run of each node has heard, in SQL.

use diesel::prelude::*;
use diesel::upsert::excluded;
use shared::time::Timestamp;

use super::Here;
use crate::error::Result;
use crate::store::columns::{Json, Time};
use crate::store::schema::attendances::{self, dsl};
use crate::store::{Conn, Statement, Writer};

/// What each has heard.
pub fn all(conn: &mut Conn) -> Result<Vec<Here>> {
    let rows: Vec<Json<Here>> = attendances::table.order(dsl::run).select(dsl::body).all(conn)?;
    Ok(rows.into_iter().map(|Json(it)| it).collect())
}

/// Which runs there are.
pub fn runs(conn: &mut Conn) -> Result<Vec<String>> {
    let runs: Vec<String> = attendances::table.order(dsl::run).select(dsl::run).all(conn)?;
    Ok(runs)
}

/// What a run has heard, instead of what it told before.
pub fn put(writer: &mut Writer<'_>, run: &str, here: &Here, now: Timestamp) -> Result<()> {
    let row = (dsl::run.eq(run), dsl::body.eq(Json(here.clone())), dsl::at.eq(Time(now)));
    diesel::insert_into(attendances::table)
        .values(row)
        .on_conflict(dsl::run)
        .do_update()
        .set((dsl::body.eq(excluded(dsl::body)), dsl::at.eq(excluded(dsl::at))))
        .run(writer)?;
    Ok(())
}

/// What was told before `before` says nothing any more.
pub fn forget(writer: &mut Writer<'_>, before: Timestamp) -> Result<()> {
    diesel::delete(attendances::table.filter(dsl::at.lt(Time(before)))).run(writer)?;
    Ok(())
}
