//! What a list may ask of attributes: one pure rule, which the server says again in SQL.

use std::fmt;
use std::str::FromStr;

use super::fold;
use crate::conversation::Conversation;
use crate::ids::AttributeId;

/// Most conditions on attributes in one list.
pub const CONDITIONS_MAX: usize = 8;

/// What must hold of one attribute.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Condition {
    /// Which.
    pub attribute: AttributeId,
    /// What must hold of its value.
    pub test: Test,
}

/// What must hold of a value. Numbers, days, options and yes or no are compared by [`super::Value::rank`], texts by
/// [`super::Value::folded`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Test {
    /// Something is known.
    Set,
    /// Nothing is known.
    Unset,
    /// It is this.
    Is(i64),
    /// It is this or more, or later.
    AtLeast(i64),
    /// It is this or less, or earlier.
    AtMost(i64),
    /// It says this, folded.
    Says(String),
    /// It has this somewhere, folded.
    Has(String),
}

impl Condition {
    /// Whether it holds of a conversation or its contact.
    pub fn holds(&self, it: &Conversation) -> bool {
        let id = &self.attribute;
        let value = it.attributes.get(id).or_else(|| it.contact.about.attributes.get(id));
        let rank = || value.and_then(super::Value::rank);
        let text = || value.and_then(super::Value::folded);
        match &self.test {
            Test::Set => value.is_some(),
            Test::Unset => value.is_none(),
            Test::Is(wanted) => rank() == Some(*wanted),
            Test::AtLeast(least) => rank().is_some_and(|it| it >= *least),
            Test::AtMost(most) => rank().is_some_and(|it| it <= *most),
            Test::Says(wanted) => text().as_ref() == Some(wanted),
            Test::Has(part) => text().is_some_and(|it| it.contains(part)),
        }
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}~", self.attribute)?;
        match &self.test {
            Test::Set => f.write_str("set"),
            Test::Unset => f.write_str("unset"),
            Test::Is(rank) => write!(f, "is~{rank}"),
            Test::AtLeast(rank) => write!(f, "min~{rank}"),
            Test::AtMost(rank) => write!(f, "max~{rank}"),
            Test::Says(text) => write!(f, "says~{}", escaped(text)),
            Test::Has(text) => write!(f, "has~{}", escaped(text)),
        }
    }
}

impl FromStr for Condition {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (attribute, test) = text.split_once('~').ok_or(())?;
        let (word, value) = test.split_once('~').unwrap_or((test, ""));
        let rank = || value.parse().map_err(|_| ());
        let words = || {
            let text = fold(&plain(value).ok_or(())?);
            if text.is_empty() || text.contains('\0') { Err(()) } else { Ok(text) }
        };
        let test = match word {
            "set" => Test::Set,
            "unset" => Test::Unset,
            "is" => Test::Is(rank()?),
            "min" => Test::AtLeast(rank()?),
            "max" => Test::AtMost(rank()?),
            "says" => Test::Says(words()?),
            "has" => Test::Has(words()?),
            _ => return Err(()),
        };
        Ok(Self { attribute: attribute.parse().map_err(|_| ())?, test })
    }
}

/// In letters and digits that addresses take as they are; any other byte as `_` and two hexadecimal digits.
fn escaped(text: &str) -> String {
    let byte = |it: u8| {
        if it.is_ascii_alphanumeric() { char::from(it).to_string() } else { format!("_{it:02x}") }
    };
    text.bytes().map(byte).collect()
}

fn plain(text: &str) -> Option<String> {
    let (mut bytes, mut rest) = (vec![], text.as_bytes());
    while let Some((first, after)) = rest.split_first() {
        if *first == b'_' {
            let (hex, after) = after.split_at_checked(2)?;
            bytes.push(u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok()?);
            rest = after;
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_survives_its_text() {
        let attribute = AttributeId(ulid::Ulid(7));
        for test in [
            Test::Set,
            Test::Unset,
            Test::Is(-5),
            Test::AtLeast(i64::MIN),
            Test::AtMost(3),
            Test::Says("größe 3.5~x_y:%".into()),
            Test::Has("a b".into()),
        ] {
            let it = Condition { attribute, test };
            let text = it.to_string();
            assert!(!text.contains(['.', ':', '%', ' ']), "{text}");
            assert_eq!(text.parse(), Ok(it));
        }
    }

    #[test]
    fn what_is_no_condition_is_refused() {
        let id = AttributeId(ulid::Ulid(7));
        for test in ["", "is", "is~x", "says~", "says~_20", "has~_zz", "has~_f", "has~_ff", "odd~1"]
        {
            assert_eq!(format!("{id}~{test}").parse::<Condition>(), Err(()), "{test}");
        }
    }
}
