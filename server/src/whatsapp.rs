//! WhatsApp's Cloud API: what Meta sends us, and what we ask of it. It knows nothing of our rows; it never logs
//! what was said, numbers or tokens.

pub mod call;
pub mod client;
pub mod content;
pub mod errors;
pub mod identity;
pub mod outcome;
pub mod phone;
pub mod referral;
pub mod refusals;
pub mod rotation;
pub mod signature;
pub mod status;
pub mod template;
pub mod webhook;

mod json;
mod repair;

pub use call::{CallUpdate, CallWord};
pub use client::{Number, PhoneInfo, Recipient, WhatsApp};
pub use errors::{ApiError, Class};
pub use identity::Identity;
pub use outcome::Outcome;
pub use rotation::Rotation;
pub use status::StatusUpdate;
pub use template::TemplateUpdate;
pub use webhook::{Echo, Incoming, Message, NotJson, Update, What};
