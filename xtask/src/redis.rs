//! A Redis of our own for a test run: on a free port, keeping nothing, gone at the end.

use std::env::temp_dir;

use anyhow::Result;

use crate::process::command;
use crate::programs::REDIS;
use crate::service::{Service, free_port, listens};

/// A private Redis, stopped when dropped.
pub(crate) struct Redis {
    _service: Service,
    port: u16,
}

impl Redis {
    pub(crate) fn start() -> Result<Self> {
        let program = REDIS.require()?;
        let port = free_port()?;
        let mut server = command(program);
        server.args(["--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--port"]);
        server.arg(port.to_string()).arg("--dir").arg(temp_dir());
        let mut service = Service::start("Redis", &mut server, |_| ())?;
        service.wait_until(|| listens(([127, 0, 0, 1], port).into()))?;
        Ok(Self { _service: service, port })
    }

    /// Where tests find it.
    pub(crate) fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }
}
