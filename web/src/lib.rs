//! Onevoice in the browser: it shows the picture that the log gives, and sends commands. It never patches that picture.
#![expect(clippy::needless_pass_by_value, reason = "a component owns its properties")]

pub mod logic;

pub mod bell;
pub mod clock;
pub mod fetch;
pub mod session;
pub mod store;

pub mod drafts;
pub mod send;
pub mod socket;
pub mod sync;
pub mod workspace;

pub mod app;
pub mod features;
pub mod pages;
pub mod ui;
