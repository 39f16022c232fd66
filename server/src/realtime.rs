//! How what happened reaches those who look: the log is followed once, and each socket is a cursor over it.

pub mod attendance;
pub mod bus;
mod connection;
pub mod greeting;
pub mod presence;
pub mod sockets;
pub mod tail;
pub mod wire;
