//! The simulator seen from the business: a plain HTTP client, and a server that takes webhooks.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that panics has failed")]

#[path = "whatsapp/business.rs"]
mod business;
#[path = "whatsapp/busy_day.rs"]
mod busy_day;
#[path = "whatsapp/calls.rs"]
mod calls;
#[path = "whatsapp/control.rs"]
mod control;
#[path = "whatsapp/events.rs"]
mod events;
#[path = "whatsapp/media.rs"]
mod media;
#[path = "whatsapp/misbehaving.rs"]
mod misbehaving;
#[path = "whatsapp/receiver.rs"]
mod receiver;
#[path = "whatsapp/sending.rs"]
mod sending;
#[path = "whatsapp/webhooks.rs"]
mod webhooks;
