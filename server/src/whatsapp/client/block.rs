//! Asks the Cloud API to bring us nothing from somebody any more, or to bring it again.

use reqwest::Method;
use serde_json::{Value, json};

use super::{Number, WhatsApp};
use crate::whatsapp::errors::{ApiError, Class};

impl WhatsApp {
    /// Blocks a phone (digits with country code) for one of our numbers, or ends that. WhatsApp blocks only who wrote within
    /// the last day.
    pub async fn block(&self, number: &Number, phone: &str, block: bool) -> Result<(), ApiError> {
        let user = json!({ "user": format!("+{}", phone.trim_start_matches('+')) });
        let body = json!({ "messaging_product": "whatsapp", "block_users": [user] });
        let method = if block { Method::POST } else { Method::DELETE };
        let url = self.url(&[&number.phone_number_id, "block_users"]);
        let answer = self.ask(number, self.http.request(method, url).json(&body)).await.result()?;
        let failed = answer.pointer("/block_users/failed_users/0");
        failed.map_or(Ok(()), |failed| Err(declined(failed)))
    }
}

fn declined(failed: &Value) -> ApiError {
    let error = failed.pointer("/errors/0").unwrap_or(&Value::Null);
    let part = |path: &str| error.pointer(path).and_then(Value::as_str);
    let words = part("/error_data/details").or_else(|| part("/message"));
    ApiError {
        class: Class::Permanent,
        code: error.get("code").and_then(Value::as_i64),
        words: words.unwrap_or("WhatsApp gave no reason.").to_owned(),
        trace: None,
    }
}
