//! Logging in, staying logged in, and being logged out.

mod availability;
mod browser;
mod invite;
mod login;
mod refresh;
mod rights;
mod roles;
mod sessions;
mod setup;

pub use browser::{Browser, PASSWORD, member};
