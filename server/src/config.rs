//! Settings from the environment, all checked at start, all mistakes reported together.

mod calls;
mod mistakes;
mod vars;

use std::collections::HashMap;
use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use reqwest::Url;

use crate::hook;
use crate::secret::Secret;

pub use calls::Calls;
pub use mistakes::Mistakes;
use vars::Vars;

/// Settings, with defaults that run on a laptop with nothing set.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where to listen.
    pub listen: SocketAddr,
    /// Where our own files are.
    pub data_dir: PathBuf,
    /// Where customers' files and ours are: for several nodes, a folder that all of them see.
    pub files_dir: PathBuf,
    /// A `postgres://` URL, or the path of a SQLite file.
    pub database_url: String,
    /// For several nodes.
    pub redis_url: Option<RedisUrl>,
    /// Under which address people open us, without a slash at its end.
    pub public_url: String,
    /// Meta's, or the simulator's.
    pub whatsapp_api_url: Url,
    /// Signs what WhatsApp sends; without it no webhook is accepted.
    pub whatsapp_app_secret: Option<Secret<String>>,
    /// For the handshake of the webhook.
    pub whatsapp_verify_token: Option<Secret<String>>,
    /// The first number; later ones are added in the app.
    pub first_number: Option<FirstNumber>,
    /// Another program that is told when nobody answers.
    pub hook: Option<hook::Settings>,
    /// Reads metrics; without it there are none.
    pub metrics_token: Option<Secret<String>>,
    /// Where the built web app is, instead of the one inside the binary.
    pub site_dir: Option<PathBuf>,
    /// Which process this is among those of one database.
    pub node: String,
    /// For so long who loses the network counts as online.
    pub offline_after: Duration,
    /// Where the sound of calls goes.
    pub calls: Calls,
}

/// The number that a new installation begins with.
#[derive(Clone, Debug)]
pub struct FirstNumber {
    /// WhatsApp's id of it.
    pub phone_number_id: String,
    /// For the Cloud API.
    pub access_token: Secret<String>,
    /// As people write it.
    pub display: String,
    /// WhatsApp's id of its business account.
    pub account: Option<String>,
}

/// Where Redis is. May hold a password, so it doesn't print.
#[derive(Clone)]
pub struct RedisUrl(Secret<String>);

impl RedisUrl {
    /// A client, not yet connected.
    pub fn client(&self) -> redis::RedisResult<redis::Client> {
        redis::Client::open(self.0.expose().as_str())
    }
}

impl fmt::Debug for RedisUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("redis://…")
    }
}

impl Config {
    /// From the environment of this process.
    pub fn from_env() -> Result<Self, Mistakes> {
        Self::from_vars(
            std::env::vars().filter(|(name, _)| name.starts_with("ONEVOICE_")).collect(),
        )
    }

    /// From variables. Unknown ones are mistakes, since they are misspelt ones.
    pub fn from_vars(vars: HashMap<String, String>) -> Result<Self, Mistakes> {
        let mut vars = Vars::new(vars);
        let listen =
            vars.parse("LISTEN", "127.0.0.1:8080", "an address and port, such as 127.0.0.1:8080");
        let data_dir = PathBuf::from(vars.take("DATA_DIR").unwrap_or_else(|| "data".into()));
        let files_dir =
            vars.take("FILES_DIR").map_or_else(|| data_dir.join("files"), PathBuf::from);
        let database_url = vars
            .take("DATABASE_URL")
            .unwrap_or_else(|| data_dir.join("onevoice.db").to_string_lossy().into_owned());
        let redis_url = vars.take("REDIS_URL").map(|url| RedisUrl(Secret::new(url)));
        if redis_url.as_ref().is_some_and(|url| url.client().is_err()) {
            vars.wrong("REDIS_URL", "must be a URL such as redis://localhost:6379");
        }
        let public_url = vars.take("PUBLIC_URL").unwrap_or_else(|| "http://localhost:8080".into());
        if !Url::parse(&public_url).is_ok_and(|url| matches!(url.scheme(), "http" | "https")) {
            vars.wrong(
                "PUBLIC_URL",
                "must be the address that people open, such as https://inbox.example.com",
            );
        }
        let whatsapp_api_url = vars.parse(
            "WHATSAPP_API_URL",
            "https://graph.facebook.com",
            "a URL such as https://graph.facebook.com",
        );
        let local = whatsapp_api_url
            .as_ref()
            .is_some_and(|url: &Url| matches!(url.host_str(), Some("127.0.0.1" | "localhost")));
        let calls = Calls::take(&mut vars, listen, local);
        let first_number = vars.first_number();
        let offline_after = vars.parse::<std::num::NonZeroU32>(
            "OFFLINE_AFTER",
            "60",
            "a number of seconds, such as 60",
        );
        let node = vars
            .take("NODE")
            .or_else(|| listen.map(|listen: SocketAddr| format!("{}@{listen}", host())));
        let config = Self {
            listen: listen.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080))),
            data_dir,
            files_dir,
            database_url,
            redis_url,
            public_url: public_url.trim_end_matches('/').to_owned(),
            whatsapp_api_url: whatsapp_api_url
                .unwrap_or_else(|| Url::parse("https://graph.facebook.com").expect("it is one")),
            whatsapp_app_secret: vars.take("WHATSAPP_APP_SECRET").map(Secret::new),
            whatsapp_verify_token: vars.take("WHATSAPP_VERIFY_TOKEN").map(Secret::new),
            first_number,
            hook: vars.hook(),
            metrics_token: vars.token("METRICS_TOKEN"),
            site_dir: vars.take("SITE_DIR").map(PathBuf::from),
            node: node.unwrap_or_default(),
            offline_after: Duration::from_secs(offline_after.map_or(60, |it| it.get().into())),
            calls,
        };
        vars.finish().map(|()| config)
    }

    /// Whether people reach us over TLS, so that cookies may go nowhere else.
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}

/// The name of this machine, so that nodes on different ones differ.
fn host() -> String {
    std::fs::read_to_string("/etc/hostname")
        .map_or_else(|_| "node".into(), |name| name.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vars(pairs: &[(&str, &str)]) -> HashMap<String, String> {
        pairs
            .iter()
            .map(|(name, value)| (format!("ONEVOICE_{name}"), (*value).to_owned()))
            .collect()
    }

    #[test]
    fn nothing_needs_to_be_set() {
        let config = Config::from_vars(HashMap::new()).unwrap();
        assert_eq!(config.database_url, "data/onevoice.db");
        assert!(!config.is_https());
    }

    #[test]
    fn all_mistakes_are_told_together() {
        let wrong = vars(&[
            ("LISTEN", "here"),
            ("WHATSAPP_API_URL", "nowhere"),
            ("REDIS_URL", "tin can"),
            ("WHATSAPP_ACCESS_TOKEN", "EAAG"),
            ("METRICS_TOKEN", "short"),
            ("LISTEM", "127.0.0.1:1"),
        ]);
        let Mistakes(mistakes) = Config::from_vars(wrong).unwrap_err();
        assert_eq!(mistakes.len(), 6, "{mistakes:#?}");
        assert!(mistakes.iter().any(|mistake| mistake.starts_with("ONEVOICE_LISTEM is not")));
    }

    #[test]
    fn secrets_do_not_print() {
        let set =
            vars(&[("WHATSAPP_APP_SECRET", "s3cret"), ("REDIS_URL", "redis://:pa55@localhost")]);
        let config = Config::from_vars(set).unwrap();
        let printed = format!("{config:?}");
        assert!(!printed.contains("s3cret") && !printed.contains("pa55"), "{printed}");
    }
}
