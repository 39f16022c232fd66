//! What has an address of its own.

pub mod board;
pub mod inbox;
pub mod join;
pub mod login;
pub mod settings;
pub mod setup;
