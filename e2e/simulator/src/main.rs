//! The simulator as a program: configured by the environment, with the customer's phone at `/`.

use std::env;
use std::time::Duration;

use simulator::{Options, PairLimit, Simulator};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| "simulator=info,actix_server=warn".into());
    tracing_subscriber::fmt().with_env_filter(filter).init();
    let simulator = Simulator::start(options()).await?;
    if env::var("SIMULATOR_BUSY_DAY").is_ok_and(|on| on == "1") {
        simulator.busy_day(1.0);
    }
    tracing::info!(url = simulator.base_url(), "simulator.ready");
    tokio::signal::ctrl_c().await?;
    Ok(())
}

/// A person watches: statuses take a moment, and limits are Meta's.
fn options() -> Options {
    let usual = Options::default();
    let or = |name: &str, usual: &str| env::var(name).unwrap_or_else(|_| usual.to_owned());
    Options {
        listen: or("SIMULATOR_LISTEN", "127.0.0.1:8090"),
        webhook_url: Some(or("SIMULATOR_WEBHOOK_URL", "http://127.0.0.1:8080/webhooks/whatsapp")),
        app_secret: or("SIMULATOR_APP_SECRET", &usual.app_secret),
        verify_token: or("SIMULATOR_VERIFY_TOKEN", &usual.verify_token),
        access_token: or("SIMULATOR_ACCESS_TOKEN", &usual.access_token),
        status_delay: Duration::from_millis(250),
        retry_most: Duration::from_secs(2),
        pair_limit: Some(PairLimit::METAS),
        adopt_unknown: true,
        ..usual
    }
}
