//! Where the sound of calls goes.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use super::Vars;

/// The port for the sound of browsers, unless another one is chosen.
const PORT: u16 = 7882;

/// Where the sound of calls goes.
#[derive(Clone, Copy, Debug)]
pub struct Calls {
    /// The UDP port to which browsers send, opened with the first call.
    pub bind: SocketAddr,
    /// The same as browsers reach it, where something translates addresses in between.
    pub public: Option<SocketAddr>,
    /// Our address towards WhatsApp, where there are several.
    pub whatsapp_ip: Option<IpAddr>,
    /// How long a stop waits for calls to end.
    pub drain: Duration,
}

impl Calls {
    /// From variables; beside the web server unless told otherwise.
    pub(super) fn take(vars: &mut Vars, listen: Option<SocketAddr>, local_api: bool) -> Self {
        let ip = listen.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |listen| listen.ip());
        let beside = SocketAddr::new(ip, PORT);
        let bind = vars.parse(
            "CALLS_UDP",
            &beside.to_string(),
            "an address and port for UDP, such as 0.0.0.0:7882",
        );
        let public = vars.maybe("CALLS_PUBLIC", "an address and port, such as 203.0.113.5:7882");
        let whatsapp_ip = vars.maybe("CALLS_WHATSAPP_IP", "an address, such as 192.0.2.7");
        // A simulated WhatsApp is on this machine.
        let loopback = local_api.then_some(IpAddr::V4(Ipv4Addr::LOCALHOST));
        let drain = vars.parse::<u32>("CALLS_DRAIN", "600", "a number of seconds, such as 600");
        Self {
            bind: bind.unwrap_or(beside),
            public,
            whatsapp_ip: whatsapp_ip.or(loopback),
            drain: Duration::from_secs(drain.unwrap_or_default().into()),
        }
    }

    /// As what carries the sound wants it.
    pub fn sound(&self) -> sound::Config {
        let Self { bind, public, whatsapp_ip, .. } = *self;
        sound::Config { bind, public, whatsapp_ip }
    }
}
