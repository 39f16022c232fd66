//! Onevoice's server: takes what customers send through WhatsApp, and shows it live to those who answer.
//!
//! Read in the order of the flow: `http` or `whatsapp::ingest` or `jobs`, then `execute`, `policy`, `features`,
//! `store`, and back out through `realtime`.

pub mod app;
pub mod calls;
pub mod clock;
pub mod config;
pub mod error;
pub mod execute;
pub mod features;
pub mod files;
pub mod hook;
pub mod http;
pub mod ingest;
pub mod jobs;
pub mod lease;
pub mod maintenance;
pub mod password;
pub mod policy;
pub mod realtime;
pub mod secret;
pub mod setup;
pub mod store;
pub mod telemetry;
pub mod whatsapp;
