//! Logging in and out.

use actix_web::web::ServiceConfig;

/// The routes of this file.
pub fn routes(_config: &mut ServiceConfig) {}
