//! What one may ask of attributes, in the words of a form and of a chip.

use shared::attribute::{Attribute, Condition, Day, Kind, Number, Test, Value, fold};

/// What kind of values, as people say it.
pub const fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "Text",
        Kind::Number => "Number",
        Kind::Date => "Date",
        Kind::Choice => "Dropdown",
        Kind::Flag => "Yes or no",
    }
}

/// What one could keep in such values.
pub const fn example(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "Such as an order number.",
        Kind::Number => "Such as a balance. Lists can ask for more or less.",
        Kind::Date => "Such as a delivery. Lists can ask for before or after.",
        Kind::Choice => "One of a few that you name.",
        Kind::Flag => "Such as whether somebody pays by invoice.",
    }
}

/// What one may ask of such values, each as a word and as people read it, the usual one first.
pub const fn tests(kind: Kind) -> &'static [(&'static str, &'static str)] {
    match kind {
        Kind::Text => {
            &[("has", "contains"), ("says", "is"), ("set", "is known"), ("unset", "is not known")]
        }
        Kind::Number => &[
            ("min", "is at least"),
            ("max", "is at most"),
            ("is", "is"),
            ("set", "is known"),
            ("unset", "is not known"),
        ],
        Kind::Date => &[
            ("min", "is on or after"),
            ("max", "is on or before"),
            ("is", "is on"),
            ("set", "is known"),
            ("unset", "is not known"),
        ],
        Kind::Choice | Kind::Flag => {
            &[("is", "is"), ("set", "is known"), ("unset", "is not known")]
        }
    }
}

/// Whether there is something to compare with.
pub fn compares(test: &str) -> bool {
    !matches!(test, "set" | "unset")
}

/// The condition of a form; in words, what is wrong with it.
pub fn condition(of: &Attribute, test: &str, text: &str) -> Result<Condition, String> {
    let attribute = of.id;
    let test = match test {
        "set" => Test::Set,
        "unset" => Test::Unset,
        test => {
            let Some(value) = Value::read(text, of)? else {
                return Err("What is compared with?".into());
            };
            match (test, value.rank()) {
                ("says", None) => Test::Says(fold(text)),
                (_, None) => Test::Has(fold(text)),
                ("min", Some(rank)) => Test::AtLeast(rank),
                ("max", Some(rank)) => Test::AtMost(rank),
                (_, Some(rank)) => Test::Is(rank),
            }
        }
    };
    Ok(Condition { attribute, test })
}

/// A condition as people read it.
pub fn words(it: &Condition, of: &Attribute) -> String {
    let (word, value) = match &it.test {
        Test::Set => ("set", None),
        Test::Unset => ("unset", None),
        Test::Is(rank) => ("is", Some(value(of, *rank))),
        Test::AtLeast(rank) => ("min", Some(value(of, *rank))),
        Test::AtMost(rank) => ("max", Some(value(of, *rank))),
        Test::Says(text) => ("says", Some(format!("“{text}”"))),
        Test::Has(text) => ("has", Some(format!("“{text}”"))),
    };
    let verb = tests(of.kind).iter().find(|(it, _)| *it == word).map_or("is", |(_, words)| words);
    match value {
        Some(value) => format!("{} {verb} {value}", of.name),
        None => format!("{} {verb}", of.name),
    }
}

fn value(of: &Attribute, rank: i64) -> String {
    let value = match of.kind {
        Kind::Date => {
            i32::try_from(rank).ok().map(Day).filter(|it| it.check().is_ok()).map(Value::Date)
        }
        Kind::Choice => u32::try_from(rank).ok().map(Value::Choice),
        Kind::Flag => Some(Value::Flag(rank != 0)),
        Kind::Text | Kind::Number => Some(Value::Number(Number(rank))),
    };
    value.map_or_else(|| rank.to_string(), |it| it.words(of))
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::attribute::Of;
    use shared::ids::AttributeId;

    fn attribute(kind: Kind) -> Attribute {
        let choice = |id: u32| shared::attribute::Choice { id, name: format!("Option {id}") };
        let options = if kind == Kind::Choice { vec![choice(0), choice(1)] } else { vec![] };
        let id = AttributeId(ulid::Ulid(1));
        let (of, name) = (Of::Contact, "Size".into());
        Attribute { id, of, name, kind, options, place: 0, archived: false, version: 1 }
    }

    #[test]
    fn what_is_asked_is_read_as_it_was_meant() {
        for (kind, test, text, meant) in [
            (Kind::Text, "has", " Gold ", "Size contains “gold”"),
            (Kind::Number, "min", "2,5", "Size is at least 2.5"),
            (Kind::Date, "max", "2026-03-09", "Size is on or before 2026-03-09"),
            (Kind::Choice, "is", "1", "Size is Option 1"),
            (Kind::Flag, "is", "no", "Size is No"),
            (Kind::Flag, "unset", "", "Size is not known"),
        ] {
            let it = attribute(kind);
            assert_eq!(words(&condition(&it, test, text).unwrap(), &it), meant);
        }
    }

    #[test]
    fn what_can_not_be_compared_is_refused() {
        for (kind, text) in
            [(Kind::Text, " "), (Kind::Number, "much"), (Kind::Date, "soon"), (Kind::Choice, "7")]
        {
            assert!(condition(&attribute(kind), "is", text).is_err(), "{kind:?}");
        }
    }
}
