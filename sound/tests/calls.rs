//! Calls with real peers on both sides: WhatsApp's, as the simulator has it, and a tab's.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that panics has failed")]

#[path = "calls/company.rs"]
mod company;
#[path = "calls/incoming.rs"]
mod incoming;
#[path = "calls/leaks.rs"]
mod leaks;
#[path = "calls/listening.rs"]
mod listening;
#[path = "calls/offers.rs"]
mod offers;
#[path = "calls/outgoing.rs"]
mod outgoing;
#[path = "calls/recording.rs"]
mod recording;
#[path = "calls/within.rs"]
mod within;
#[path = "calls/world.rs"]
mod world;
