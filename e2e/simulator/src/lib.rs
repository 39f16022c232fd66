//! A WhatsApp Cloud API to develop and test against: it answers as Meta does, sends signed webhooks
//! back, and lets tests and people play the customers. It must never share a type with the server,
//! so that a misreading on the server's side fails a test.

mod api;
mod busy_day;
mod calls;
mod clock;
mod control;
mod customer;
mod envelope;
mod error;
mod ids;
mod incoming;
mod limits;
mod line;
mod media;
mod misbehaviour;
mod options;
mod outbox;
mod page;
mod phone;
mod picture;
mod preferences;
mod put;
mod raw;
mod shape;
mod signature;
mod simulator;
mod statuses;
mod templates;
mod voice;
mod world;

pub use calls::{CallState, Phase};
pub use customer::Customer;
pub use limits::PairLimit;
pub use line::{Received, Tick};
pub use misbehaviour::{Misbehaviour, MisbehaviourId, Plan};
pub use options::{BusinessNumber, Options, WindowCheck};
pub use phone::Phone;
pub use signature::Signature;
pub use simulator::{Accepted, Simulator};
pub use voice::{Heard, Voice};
