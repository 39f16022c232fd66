//! What the product does: the rules, by feature, each with its SQL in `rows.rs`.
//!
//! A rule gets its subject loaded and authorized, and never looks anything up by an id from outside.

pub mod activity;
pub mod agent;
pub mod allocation;
pub mod answer;
pub mod attendance;
pub mod attribute;
pub mod bulk;
pub mod call;
pub mod contact;
pub mod conversation;
pub mod draft;
pub mod held;
pub mod invitation;
pub mod label;
pub mod mention;
pub mod message;
pub mod note;
pub mod number;
pub mod quick_reply;
pub mod reply;
pub mod role;
pub mod search;
pub mod session;
pub mod space;
pub mod team;
pub mod template;
pub mod together;
pub mod upload;
