//! Which advertisement a customer came through, out of the `referral` of a message (Cloud API, click-to-WhatsApp ads).

use serde_json::Value;
use shared::source::{AD_TEXT_MAX, Ad};

use super::json::text;

/// What WhatsApp tells of it; nothing, if it is not even JSON.
pub fn ad(referral: &str) -> Option<Ad> {
    let said: Value = serde_json::from_str(referral).ok()?;
    let part = |key: &str| {
        let text = text(&said, key)?.replace('\0', "");
        let short: String = text.trim().chars().take(AD_TEXT_MAX).collect();
        (!short.is_empty()).then_some(short)
    };
    Some(Ad {
        kind: part("source_type").unwrap_or_default(),
        id: part("source_id"),
        url: part("source_url"),
        headline: part("headline"),
        body: part("body"),
        click: part("ctwa_clid"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_of_an_advertisement_is_kept_in_bounds() {
        let long = "x".repeat(AD_TEXT_MAX + 5);
        let said = serde_json::json!({
            "source_type": "ad", "source_url": "https://fb.me/1", "headline": long, "body": " ", "source_id": 7,
        });
        let it = ad(&said.to_string()).unwrap();
        assert_eq!(
            (it.kind.as_str(), it.link(), it.body.clone()),
            ("ad", Some("https://fb.me/1"), None)
        );
        assert_eq!(it.headline.map(|it| it.len()), Some(AD_TEXT_MAX));
        assert_eq!(ad("nonsense"), None);
        let odd = Ad { url: Some("javascript:alert(1)".into()), ..Ad::default() };
        assert_eq!(odd.link(), None);
    }
}
