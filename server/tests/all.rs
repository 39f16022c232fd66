//! Every test of the server, in one binary, so that it links once.

#![allow(
    missing_docs,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::allow_attributes,
    reason = "a test that fails may panic"
)]

mod world;

mod allocation;
mod call;
mod conversation;
mod crash;
mod crowd;
mod hostile;
mod message;
mod metrics;
mod people;
mod policy;
mod realtime;
mod search;
mod site;
mod storage;
mod tidy;
mod webhook;
