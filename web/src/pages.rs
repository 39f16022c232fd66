//! What has an address of its own.

pub mod inbox;
pub mod join;
pub mod login;
pub mod settings;
pub mod setup;
