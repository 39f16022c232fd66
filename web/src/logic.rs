//! Rules that need neither DOM nor network, so that plain tests reach them.

pub mod asked;
pub mod backoff;
pub mod blocks;
pub mod browser;
pub mod chord;
pub mod degrees;
pub mod fuzzy;
pub mod hold;
pub mod moment;
pub mod noting;
pub mod outbox;
pub mod reading;
pub mod recipient;
pub mod rich;
pub mod size;
pub mod summary;
pub mod term;
pub mod timeline;
pub mod trigger;
pub mod when;
