//! The one way to a route: who writes it into the table makes it known to the test that asks every route as everybody.
//! Nothing else may register one (`tidy`).

use actix_web::http::Method;
use actix_web::web::{self, PayloadConfig, ServiceConfig};
use actix_web::{App as Actix, FromRequest, Handler, Resource, Responder, guard};

use super::{errors, site};

/// Routes, as they are being registered.
pub struct Table<'a> {
    config: &'a mut ServiceConfig,
    rows: Vec<Row>,
}

/// By which method, and under which path, with the names of its parts in braces.
pub type Row = (Method, String);

impl<'a> Table<'a> {
    /// These routes in this server.
    pub fn of(config: &'a mut ServiceConfig, routes: fn(&mut Table<'_>)) -> Self {
        let mut table = Table { config, rows: vec![] };
        routes(&mut table);
        table
    }

    /// What is asked under any other path: below `/api` there is nothing else, and everywhere else is the web app.
    pub fn otherwise(self) {
        self.config
            .service(web::scope("/api").default_service(web::to(errors::no_such_route)))
            .default_service(web::get().to(site::page));
    }

    /// Reads something.
    pub fn get<F, Args>(&mut self, path: &str, handler: F) -> &mut Self
    where
        F: Handler<Args, Output: Responder>,
        Args: FromRequest + 'static,
    {
        self.put(Method::GET, path, |it| it, handler)
    }

    /// Does something.
    pub fn post<F, Args>(&mut self, path: &str, handler: F) -> &mut Self
    where
        F: Handler<Args, Output: Responder>,
        Args: FromRequest + 'static,
    {
        self.put(Method::POST, path, |it| it, handler)
    }

    /// The same with a body of up to so many bytes.
    pub fn post_up_to<F, Args>(&mut self, bytes: usize, path: &str, handler: F) -> &mut Self
    where
        F: Handler<Args, Output: Responder>,
        Args: FromRequest + 'static,
    {
        self.put(Method::POST, path, |it| it.app_data(PayloadConfig::new(bytes)), handler)
    }

    /// Ends something.
    pub fn delete<F, Args>(&mut self, path: &str, handler: F) -> &mut Self
    where
        F: Handler<Args, Output: Responder>,
        Args: FromRequest + 'static,
    {
        self.put(Method::DELETE, path, |it| it, handler)
    }

    fn put<F, Args>(
        &mut self,
        method: Method,
        path: &str,
        with: impl FnOnce(Resource) -> Resource,
        handler: F,
    ) -> &mut Self
    where
        F: Handler<Args, Output: Responder>,
        Args: FromRequest + 'static,
    {
        let resource = with(web::resource(path).guard(guard::Method(method.clone())));
        self.config.service(resource.route(web::route().to(handler)));
        self.rows.push((method, path.to_owned()));
        self
    }
}

/// What is in the table.
pub fn rows(routes: fn(&mut Table<'_>)) -> Vec<Row> {
    let mut rows = vec![];
    // An app that is never served: Actix gives the place to register at in no other way.
    drop(Actix::new().configure(|config| rows = Table::of(config, routes).rows));
    rows
}
