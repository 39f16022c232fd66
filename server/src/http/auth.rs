//! Who asks: access tokens, and the extractor that is the only way to a [`Viewer`].

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::http::header::AUTHORIZATION;
use actix_web::{FromRequest, HttpMessage as _, HttpRequest, web};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use shared::event::Actor;
use shared::ids::{AgentId, SessionId};
use shared::problem::{Code, Problem};
use shared::protocol::Cursor;
use shared::time::{Millis, Timestamp};

use crate::app::App;
use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::features::session;
use crate::policy::Viewer;
use crate::store::{Conn, Store, log, settings};

/// How long an access token is good.
const LIFETIME: Millis = Millis::minutes(10);

/// Makes and checks access tokens. All nodes share the key, which is in the database.
#[derive(Clone)]
pub struct Tokens {
    keys: Arc<(EncodingKey, DecodingKey)>,
    clock: Clock,
}

#[derive(Serialize, Deserialize)]
struct Claims {
    sub: AgentId,
    sid: SessionId,
    /// Seconds since 1970 (RFC 7519, 4.1.4).
    exp: i64,
}

impl Tokens {
    /// With the key of this installation; the first start makes it.
    pub async fn load(store: &Store, clock: Clock) -> Result<Self> {
        let fresh = random_token();
        let work = move |tx: &mut crate::store::Tx<'_>| {
            settings::get_or_set(&mut tx.bookkeeping(), "access_token_key", &fresh)
        };
        let (key, _) = store.write(Actor::System, work).await?;
        let key = hex::decode(key).map_err(Error::fault)?;
        Ok(Self {
            keys: Arc::new((EncodingKey::from_secret(&key), DecodingKey::from_secret(&key))),
            clock,
        })
    }

    /// A token for a session, and until when it is good.
    pub fn issue(&self, agent: AgentId, session: SessionId) -> Result<(String, Timestamp)> {
        let expires = self.clock.now() + LIFETIME;
        let claims = Claims { sub: agent, sid: session, exp: expires.seconds() };
        let token = jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &self.keys.0)
            .map_err(Error::fault)?;
        Ok((token, expires))
    }

    /// Whose token it is, if it is one of ours and still good.
    fn check(&self, token: &str) -> Option<(AgentId, SessionId)> {
        let mut validation = Validation::new(Algorithm::HS256);
        // By our own clock, below.
        validation.validate_exp = false;
        let claims = jsonwebtoken::decode::<Claims>(token, &self.keys.1, &validation).ok()?.claims;
        (claims.exp >= self.clock.now().seconds()).then_some((claims.sub, claims.sid))
    }
}

/// 32 random bytes in hex.
pub fn random_token() -> String {
    let mut random = [0; 32];
    getrandom::fill(&mut random).expect("the platform has a source of randomness");
    hex::encode(random)
}

/// Who is behind a token, with the rights that they have right now.
pub async fn viewer(app: &App, token: &str) -> Result<Viewer> {
    Ok(viewer_and(app, token, |_| Ok(())).await?.0)
}

/// The same, and a place where the log was at or after that moment.
pub async fn viewer_as_of(app: &App, token: &str) -> Result<(Viewer, Cursor)> {
    viewer_and(app, token, log::cursor).await
}

async fn viewer_and<T: Send + 'static>(
    app: &App,
    token: &str,
    then: fn(&mut Conn) -> Result<T>,
) -> Result<(Viewer, T)> {
    let (agent, session) = app.tokens.check(token).ok_or_else(not_logged_in)?;
    let read = move |conn: &mut Conn| Ok((viewer_of(conn, session)?, then(conn)?));
    let (viewer, then) = app.store.read(read).await?;
    if viewer.agent == agent { Ok((viewer, then)) } else { Err(not_logged_in().into()) }
}

/// Whose session it is, with the rights that they have as of this read: what is read or done with them in the same
/// transaction can't be of other rights.
pub fn viewer_of(conn: &mut Conn, session: SessionId) -> Result<Viewer> {
    let agent = session::rows::agent_of(conn, session)?.ok_or_else(not_logged_in)?;
    Ok(Viewer::of(agent, session))
}

/// Who asks, kept with the request for the log.
#[derive(Clone, Copy)]
pub struct Asking {
    /// Who.
    pub agent: AgentId,
    /// In which browser.
    pub session: SessionId,
}

impl FromRequest for Viewer {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let app = request.app_data::<web::Data<App>>().cloned();
        let header = request.headers().get(AUTHORIZATION).and_then(|header| header.to_str().ok());
        let token = header.and_then(|header| header.strip_prefix("Bearer ")).map(str::to_owned);
        let request = request.clone();
        Box::pin(async move {
            let app = app.ok_or_else(|| Error::Fault(anyhow::anyhow!("the app is not there")))?;
            let viewer = viewer(&app, &token.ok_or_else(not_logged_in)?).await?;
            let Self { agent, session, .. } = viewer;
            request.extensions_mut().insert(Asking { agent, session });
            Ok(viewer)
        })
    }
}

/// What everyone gets who has no valid token.
pub fn not_logged_in() -> Problem {
    Problem::new(Code::NotLoggedIn, "You are not logged in, or no longer. Please log in.")
}
