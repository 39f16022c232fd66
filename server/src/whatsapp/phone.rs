//! Phone numbers as WhatsApp writes them: digits with country code, without `+`. In three countries the same line
//! appears in two forms, and `wa_id` need not be the one that was sent to.
//!
//! For finding who it is, never for dialling: answer to the form that WhatsApp gave.

/// The digits of a number in any notation, without `+` or an international `00`; nothing when there are none, or
/// letters among them.
pub fn digits(written: &str) -> Option<String> {
    if written.chars().any(char::is_alphabetic) {
        return None;
    }
    // `+44 (0)20 …`: the zero is only for those who dial within the country.
    let written = written.replace("(0)", "");
    let digits: String = written.chars().filter(char::is_ascii_digit).collect();
    let digits = match digits.strip_prefix("00") {
        Some(rest) if !written.trim_start().starts_with('+') => rest,
        _ => digits.as_str(),
    };
    (!digits.is_empty()).then(|| digits.to_owned())
}

/// The one form of a line's number that stands for all of [`variants`]. Takes and gives digits.
pub fn canonical(phone: &str) -> String {
    forms(phone).map_or_else(|| phone.to_owned(), |[canonical, _]| canonical)
}

/// All forms under which the same line may appear, the canonical one first. Takes and gives digits.
pub fn variants(phone: &str) -> Vec<String> {
    forms(phone).map_or_else(|| vec![phone.to_owned()], Vec::from)
}

/// The canonical and the other form, for lines that have two.
fn forms(phone: &str) -> Option<[String; 2]> {
    if !phone.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    match phone.get(..2)? {
        "55" => brazil(phone.get(2..)?),
        "52" => mexico(phone.get(2..)?),
        "54" => argentina(phone.get(2..)?),
        _ => None,
    }
}

/// Mobile lines got a ninth digit, a 9 before the others, from 2012 to 2016; WhatsApp keeps older accounts without it.
/// Only 6 to 9 began a mobile number of eight digits: 2 to 5 are landlines, so a nine before those is another line.
fn brazil(national: &str) -> Option<[String; 2]> {
    let (area, line) = national.split_at_checked(2)?;
    if area.contains('0') {
        return None;
    }
    let short = match line.len() {
        8 => line,
        9 => line.strip_prefix('9')?,
        _ => return None,
    };
    short
        .starts_with(['6', '7', '8', '9'])
        .then(|| [format!("55{area}9{short}"), format!("55{area}{short}")])
}

/// The 1 after the country code, once for mobile lines, was abolished in 2019; WhatsApp keeps it for older accounts.
/// The ten digits alone say which line it is.
fn mexico(national: &str) -> Option<[String; 2]> {
    let line = if national.len() == 11 { national.strip_prefix('1')? } else { national };
    let fits = line.len() == 10 && !line.starts_with(['0', '1']);
    fits.then(|| [format!("52{line}"), format!("521{line}")])
}

/// Mobile lines have a 9 after the country code when called from abroad; some write them without. Area and line, ten
/// digits together, are given once only, to a mobile or to a landline.
fn argentina(national: &str) -> Option<[String; 2]> {
    let line = if national.len() == 11 { national.strip_prefix('9')? } else { national };
    let fits = line.len() == 10 && (line.starts_with("11") || line.starts_with(['2', '3']));
    fits.then(|| [format!("549{line}"), format!("54{line}")])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_forms_of_one_line_are_one() {
        for (canonical_form, other) in [
            ("5511987654321", "551187654321"),
            ("5531991234567", "553191234567"),
            ("5585971234567", "558571234567"),
            ("5511961234567", "551161234567"),
            ("525512345678", "5215512345678"),
            ("528112345678", "5218112345678"),
            ("5491123456789", "541123456789"),
            ("5493511234567", "543511234567"),
            ("5492991234567", "542991234567"),
        ] {
            let both = vec![canonical_form.to_owned(), other.to_owned()];
            assert_eq!(variants(canonical_form), both);
            assert_eq!(variants(other), both);
            assert_eq!(canonical(canonical_form), canonical_form);
            assert_eq!(canonical(other), canonical_form);
        }
    }

    #[test]
    fn landlines_and_other_countries_are_left_alone() {
        for phone in [
            "551132654321",   // Brazil, a landline
            "5511932654321",  // Brazil, a mobile line that never had eight digits
            "551152654321",   // Brazil, a landline
            "5501987654321",  // Brazil, no such area
            "55119876543210", // Brazil, too long
            "5511887654321",  // Brazil, nine digits without the nine
            "52551234567",    // Mexico, too short
            "5225512345678",  // Mexico, eleven digits without the one
            "52155123456789", // Mexico, too long
            "521551234567",   // Mexico, ten digits that begin with 1
            "548101234567",   // Argentina, a service number
            "54911234567",    // Argentina, too short
            "16505551234",
            "56912345678",  // Chile
            "51987654321",  // Peru
            "59899123456",  // Uruguay
            "595981123456", // Paraguay
            "59171234567",  // Bolivia
            "573001234567", // Colombia
            "584121234567", // Venezuela
            "50212345678",  // Guatemala
            "5355512345",   // Cuba
            "491711234567",
            "5",
            "",
            "55",
            "é5",
            "55ab987654321",
        ] {
            assert_eq!(variants(phone), [phone], "{phone}");
            assert_eq!(canonical(phone), phone);
        }
    }

    #[test]
    fn every_notation_has_the_same_digits() {
        for written in [
            "+44 20 7946 0958",
            "0044 20 7946 0958",
            "+44 (0)20 7946-0958",
            "44.20.7946.0958",
            " 442079460958 ",
            "\u{202a}+44\u{a0}20\u{a0}7946/0958\u{202c}",
        ] {
            assert_eq!(digits(written).as_deref(), Some("442079460958"), "{written:?}");
        }
        for nonsense in ["", " ", "+", "US.123", "12 AB", "٤٤"] {
            assert_eq!(digits(nonsense), None, "{nonsense:?}");
        }
    }
}
