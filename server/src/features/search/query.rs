//! What somebody asks the search for: words, and operators such as `from:customer`.

use shared::conversation::{Conversation, Status};
use shared::problem::Problem;
use shared::search::QUERY_MAX;
use shared::time::Timestamp;
use time::{Date, Month};

use super::vocabulary::{Asked, Vocabulary, Where};
use super::words;
use crate::error::Result;
use crate::whatsapp::phone;

/// Shortest part of a number that is searched, in digits.
pub const DIGITS: usize = 3;

/// What is searched.
pub struct Query<'a> {
    /// What labels and attributes are called.
    pub vocabulary: &'a Vocabulary,
    /// What must be so of a conversation.
    pub asked: Vec<Asked>,
    /// Whether conversations are meant by what is on them and known of them.
    pub known: bool,
    /// Whether what was said is meant.
    pub said: bool,
    /// Beginnings of words that a message must have, all of them; none where operators alone tell.
    pub words: Vec<String>,
    /// What a person must be called.
    pub names: Names,
    /// Whether people are meant too.
    pub people: bool,
    /// Who said it.
    pub from: Option<&'static str>,
    /// What it is.
    pub kinds: Option<&'static [&'static str]>,
    /// Whether its conversation is open, snoozed or closed.
    pub status: Option<Status>,
    /// Said at this time or later.
    pub since: Option<Timestamp>,
    /// Said before this time.
    pub until: Option<Timestamp>,
}

/// By what a person is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Names {
    /// Beginnings of their names, all of them.
    Words(Vec<String>),
    /// A part of their number, in any of these forms.
    Digits(Vec<String>),
}

impl<'a> Query<'a> {
    const fn of(vocabulary: &'a Vocabulary) -> Self {
        Self {
            vocabulary,
            asked: vec![],
            known: true,
            said: true,
            words: vec![],
            names: Names::Words(vec![]),
            people: true,
            from: None,
            kinds: None,
            status: None,
            since: None,
            until: None,
        }
    }

    /// Whether not every conversation is meant.
    pub fn narrows(&self) -> bool {
        self.status.is_some() || !self.asked.is_empty()
    }

    /// Whether a conversation is one of those that are meant.
    pub fn fits(&self, it: &Conversation) -> bool {
        self.status.is_none_or(|status| status == it.status)
            && (self.asked.is_empty() || self.vocabulary.reasons(it, &self.asked).is_some())
    }
}

/// Reads a query. Words with a colon that are no operator, nor name an attribute, are words.
pub fn parse<'a>(text: &str, vocabulary: &'a Vocabulary) -> Result<Query<'a>> {
    if text.chars().count() > QUERY_MAX {
        return Err(wrong(&format!("Please search for at most {QUERY_MAX} characters.")));
    }
    let (mut query, mut plain) = (Query::of(vocabulary), vec![]);
    for word in split(text) {
        match word.split_once(':') {
            Some((operator, value)) if !value.is_empty() => {
                if !operate(&mut query, &operator.to_lowercase(), &value.to_lowercase())? {
                    plain.push(word);
                }
            }
            _ => plain.push(word),
        }
    }
    let plain = plain.join(" ");
    query.words = words::wanted(&plain);
    query.names = names(&plain);
    if query.words.is_empty() {
        // Whom one asks for by labels alone is a conversation; by anything else, what was said.
        let of_messages = !query.people;
        query.said = of_messages || query.asked.is_empty();
        query.known &= !query.asked.is_empty();
        query.people = false;
        if !of_messages && query.asked.is_empty() && query.status.is_none() {
            return Err(wrong("Type a name, a number or words."));
        }
    }
    Ok(query)
}

/// The words of a query; what is quoted after a colon is one, whatever blanks it has.
fn split(text: &str) -> Vec<String> {
    let (mut all, mut word, mut quoted) = (vec![], String::new(), false);
    for character in text.chars() {
        if character == '"' && (quoted || word.ends_with(':')) {
            quoted = !quoted;
        }
        if character.is_whitespace() && !quoted {
            all.push(std::mem::take(&mut word));
        } else {
            word.push(character);
        }
    }
    all.push(word);
    all.retain(|word| !word.is_empty());
    all
}

/// False for what is no operator. Who asks what was said, and how, does not mean people.
fn operate(query: &mut Query<'_>, operator: &str, value: &str) -> Result<bool> {
    match operator {
        "from" => {
            query.from = Some(match value {
                "customer" | "them" => "contact",
                "us" | "me" | "agent" => "agent",
                "phone" => "phone",
                _ => return Err(wrong("`from:` takes customer, us or phone.")),
            });
            query.people = false;
        }
        "has" => {
            query.kinds = Some(match value {
                "image" | "photo" => &["image"],
                "video" => &["video"],
                "audio" | "voice" => &["audio"],
                "document" | "file" => &["document"],
                "media" => &["image", "video", "audio", "document", "sticker"],
                "location" => &["location"],
                "contact" => &["contacts"],
                "order" => &["order"],
                "note" => &["note"],
                _ => {
                    return Err(wrong(
                        "`has:` takes media, image, video, audio, document, location, contact, order or note.",
                    ));
                }
            });
            query.people = false;
        }
        "is" => {
            let status = value.parse::<Status>();
            query.status = Some(status.map_err(|_| wrong("`is:` takes open, snoozed or closed."))?);
        }
        "before" | "after" => {
            let day = day(value)
                .ok_or_else(|| wrong(&format!("`{operator}:` takes a day such as 2026-01-31.")))?;
            if operator == "before" {
                query.until = Some(day);
            } else {
                query.since = Some(Timestamp(day.0 + 24 * 60 * 60 * 1_000));
            }
            query.people = false;
        }
        _ => return Ok(ask(query, operator, value)),
    }
    query.known &= query.people;
    Ok(true)
}

/// What must be on a conversation, or known of it.
fn ask(query: &mut Query<'_>, operator: &str, value: &str) -> bool {
    let of = match operator {
        "label" => Where::Labels,
        name => Where::Attributes(query.vocabulary.named(name)),
    };
    let words = words::wanted(value);
    if words.is_empty() || of == Where::Attributes(vec![]) {
        return false;
    }
    query.asked.push(Asked { of, words });
    true
}

/// The beginning of a day, in UTC.
fn day(text: &str) -> Option<Timestamp> {
    let mut parts = text.splitn(3, '-');
    let year = parts.next()?.parse().ok()?;
    let month: u8 = parts.next()?.parse().ok()?;
    let date =
        Date::from_calendar_date(year, Month::try_from(month).ok()?, parts.next()?.parse().ok()?);
    let begin = date.ok()?.midnight().assume_utc();
    Some(Timestamp(begin.unix_timestamp() * 1_000))
}

/// Digits in any notation are a number; everything else is a name.
fn names(plain: &str) -> Names {
    let digits = phone::digits(plain).filter(|digits| digits.len() >= DIGITS);
    let Some(digits) = digits else { return Names::Words(words::wanted(plain)) };
    let mut forms = phone::variants(&digits);
    // As it is dialled within the country.
    forms.extend(digits.strip_prefix('0').filter(|rest| rest.len() >= DIGITS).map(str::to_owned));
    Names::Digits(forms)
}

fn wrong(words: &str) -> crate::error::Error {
    Problem::invalid("q", words).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Query<'static>> {
        static NOTHING: Vocabulary = Vocabulary::none();
        super::parse(text, &NOTHING)
    }

    #[test]
    fn what_is_quoted_after_a_colon_is_one_word() {
        let query = parse("label:\"needs reply\" label:vip-gold \"a b\"").unwrap();
        let asked: Vec<_> = query.asked.iter().map(|it| it.words.join(" ")).collect();
        assert_eq!(asked, ["needs reply", "gold vip"]);
        assert_eq!(query.words, ["a", "b"]);
        assert!(query.people && query.known);
        let query = parse("label:vip").unwrap();
        assert!(query.known && !query.said && !query.people);
        assert!(parse("label:vip from:us").unwrap().said);
    }

    #[test]
    fn operators_and_words_are_told_apart() {
        let query = parse("Invoice from:customer has:document after:2026-01-31 re: x:y").unwrap();
        assert_eq!(query.words, ["invoice", "re", "x", "y"]);
        assert_eq!((query.from, query.kinds), (Some("contact"), Some(&["document"][..])));
        assert_eq!(query.since, Some(Timestamp(1_769_904_000_000)));
        assert!(!query.people);
        for bad in ["", "  ", "!?", "from:nobody", "has:fun", "before:2026-02-30", "is:late"] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_number_is_a_number_in_any_notation() {
        let digits = |text: &str| match parse(text).unwrap().names {
            Names::Digits(forms) => forms,
            Names::Words(words) => panic!("{text}: {words:?}"),
        };
        assert_eq!(digits("+49 (30) 123-456"), ["4930123456"]);
        assert_eq!(digits("030 123456"), ["030123456", "30123456"]);
        assert_eq!(digits("+55 11 98765-4321"), ["5511987654321", "551187654321"]);
        assert_eq!(digits("4321"), ["4321"]);
        assert!(matches!(parse("ana 4321").unwrap().names, Names::Words(_)));
    }
}
