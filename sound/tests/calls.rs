//! Calls with real peers on both sides: WhatsApp's, as the simulator has it, and a tab's.

#![expect(clippy::unwrap_used, reason = "a test that panics has failed")]

#[path = "calls/incoming.rs"]
mod incoming;
#[path = "calls/offers.rs"]
mod offers;
#[path = "calls/world.rs"]
mod world;
