//! A server and a simulator on this machine that know of each other, as `run` and `dev` start them.

use std::env;
use std::io::{IsTerminal, stdout};
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::process::Command;
use std::sync::{Arc, Mutex};

use anyhow::{Context, Result, bail};

use crate::args::Args;
use crate::process::{self, cargo, command};
use crate::service::{Service, http_status, listens, print_line};
use crate::web_build;

/// What both must agree on. These are no secrets: they protect a simulator.
const APP_SECRET: &str = "simulator-app-secret";
const VERIFY_TOKEN: &str = "simulator-verify-token";
const ACCESS_TOKEN: &str = "simulator-access-token";
/// The number id and display number that Meta's documentation uses in its examples.
const PHONE_NUMBER_ID: &str = "106540352242922";
const ACCOUNT_ID: &str = "100200300400500";
const DISPLAY_NUMBER: &str = "15550783881";

/// What a person can say about both, in `run` and in `dev`.
pub(crate) const FLAGS: &str = "\
  --port <port>         where the server listens (8080; or ONEVOICE_LISTEN)
  --phone-port <port>   where the simulator listens (8090; or SIMULATOR_LISTEN)
  --busy-day            customers write by themselves, as on a busy day (the default)
  --no-busy-day         only you write

Any variable of the server's configuration (ONEVOICE_…) that is set already is left as it is.";

/// Where both listen, and how they behave.
pub(crate) struct Settings {
    pub(crate) server: SocketAddr,
    pub(crate) phone: SocketAddr,
    busy_day: bool,
    /// Where a browser finds the inbox.
    pub(crate) inbox: String,
}

impl Settings {
    /// Takes our flags. The inbox is at the server itself, unless someone stands in front.
    pub(crate) fn from_args(args: &mut Args) -> Result<Self> {
        let server = address(args, "--port", "ONEVOICE_LISTEN", 8080)?;
        let phone = address(args, "--phone-port", "SIMULATOR_LISTEN", 8090)?;
        args.flag("--busy-day");
        let busy_day = !args.flag("--no-busy-day");
        let inbox = format!("http://localhost:{}", server.port());
        Ok(Self { server, phone, busy_day, inbox })
    }

    /// Refuses ports that others use, before anyone has waited for a build.
    pub(crate) fn check_ports(&self) -> Result<()> {
        must_be_free(self.server, "the server", "--port (or ONEVOICE_LISTEN)")?;
        must_be_free(self.phone, "the simulator", "--phone-port (or SIMULATOR_LISTEN)")
    }

    fn server_command(&self) -> Command {
        let mut server = program("onevoice");
        server.arg("serve");
        let api = format!("http://{}", self.phone);
        let site = web_build::dist().display().to_string();
        for (name, value) in [
            ("ONEVOICE_DATA_DIR", "./data"),
            ("ONEVOICE_PUBLIC_URL", self.inbox.as_str()),
            ("ONEVOICE_WHATSAPP_API_URL", api.as_str()),
            ("ONEVOICE_WHATSAPP_APP_SECRET", APP_SECRET),
            ("ONEVOICE_WHATSAPP_VERIFY_TOKEN", VERIFY_TOKEN),
            ("ONEVOICE_WHATSAPP_PHONE_NUMBER_ID", PHONE_NUMBER_ID),
            ("ONEVOICE_WHATSAPP_ACCESS_TOKEN", ACCESS_TOKEN),
            ("ONEVOICE_WHATSAPP_BUSINESS_ACCOUNT_ID", ACCOUNT_ID),
            ("ONEVOICE_WHATSAPP_DISPLAY_NUMBER", DISPLAY_NUMBER),
            ("ONEVOICE_SITE_DIR", site.as_str()),
        ] {
            if env::var_os(name).is_none() {
                server.env(name, value);
            }
        }
        server.env("ONEVOICE_LISTEN", self.server.to_string());
        server
    }

    fn simulator_command(&self) -> Command {
        let mut simulator = program("simulator");
        simulator
            .env("SIMULATOR_LISTEN", self.phone.to_string())
            .env("SIMULATOR_WEBHOOK_URL", format!("http://{}/webhooks/whatsapp", self.server))
            .env("SIMULATOR_APP_SECRET", APP_SECRET)
            .env("SIMULATOR_VERIFY_TOKEN", VERIFY_TOKEN)
            .env("SIMULATOR_ACCESS_TOKEN", ACCESS_TOKEN)
            .env("SIMULATOR_BUSY_DAY", if self.busy_day { "1" } else { "0" });
        simulator
    }
}

/// Both, running. The simulator stops first, so that the server sees no half-said thing.
pub(crate) struct Local {
    simulator: Service,
    server: Service,
    setup_link: Arc<Mutex<Option<String>>>,
}

impl Local {
    /// Compiles both, for development.
    pub(crate) fn build() -> Result<()> {
        process::run(&mut cargo(&[
            "build",
            "--locked",
            "--package",
            "server",
            "--package",
            "simulator",
        ]))
    }

    /// Starts both and waits until they answer.
    pub(crate) fn start(settings: &Settings) -> Result<Self> {
        let setup_link = Arc::new(Mutex::new(None));
        let found = Arc::clone(&setup_link);
        let mut server = Service::start("server", &mut settings.server_command(), move |line| {
            print_line("server", line);
            if let Some(link) = setup_link_in(line) {
                *found.lock().expect("nothing panics with the lock") = Some(link);
            }
        })?;
        server.wait_until(|| http_status(reachable(settings.server), "/health") == Some(200))?;
        let mut simulator =
            Service::start("simulator", &mut settings.simulator_command(), |line| {
                print_line("simulator", line);
            })?;
        simulator.wait_until(|| listens(reachable(settings.phone)))?;
        Ok(Self { simulator, server, setup_link })
    }

    /// The link with which the first admin makes an account, while there is none.
    pub(crate) fn setup_link(&self) -> Option<String> {
        self.setup_link.lock().expect("nothing panics with the lock").clone()
    }

    /// An error with its last lines, if one has ended.
    pub(crate) fn must_live(&mut self) -> Result<()> {
        self.server.must_live()?;
        self.simulator.must_live()
    }

    /// Stops both, saying so.
    pub(crate) fn stop(mut self) {
        for service in [&mut self.simulator, &mut self.server] {
            service.stop();
            println!("the {} has stopped", service.name());
        }
    }
}

/// One of our programs, as cargo built it for development. It writes to a pipe of ours, so we say whether to colour.
fn program(name: &str) -> Command {
    let mut program = command(binary(name));
    if !stdout().is_terminal() {
        program.env("NO_COLOR", "1");
    }
    program
}

/// Where cargo puts one of our programs when it builds for development.
pub(crate) fn binary(name: &str) -> PathBuf {
    crate::target_dir().join("debug").join(name)
}

/// The first link in a line of the server that makes the first admin.
fn setup_link_in(line: &str) -> Option<String> {
    let link =
        line.split(['"', '\'', ' ', '<', '>']).find(|word| word.contains("/setup?token="))?;
    let start = link.find("http")?;
    link.get(start..).map(str::to_owned)
}

fn address(args: &mut Args, flag: &str, variable: &str, port: u16) -> Result<SocketAddr> {
    if let Some(port) = args.port(flag)? {
        return Ok(([127, 0, 0, 1], port).into());
    }
    match env::var(variable) {
        Ok(said) => said.parse().with_context(|| format!("{variable}={said} is not address:port")),
        Err(_) => Ok(([127, 0, 0, 1], port).into()),
    }
}

/// Where we reach what listens there: "everywhere" is no place to connect to.
fn reachable(listening: SocketAddr) -> SocketAddr {
    if listening.ip().is_unspecified() {
        return ([127, 0, 0, 1], listening.port()).into();
    }
    listening
}

fn must_be_free(address: SocketAddr, who: &str, flag: &str) -> Result<()> {
    if let Err(problem) = TcpListener::bind(address) {
        bail!(
            "{who} cannot listen on {address}: {problem}.\nIs it running already? Otherwise choose another with {flag}"
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::setup_link_in;

    #[test]
    fn the_setup_link_is_found_wherever_it_stands_in_a_line() {
        let link = Some("http://localhost:8080/setup?token=a1B2".to_owned());
        assert_eq!(setup_link_in("http://localhost:8080/setup?token=a1B2"), link);
        assert_eq!(
            setup_link_in("Make the first admin: http://localhost:8080/setup?token=a1B2"),
            link
        );
        assert_eq!(setup_link_in(r#"{"message":"http://localhost:8080/setup?token=a1B2"}"#), link);
        assert_eq!(setup_link_in("GET /setup"), None);
    }
}
