//! Logging in, staying logged in, and being logged out.

mod availability;
mod browser;
mod hours;
mod invite;
mod log;
mod login;
mod refresh;
mod rights;
mod roles;
mod sessions;
mod setup;
mod shifts;

pub use browser::{Browser, PASSWORD, member};
