//! The sound of calls: WhatsApp's leg, the legs of browsers, and what goes between them. It copies packets and changes
//! none, except while several speak to one listener. It knows nothing of agents, conversations, or the Cloud API.

mod arrivals;
mod bus;
mod call;
mod codec;
mod exchange;
mod keys;
mod leg;
mod line;
mod music;
mod mux;
mod quality;
mod record;
mod sdp;
mod speech;
mod voice;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

pub use call::{Call, Ear, Event, Leg, Listen};
pub use exchange::Exchange;
pub use quality::{LegQuality, Quality};
pub use record::{Recording, mend};
pub use speech::Speech;

/// Where sound comes and goes.
#[derive(Clone, Debug)]
pub struct Config {
    /// The one UDP address that browsers send to.
    pub bind: SocketAddr,
    /// What browsers are told, where it differs: the address outside of a NAT or container.
    pub public: Option<SocketAddr>,
    /// From where WhatsApp is spoken to; every interface otherwise. Each call has a port of its own, since WhatsApp's
    /// side always has the same few.
    pub whatsapp_ip: Option<IpAddr>,
}

impl Default for Config {
    /// On this machine alone, at a free port.
    fn default() -> Self {
        let here = IpAddr::V4(Ipv4Addr::LOCALHOST);
        Self { bind: SocketAddr::new(here, 0), public: None, whatsapp_ip: Some(here) }
    }
}

/// Why there is no sound.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The port for browsers can't be had.
    #[error("cannot listen for calls: {0}")]
    Bind(std::io::Error),
    /// What the other side sent is no description that we can use.
    #[error("unusable session description: {0}")]
    Sdp(String),
    /// Not keys of a telephone, or too many.
    #[error("not keys of a telephone")]
    Keys,
    /// The call has ended.
    #[error("the call has ended")]
    Closed,
    /// No more can listen in.
    #[error("too many listen in already")]
    TooMany,
    /// Something to be told that can't be read.
    #[error("not Opus in Ogg with one channel")]
    Speech,
    /// A recording can't be written.
    #[error("cannot record: {0}")]
    File(std::io::Error),
    /// Something of ours.
    #[error("{0}")]
    Fault(String),
}

impl From<webrtc::error::Error> for Error {
    fn from(error: webrtc::error::Error) -> Self {
        Self::Fault(error.to_string())
    }
}
