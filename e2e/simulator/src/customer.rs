//! A customer: somebody with a phone who writes to the business.

use serde::{Deserialize, Serialize};

use crate::ids;

/// Who writes. Only the name is needed; the rest is made up when left empty.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Customer {
    /// The profile name; any Unicode.
    pub name: String,
    /// The number as people dial it, E.164 without `+`.
    pub phone: String,
    /// What WhatsApp calls that number, where it differs (the ninth digit of Brazil and the like).
    pub wa_id: Option<String>,
    /// The adopted username, if any.
    pub username: Option<String>,
    /// The business-scoped user id (BSUID), for instance `US.13491208655302741918`.
    pub user_id: String,
    /// The BSUID across linked portfolios.
    pub parent_user_id: Option<String>,
    /// The phone number is kept from the business: no `from`, `wa_id` or `recipient_id`.
    pub hide_phone: bool,
    /// Reads whatever arrives at once.
    pub auto_read: bool,
}

impl Customer {
    /// A customer of this name, otherwise ordinary.
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    /// What WhatsApp calls the phone number.
    pub fn wa_id(&self) -> &str {
        self.wa_id.as_deref().unwrap_or(&self.phone)
    }

    /// Fills what was left empty; `nth` customers came before.
    pub(crate) fn complete(mut self, nth: usize) -> Self {
        self.phone = digits_of(&self.phone);
        if self.phone.is_empty() {
            self.phone = format!("{}", 16_505_550_101_usize + nth);
        }
        if self.user_id.is_empty() {
            self.user_id = ids::user_id(&self.phone);
        }
        if self.name.is_empty() {
            self.name = format!("+{}", self.phone);
        }
        self
    }
}

/// The digits of a number in whatever format people write it.
pub(crate) fn digits_of(number: &str) -> String {
    number.chars().filter(char::is_ascii_digit).collect()
}
