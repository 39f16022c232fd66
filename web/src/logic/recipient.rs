//! Whom somebody means to write to: a phone number, or a row of a table that has one. It decides nothing: whether the number
//! can be right says the server.

/// Fewest digits by which a field of a row is taken for the phone number.
const DIGITS: usize = 7;

/// Somebody to write to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recipient {
    /// As it was written.
    pub phone: String,
    /// Empty if nothing but a number was written.
    pub name: String,
}

/// Reads what was typed or pasted: a number, or a row with a number and perhaps a name, its fields parted by tabs,
/// semicolons or commas (RFC 4180), in any order.
pub fn recipient(text: &str) -> Recipient {
    let line = text.trim().lines().next().unwrap_or_default();
    let parts = ['\t', ';', ','].into_iter().find(|it| line.contains(*it));
    let Some(part) = parts else {
        return Recipient { phone: line.trim().to_owned(), name: String::new() };
    };
    let fields: Vec<_> = line.split(part).map(|it| it.trim().trim_matches('"').trim()).collect();
    let is_phone = |it: &&str| {
        it.chars().filter(char::is_ascii_digit).count() >= DIGITS
            && !it.chars().any(char::is_alphabetic)
    };
    let phone = fields.iter().copied().find(is_phone).unwrap_or_default();
    let name = fields.iter().copied().find(|it| it.chars().any(char::is_alphabetic));
    Recipient { phone: phone.to_owned(), name: name.unwrap_or_default().to_owned() }
}

#[cfg(test)]
mod tests {
    use super::{Recipient, recipient};

    #[test]
    fn a_number_stays_as_it_was_written() {
        let found = recipient(" +49 (151) 234-5678 ");
        assert_eq!(found, Recipient { phone: "+49 (151) 234-5678".into(), name: String::new() });
        assert_eq!(recipient(""), Recipient::default());
    }

    #[test]
    fn a_row_gives_its_number_and_its_name_in_any_order() {
        let meant = Recipient { phone: "+491512345678".into(), name: "Mina Park".into() };
        for row in [
            "Mina Park,+491512345678,mina@example.com",
            "12;\"Mina Park\";+491512345678\nOmar;+491",
            "+491512345678\tMina Park",
        ] {
            assert_eq!(recipient(row), meant, "{row}");
        }
        assert_eq!(recipient("Mina, Park").phone, "");
    }
}
