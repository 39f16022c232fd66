//! What browser and server both say: ids, entities, commands, events, frames, and the picture that a client keeps.
//!
//! Plain data and pure rules. It knows nothing of databases, sockets or the DOM, and asks nobody for the time.
#![warn(missing_docs)]

pub mod handed;
pub mod ids;
pub mod time;
pub mod together;

pub mod activity;
pub mod agent;
pub mod allocation;
pub mod answer;
pub mod attribute;
pub mod availability;
pub mod board;
pub mod bulk;
pub mod call;
pub mod change;
pub mod chat;
pub mod colour;
pub mod contact;
pub mod conversation;
pub mod held;
pub mod label;
pub mod mention;
pub mod message;
pub mod note;
pub mod number;
pub mod presence;
pub mod quick_reply;
pub mod role;
pub mod session;
pub mod shift;
pub mod source;
pub mod space;
pub mod team;
pub mod template;

pub mod command;
pub mod draft;
pub mod event;
pub mod filter;
pub mod permission;
pub mod problem;
pub mod protocol;
pub mod reads;
pub mod search;
pub mod state;
pub mod view;
mod words;
