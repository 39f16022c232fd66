//! Refusals in the words and HTTP statuses of the Graph API.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};
use serde_json::{Value, json};

use crate::ids;
use crate::put::Put as _;

/// A refused request; answered as `{"error": {..}}`.
#[derive(Clone, Debug)]
pub(crate) struct Refusal {
    pub(crate) code: i64,
    subcode: Option<i64>,
    message: String,
    details: Option<String>,
}

impl Refusal {
    /// The refusal Meta gives for `code`, in its usual words.
    pub(crate) fn of(code: i64) -> Self {
        let message = format!("(#{code}) {}", title(code));
        Self { code, subcode: None, message, details: Some(details(code).to_owned()) }
    }

    /// The same with words about this very request.
    pub(crate) fn because(code: i64, details: impl Into<String>) -> Self {
        Self { details: Some(details.into()), ..Self::of(code) }
    }

    /// Code 100 in the Graph API's own voice, as it speaks before WhatsApp looks at a request.
    pub(crate) fn parameter(message: impl Into<String>) -> Self {
        let message = format!("(#100) {}", message.into());
        Self { code: 100, subcode: None, message, details: None }
    }

    /// No such object, or not one of ours.
    pub(crate) fn unknown_object(method: &str, id: &str) -> Self {
        Self {
            code: 100,
            subcode: Some(33),
            message: format!(
                "Unsupported {method} request. Object with ID '{id}' does not exist, cannot be \
                 loaded due to missing permissions, or does not support this operation"
            ),
            details: None,
        }
    }

    /// Missing, wrong or expired token.
    pub(crate) fn token() -> Self {
        Self {
            code: 190,
            subcode: None,
            message: "Invalid OAuth access token - Cannot parse access token".into(),
            details: None,
        }
    }

    fn body(&self) -> Value {
        let kind = if self.subcode == Some(33) { "GraphMethodException" } else { "OAuthException" };
        let mut error = json!({
            "message": self.message, "type": kind, "code": self.code, "fbtrace_id": ids::trace(),
        });
        if let Some(subcode) = self.subcode {
            error.put("error_subcode", subcode);
        }
        if let Some(details) = &self.details {
            error.put("error_data", json!({ "messaging_product": "whatsapp", "details": details }));
        }
        json!({ "error": error })
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl ResponseError for Refusal {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(http_status(self.code)).unwrap_or(StatusCode::BAD_REQUEST)
    }

    fn error_response(&self) -> HttpResponse {
        HttpResponse::build(self.status_code()).json(self.body())
    }
}

/// An element of `errors` in a failed status or an unsupported message.
pub(crate) fn in_webhook(code: i64) -> Value {
    json!({
        "code": code,
        "title": title(code),
        "message": title(code),
        "error_data": { "details": details(code) },
        "href": "/documentation/business-messaging/whatsapp/support/error-codes",
    })
}

/// Throttles are 400, not 429: Meta's own oddity, which clients must know.
fn http_status(code: i64) -> u16 {
    match code {
        0 | 190 | 138_000 | 138_006 => 401,
        10 | 200..=299 | 131_005 | 131_031 | 131_207 | 368 => 403,
        132_001 => 404,
        131_208 | 138_002 | 138_005 => 429,
        3 | 131_000 | 131_016 | 131_057 | 138_004 | 138_007 => 500,
        2 | 133_004 => 503,
        _ => 400,
    }
}

fn title(code: i64) -> &'static str {
    match code {
        0 => "AuthException",
        1 => "API Unknown",
        2 => "API Service",
        3 => "API Method",
        4 => "API Too Many Calls",
        10 | 200..=299 => "Permission Denied",
        100 => "Invalid parameter",
        190 => "Access token has expired",
        368 => "Temporarily blocked for policies violations",
        80_007 => "Rate limit issues",
        130_429 => "Rate limit hit",
        130_472 => "User's number is part of an experiment",
        131_005 => "Access denied",
        131_008 => "Required parameter is missing",
        131_009 => "Parameter value is not valid",
        131_016 => "Service unavailable",
        131_021 => "Recipient cannot be sender",
        131_026 => "Message undeliverable",
        131_030 => "Recipient phone number not in allowed list",
        131_031 => "Business Account locked",
        131_042 => "Business eligibility payment issue",
        131_047 => "Re-engagement message",
        131_048 => "Spam Rate limit hit",
        131_049 => "This message was not delivered to maintain healthy ecosystem engagement.",
        131_050 => "User has stopped marketing messages",
        131_051 => "Message type unknown",
        131_052 => "Media download error",
        131_053 => "Media upload error",
        131_056 => "(Business Account, Consumer Account) pair rate limit hit",
        131_057 => "Account in maintenance mode",
        131_060 => "This message is currently unavailable.",
        132_000 => "Number of parameters does not match the expected number of params",
        132_001 => "Template name does not exist in the translation",
        132_005 => "Translated text too long",
        132_018 => "There was an issue with the parameters in your template",
        132_012 => "Parameter format does not match format in the created template",
        132_015 => "Template is paused",
        132_016 => "Template is disabled",
        133_010 => "Account not registered",
        138_000 => "Calling is not enabled",
        138_001 => "The user cannot be called",
        138_002 => "Too many concurrent calls",
        138_003 => "A call with this user is already going on",
        138_004 => "Connection error",
        138_005 => "Call rate limit hit",
        138_006 => "No permission to call this user",
        138_007 => "Connection timeout",
        138_008 => "SDP validation error",
        138_009 => "Call permission request limit hit",
        138_012 => "Limit of business-initiated calls hit",
        138_013 => "Business-initiated calling is not available",
        138_014 => "Calling is disabled because of low quality",
        138_015 => "The messaging limit is too low for calling",
        138_017 => "The user has given permission for good",
        138_018 => "Prerequisites of calling are not met",
        138_019 => "Call setup failed",
        138_021 => "No media was received from the business",
        _ => "Something went wrong",
    }
}

fn details(code: i64) -> &'static str {
    match code {
        4 | 80_007 => "The app has reached its API call rate limit.",
        130_429 => {
            "Message failed to send because there were too many messages sent from this phone number in a short period of time."
        }
        131_016 => "Message failed to send because a service is temporarily unavailable.",
        131_026 => "Message undeliverable.",
        131_047 => {
            "Message failed to send because more than 24 hours have passed since the customer last replied to this number."
        }
        131_048 => {
            "Message failed to send because there are restrictions on how many messages can be sent from this phone number."
        }
        131_049 => {
            "In order to maintain a healthy ecosystem engagement, the message failed to be delivered."
        }
        131_050 => {
            "User has chosen to stop receiving marketing messages on WhatsApp from your business."
        }
        131_051 => "Message type is currently not supported.",
        131_052 => "Failed to download the media sent by the user.",
        131_053 => "Media upload error: the file could not be processed.",
        131_056 => {
            "Message failed to send because there were too many messages sent from this phone number to the same phone number in a short period of time."
        }
        131_060 => "This message is currently unavailable.",
        132_015 => "Template is paused due to low quality.",
        _ => "The request could not be completed.",
    }
}
