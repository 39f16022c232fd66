//! Templates of a number's account, to choose from.

use actix_web::web::{Data, Json, Query};
use serde::Deserialize;
use shared::ids::NumberId;
use shared::problem::Problem;
use shared::search::QUERY_MAX;
use shared::template::{Category, Page, TEMPLATES_PAGE};

use crate::app::App;
use crate::error::Result;
use crate::features::number;
use crate::features::template::rows::{self, Wanted};
use crate::http::auth;
use crate::policy::{Viewer, Visible};

/// `?number=…`, and which of its account's.
#[derive(Deserialize)]
pub struct TemplateQuery {
    number: NumberId,
    #[serde(default)]
    q: String,
    language: Option<String>,
    category: Option<Category>,
    #[serde(default)]
    from: usize,
    #[serde(default)]
    all: bool,
}

/// A page of them.
pub async fn list(
    app: Data<App>,
    viewer: Viewer,
    query: Query<TemplateQuery>,
) -> Result<Json<Visible<Page>>> {
    let query = query.into_inner();
    if query.q.chars().count() > QUERY_MAX {
        return Err(
            Problem::invalid("q", format!("Search for at most {QUERY_MAX} characters.")).into()
        );
    }
    let page = app.store.snapshot(move |conn| {
        let viewer = auth::viewer_of(conn, viewer.session)?;
        let Some(account) = number::rows::get(conn, query.number)?.account else {
            return Ok(viewer.templates(Page::default()));
        };
        let TemplateQuery { q, language, category, from, all, .. } = query;
        let languages = rows::languages(conn, &account)?;
        let wanted = Wanted { account, query: q, language, category, all };
        let mut templates = rows::page(conn, &wanted, from, TEMPLATES_PAGE + 1)?;
        let more = (templates.len() > TEMPLATES_PAGE).then_some(from + TEMPLATES_PAGE);
        templates.truncate(TEMPLATES_PAGE);
        Ok(viewer.templates(Page { templates, languages, more }))
    });
    page.await.map(Json)
}
