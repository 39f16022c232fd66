//! Onevoice in the browser: it shows the picture that the log gives, and sends commands. It never patches that picture.
#![expect(clippy::needless_pass_by_value, reason = "a component owns its properties")]
#![cfg_attr(
    not(target_arch = "wasm32"),
    expect(clippy::large_types_passed_by_value, reason = "handles are small where the app runs")
)]

#[macro_use]
pub mod part;

pub mod links;
pub mod logic;
pub mod offline;

pub mod asides;
pub mod attachments;
pub mod bell;
pub mod call;
pub mod clock;
pub mod crossed;
pub mod fetch;
pub mod later;
pub mod locks;
pub mod recorder;
pub mod reminders;
pub mod selection;
pub mod session;
pub mod store;
pub mod turns;
pub mod upload;
pub mod watch;

pub mod actions;
pub mod drafts;
pub mod keys;
pub mod presence;
pub mod send;
pub mod shelf;
pub mod socket;
pub mod sync;
pub mod together;
pub mod workspace;

pub mod app;
pub mod design;
pub mod features;
pub mod pages;
pub mod ui;
