//! `onevoice serve`: settings from the environment, then the server until it is told to stop.

use std::io::Write as _;
use std::net::TcpListener;
use std::process::ExitCode;

use server::app::App;
use server::clock::Clock;
use server::config::Config;
use server::{http, telemetry};

const USAGE: &str = "Onevoice: a team inbox for WhatsApp

  onevoice serve     start the server; settings come from the environment (see README.md)
  onevoice version   print the version";

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["serve"] => match serve().await {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("onevoice: {error:#}");
                ExitCode::FAILURE
            }
        },
        ["version"] => {
            println!("onevoice {}", env!("CARGO_PKG_VERSION"));
            ExitCode::SUCCESS
        }
        _ => {
            eprintln!("{USAGE}");
            ExitCode::from(2)
        }
    }
}

async fn serve() -> anyhow::Result<()> {
    let config = Config::from_env()?;
    telemetry::start();
    std::fs::create_dir_all(&config.data_dir).map_err(|error| {
        anyhow::anyhow!("cannot make the folder {}: {error}", config.data_dir.display())
    })?;
    let listener = TcpListener::bind(config.listen).map_err(|error| {
        anyhow::anyhow!("cannot listen on {}: {error}; set ONEVOICE_LISTEN", config.listen)
    })?;
    let public_url = config.public_url.clone();
    let app = App::start(config, Clock::real()).await?;
    if let Some(link) = app.setup_link().await? {
        say(&format!("No admin yet. Make the first one here (the link works once): {link}"));
    }
    say(&format!("Onevoice is at {public_url}"));
    run(app, listener).await
}

/// For whoever started us. That nobody reads it is no reason to end.
fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// Actix has its own kind of runtime: it gets threads of its own, while the app's tasks stay on ours.
async fn run(app: App, listener: TcpListener) -> anyhow::Result<()> {
    let (started, handle) = tokio::sync::oneshot::channel();
    let serving = app.clone();
    let thread = std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            let workers = std::thread::available_parallelism().map_or(2, usize::from);
            let server = http::serve(serving, listener, workers)?;
            let _ = started.send(server.handle());
            server.await?;
            Ok(())
        })
    });
    let Ok(handle) = handle.await else {
        return thread.join().map_err(|_| anyhow::anyhow!("the web server could not start"))?;
    };
    if stop_signal().await == Stop::Gently {
        tokio::select! {
            () = app.drain() => {}
            _ = stop_signal() => {}
        }
    }
    app.end_calls().await;
    tracing::info!("stopping: sockets are told to come back, requests are finished");
    app.stop();
    handle.stop(true).await;
    app.jobs_ended().await;
    thread.join().map_err(|_| anyhow::anyhow!("the web server ended badly"))?
}

/// How it was told to stop.
#[derive(PartialEq, Eq)]
enum Stop {
    /// By what runs services, for which calls may end first.
    Gently,
    /// By somebody at the keyboard who waits.
    Now,
}

async fn stop_signal() -> Stop {
    use tokio::signal::unix::{SignalKind, signal};

    let Ok(mut terminate) = signal(SignalKind::terminate()) else { return Stop::Now };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => Stop::Now,
        _ = terminate.recv() => Stop::Gently,
    }
}
