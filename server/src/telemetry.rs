//! Logs. Never in them: what was said, phone numbers, tokens.

use tracing_subscriber::EnvFilter;

/// Logs to standard error from here on; `RUST_LOG` says how much.
pub fn start() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
}
