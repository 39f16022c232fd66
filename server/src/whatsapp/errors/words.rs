//! WhatsApp's codes in words: what happened, and what a person can do about it. English, without jargon where it can
//! be avoided; never empty, also for codes that nobody has seen yet.

use super::Class;

/// Longest piece of Meta's own words that we repeat, in characters.
const DETAILS_MAX: usize = 300;

/// What a code says, for a person. `details` are Meta's own words, repeated where ours don't tell enough.
pub fn words(code: i64, details: Option<&str>) -> String {
    let Some(known) = known(code) else {
        let what_to_do = match Class::of(code) {
            Some(class) => advice(class),
            None => {
                "Trying again may help; if it does not, search for the number in Meta's list of error codes."
            }
        };
        let said = details.map_or_else(|| "WhatsApp refused it.".to_owned(), said_by_meta);
        return format!("{said} {what_to_do} (error {code})");
    };
    match details {
        Some(said) if vague(code) => format!("{known} {}", said_by_meta(said)),
        _ => known.to_owned(),
    }
}

/// The same when WhatsApp gave no code.
pub(super) fn without_code(details: Option<&str>) -> String {
    details.map_or_else(
        || "WhatsApp refused it without saying why. Trying again may help.".to_owned(),
        |said| format!("{} Trying again may help.", said_by_meta(said)),
    )
}

fn said_by_meta(details: &str) -> String {
    let line = details.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut said: String = line.chars().take(DETAILS_MAX).collect();
    if line.chars().count() > DETAILS_MAX {
        said.push('…');
    }
    let end = if said.ends_with(['.', '!', '?', '…']) { "" } else { "." };
    format!("WhatsApp says: {said}{end}")
}

/// Codes that stand for many reasons, of which only Meta's words tell which.
const fn vague(code: i64) -> bool {
    matches!(
        code,
        0..=3 | 10 | 33 | 100 | 190 | 200..=299 | 368 | 131_005 | 131_008 | 131_009 | 131_031 | 131_037 | 131_042
        | 131_052 | 131_053 | 132_000..=132_999 | 135_000
    )
}

const fn advice(class: Class) -> &'static str {
    match class {
        Class::Auth => {
            "An admin must connect the number again, with an access token that is valid."
        }
        Class::Policy => "An admin must look at the account in Meta's Business Manager.",
        Class::Account => "An admin must complete the number's setup in Meta's Business Manager.",
        Class::Throttle | Class::Spam => "Wait some minutes, then send it again.",
        Class::Transient => "Send it again in a moment.",
        Class::WindowClosed => "Send an approved template instead.",
        Class::OptedOut => "Send them no marketing.",
        Class::Withheld => "Sending it again today would not help.",
        Class::Unreachable => "Try to reach the customer in another way.",
        Class::Permanent => "Sending the same again would fail again.",
    }
}

const fn known(code: i64) -> Option<&'static str> {
    Some(match code {
        0 | 190 => {
            "The access token of this number has expired or was revoked. An admin must set a new one in the settings."
        }
        3 | 10 | 200..=299 | 131_005 => {
            "The access token of this number lacks a permission. An admin must make one that may send messages from it."
        }
        1 | 2 | 131_000 | 131_016 | 131_057 | 2_494_100 => {
            "WhatsApp had trouble of its own. Send it again in a moment."
        }
        4 | 80_007 | 130_429 => {
            "More was sent from this number than WhatsApp allows in that time. Wait a little, then send it again."
        }
        33 => {
            "WhatsApp does not know this number of ours, or it was deleted. An admin must check its phone number id."
        }
        100 | 131_008 | 131_009 | 135_000 => {
            "WhatsApp could not understand the message. Sending the same again would fail again."
        }
        368 | 130_497 | 131_031 => {
            "Meta has restricted or locked this account. An admin must look at it in Meta's Business Manager."
        }
        130_472 => {
            "Meta did not deliver it, as part of an experiment with this customer. Sending it again would not help; \
             when the customer writes to you, you can answer."
        }
        131_021 => "A number can't write to itself. Choose another recipient.",
        131_026 => {
            "It could not be delivered: the customer may have no WhatsApp, a very old version of it, or has not \
             accepted its terms. Try to reach them in another way."
        }
        131_030 => {
            "This is a test number, which may write only to recipients on its list. Add the customer in Meta's App \
             Dashboard, or use a real number."
        }
        131_037 => {
            "The number's display name is not approved yet. An admin must set one in WhatsApp Manager."
        }
        131_042 => {
            "There is a problem with the payment method of the account. An admin must check it at Meta."
        }
        131_044 => "The account has no valid payment method. An admin must add one at Meta.",
        131_045 | 133_010 => {
            "The number is not registered with the Cloud API. An admin must register it at Meta."
        }
        131_047 => {
            "More than 24 hours have passed since the customer last wrote. Send an approved template, or wait until \
             they write."
        }
        131_048 => {
            "WhatsApp limits this number because too many people blocked or reported it. Send less for some hours; an \
             admin can see its quality rating in WhatsApp Manager."
        }
        131_049 => {
            "Meta chose not to deliver it, so that this customer gets less marketing. Wait at least a day before you \
             send them another."
        }
        131_050 => "The customer wants no marketing messages from you. Don't send them any.",
        131_051 => "WhatsApp does not support this type of message.",
        131_052 => "The customer's file could not be had from WhatsApp. Ask them to send it again.",
        131_053 => "WhatsApp could not take the file. Check its type and size, then send it again.",
        131_055 => {
            "This number is set up for calls by SIP, which does not allow this. An admin must change that."
        }
        131_056 => {
            "Too many messages went to this one customer in a short time. Wait some seconds, then send it again."
        }
        131_060 => {
            "WhatsApp can't show this message here. Look at it on the phone, or ask the customer to repeat it."
        }
        131_062 | 131_063 => {
            "This can't be sent to a customer whose phone number is hidden. Ask them for their number first."
        }
        132_000 | 132_012 => {
            "The values don't fit the template. Check how many there are and their format."
        }
        132_001 => {
            "This template does not exist in this language, or is not approved. Choose another."
        }
        132_005 => "The template's text becomes too long with these values. Shorten them.",
        132_007 => {
            "The template breaks one of WhatsApp's rules. An admin must change it in WhatsApp Manager."
        }
        132_015 => "The template is paused because of its low quality. Choose another.",
        132_016 => "The template was disabled because of its low quality. Choose another.",
        133_004 => "WhatsApp's servers are not available right now. Send it again in a moment.",
        137_000 => {
            "The customer's security code has changed. Make sure that it is still them, then send it again."
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_words_and_one_without_words_of_ours_shows_its_number() {
        for code in
            (0..400).chain(130_000..140_000).chain([613, 80_007, 2_494_100, -1, i64::MAX, i64::MIN])
        {
            for details in [None, Some("Details")] {
                let words = words(code, details);
                let number = words.ends_with(&format!("(error {code})"));
                assert_eq!(number, known(code).is_none(), "{words}");
                assert!(words.len() > 40, "{words}");
            }
        }
    }

    #[test]
    fn an_unknown_code_repeats_what_meta_says() {
        let said = words(987_654, Some("The moon\nis full"));
        assert!(said.starts_with("WhatsApp says: The moon is full. "), "{said}");
        assert!(words(987_654, None).starts_with("WhatsApp refused it. "));
    }

    #[test]
    fn meta_is_repeated_where_a_code_has_many_reasons_and_only_there() {
        assert!(words(100, Some("Invalid parameter")).contains("Invalid parameter"));
        assert!(!words(131_047, Some("Re-engagement message")).contains("Re-engagement"));
    }

    #[test]
    fn metas_words_are_cut_when_they_don_t_end() {
        let said = words(987_654, Some(&"é".repeat(5_000)));
        assert!(said.chars().count() < 500);
        assert!(said.contains("é…"));
    }
}
