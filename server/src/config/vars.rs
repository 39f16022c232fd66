//! Reading settings one by one, and what is wrong with them.

use std::collections::HashMap;

use super::{FirstNumber, Mistakes};
use crate::hook;
use crate::secret::Secret;

/// Shortest token of our own that is taken, in bytes.
const TOKEN_MIN: usize = 24;

/// Settings that are still to be read, and the mistakes so far.
pub(super) struct Vars {
    vars: HashMap<String, String>,
    mistakes: Vec<String>,
}

impl Vars {
    pub(super) const fn new(vars: HashMap<String, String>) -> Self {
        Self { vars, mistakes: vec![] }
    }

    pub(super) fn take(&mut self, name: &str) -> Option<String> {
        self.vars.remove(&format!("ONEVOICE_{name}")).filter(|value| !value.is_empty())
    }

    pub(super) fn wrong(&mut self, name: &str, what: &str) {
        self.mistakes.push(format!("ONEVOICE_{name} {what}"));
    }

    pub(super) fn parse<T: std::str::FromStr>(
        &mut self,
        name: &str,
        default: &str,
        what: &str,
    ) -> Option<T> {
        let value = self.take(name).unwrap_or_else(|| default.to_owned());
        self.read(name, &value, what)
    }

    pub(super) fn maybe<T: std::str::FromStr>(&mut self, name: &str, what: &str) -> Option<T> {
        let value = self.take(name)?;
        self.read(name, &value, what)
    }

    fn read<T: std::str::FromStr>(&mut self, name: &str, value: &str, what: &str) -> Option<T> {
        let parsed = value.parse().ok();
        if parsed.is_none() {
            self.wrong(name, &format!("must be {what}, not `{value}`"));
        }
        parsed
    }

    pub(super) fn first_number(&mut self) -> Option<FirstNumber> {
        let id = self.take("WHATSAPP_PHONE_NUMBER_ID");
        let token = self.take("WHATSAPP_ACCESS_TOKEN");
        let display = self.take("WHATSAPP_DISPLAY_NUMBER");
        let account = self.take("WHATSAPP_BUSINESS_ACCOUNT_ID");
        match (id, token) {
            (Some(phone_number_id), Some(token)) => {
                if !phone_number_id.bytes().all(|byte| byte.is_ascii_digit()) {
                    self.wrong(
                        "WHATSAPP_PHONE_NUMBER_ID",
                        "must be the row of digits that Meta shows under API Setup",
                    );
                }
                let display = display.unwrap_or_else(|| phone_number_id.clone());
                let access_token = Secret::new(token);
                Some(FirstNumber { phone_number_id, access_token, display, account })
            }
            (None, None) => None,
            (Some(_), None) => {
                self.wrong(
                    "WHATSAPP_ACCESS_TOKEN",
                    "must be set with ONEVOICE_WHATSAPP_PHONE_NUMBER_ID",
                );
                None
            }
            (None, Some(_)) => {
                self.wrong(
                    "WHATSAPP_PHONE_NUMBER_ID",
                    "must be set with ONEVOICE_WHATSAPP_ACCESS_TOKEN",
                );
                None
            }
        }
    }

    pub(super) fn token(&mut self, name: &str) -> Option<Secret<String>> {
        let token = self.take(name)?;
        if token.len() < TOKEN_MIN {
            self.wrong(name, &format!("must have {TOKEN_MIN} bytes or more"));
        }
        Some(Secret::new(token))
    }

    pub(super) fn hook(&mut self) -> Option<hook::Settings> {
        let (url, secret) = (self.take("HOOK_URL"), self.take("HOOK_SECRET"));
        if url.is_none() && secret.is_none() {
            return None;
        }
        let found = hook::Settings::new(&url.unwrap_or_default(), &secret.unwrap_or_default());
        found.map_err(|(name, what)| self.wrong(name, what)).ok()
    }

    pub(super) fn finish(mut self) -> Result<(), Mistakes> {
        let mut unknown: Vec<_> =
            self.vars.keys().filter(|name| !name.starts_with("ONEVOICE_TEST_")).collect();
        unknown.sort();
        self.mistakes
            .extend(unknown.into_iter().map(|name| format!("{name} is not a setting of ours")));
        if self.mistakes.is_empty() { Ok(()) } else { Err(Mistakes(self.mistakes)) }
    }
}
