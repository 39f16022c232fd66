//! Expressions that diesel's DSL does not have for both databases.

use diesel::backend::Backend;
use diesel::expression::{
    AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate,
};
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::result::QueryResult;
use diesel::sql_types::Bool;

/// A condition that holds when it is absent, for filters that a caller may leave out. Unlike `into_boxed()` it
/// leaves the query free of a backend.
pub fn when<T, E>(value: Option<T>, condition: impl FnOnce(T) -> E) -> When<E> {
    When(value.map(condition))
}

/// What [`when`] makes.
pub struct When<E>(Option<E>);

impl<E> Expression for When<E> {
    type SqlType = Bool;
}

impl<E, Tab> AppearsOnTable<Tab> for When<E> where E: AppearsOnTable<Tab> {}
impl<E, Tab> SelectableExpression<Tab> for When<E> where E: AppearsOnTable<Tab> {}

impl<E, G> ValidGrouping<G> for When<E> {
    type IsAggregate = is_aggregate::Never;
}

/// Its SQL varies, so prepared statements are cached by text and not by type.
impl<E> QueryId for When<E> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<E, DB> QueryFragment<DB> for When<E>
where
    DB: Backend,
    E: QueryFragment<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        if let Some(condition) = &self.0 {
            out.push_sql("(");
            condition.walk_ast(out.reborrow())?;
            out.push_sql(")");
        } else {
            out.push_sql("TRUE");
        }
        Ok(())
    }
}

/// A condition that holds when each of these does.
pub fn every<E>(conditions: impl IntoIterator<Item = E>) -> Every<E> {
    Every(conditions.into_iter().collect())
}

/// What [`every`] makes.
pub struct Every<E>(Vec<E>);

impl<E> Expression for Every<E> {
    type SqlType = Bool;
}

impl<E, Tab> AppearsOnTable<Tab> for Every<E> where E: AppearsOnTable<Tab> {}
impl<E, Tab> SelectableExpression<Tab> for Every<E> where E: SelectableExpression<Tab> {}

impl<E, G> ValidGrouping<G> for Every<E> {
    type IsAggregate = is_aggregate::Never;
}

/// Its SQL varies, so prepared statements are cached by text and not by type.
impl<E> QueryId for Every<E> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<E, DB> QueryFragment<DB> for Every<E>
where
    DB: Backend,
    E: QueryFragment<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("TRUE");
        for condition in &self.0 {
            out.push_sql(" AND (");
            condition.walk_ast(out.reborrow())?;
            out.push_sql(")");
        }
        Ok(())
    }
}

/// A statement to be prepared once for each connection.
///
/// Diesel prepares an `UPDATE` or an upsert anew each time, since a changeset may leave columns out. The cache goes
/// by the text of the statement, so this is sound for any; it is worthwhile where the text hardly varies.
pub struct Cached<Q>(pub(super) Q);

/// None, so that the cache goes by text and not by type.
impl<Q> QueryId for Cached<Q> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Q: Query> Query for Cached<Q> {
    type SqlType = Q::SqlType;
}

impl<Q, DB> QueryFragment<DB> for Cached<Q>
where
    DB: Backend,
    Q: QueryFragment<DB>,
{
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.walk_ast(out)
    }

    fn is_safe_to_cache_prepared(&self, _: &DB) -> QueryResult<bool> {
        Ok(true)
    }
}

impl<Q, Conn> diesel::RunQueryDsl<Conn> for Cached<Q> {}
