//! What WhatsApp would refuse, told before anything is sent (Cloud API, templates; errors 132000, 132005, 132012).

use super::slot::{Slot, Values, filled};
use super::{Header, Template};
use crate::message::{SentAs, sending};

/// Longest text with everything filled in, in characters.
pub const BODY_MAX: usize = 1024;
/// Longest line above the text, in characters.
pub const HEADER_MAX: usize = 60;
/// Longest code to be copied, in characters.
pub const CODE_MAX: usize = 15;
/// Longest address behind a button, in characters.
pub const URL_MAX: usize = 2000;

/// What is wrong with what was filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// [`Slot::key`] of the place.
    pub field: String,
    /// What is wrong and what to do, for a person.
    pub words: String,
}

impl Template {
    /// Everything that is wrong, in the order in which it is read. `file` is what the chosen file would be sent as.
    pub fn wrongs(&self, values: &Values, file: Option<SentAs>) -> Vec<Wrong> {
        let one = |slot: Slot| {
            let field = slot.key();
            let given = values.get(&field).map_or("", |it| it.trim());
            let words = self.wrong(&slot, given, file)?;
            Some(Wrong { field, words })
        };
        let mut wrongs: Vec<_> = self.slots().into_iter().filter_map(one).collect();
        if wrongs.is_empty() {
            wrongs.extend(self.too_long(values));
        }
        wrongs
    }

    fn wrong(&self, slot: &Slot, given: &str, file: Option<SentAs>) -> Option<String> {
        let name = self.label(slot);
        let missing = || given.is_empty().then(|| format!("{name} is missing."));
        match slot {
            Slot::File(wanted) => match file {
                None => Some(format!("{name} is missing. Choose a file.")),
                Some(file) if file != *wanted => Some(format!(
                    "This template takes {} above its text, and this file is {}.",
                    with_article(*wanted),
                    with_article(file)
                )),
                Some(_) => None,
            },
            Slot::Latitude => missing().or_else(|| degrees(given, 90.0, &name)),
            Slot::Longitude => missing().or_else(|| degrees(given, 180.0, &name)),
            Slot::PlaceName | Slot::PlaceAddress | Slot::Header(_) | Slot::Body(_) => {
                missing().or_else(|| one_line(given, &name))
            }
            Slot::Url(_) => missing().or_else(|| {
                given
                    .contains(char::is_whitespace)
                    .then(|| format!("{name} is part of an address and can't have blanks."))
            }),
            Slot::Code(_) => missing().or_else(|| {
                let length = given.chars().count();
                if length > CODE_MAX {
                    return Some(format!(
                        "{name} has at most {CODE_MAX} characters; this has {length}."
                    ));
                }
                given.contains(char::is_whitespace).then(|| format!("{name} can't have blanks."))
            }),
        }
    }

    fn too_long(&self, values: &Values) -> Option<Wrong> {
        let length = |text: &str, part: &str| {
            let whole = filled(text, |name| values.get(&format!("{part}.{name}")).cloned());
            whole.chars().count()
        };
        let last = |fits: fn(&Slot) -> bool| {
            self.slots().iter().rfind(|slot| fits(slot)).map(Slot::key).unwrap_or_default()
        };
        if let Some(Header::Text(text)) = &self.header {
            let length = length(text, "header");
            if length > HEADER_MAX {
                let words = format!(
                    "The header becomes {length} characters long; WhatsApp takes {HEADER_MAX}."
                );
                return Some(Wrong { field: last(|it| matches!(it, Slot::Header(_))), words });
            }
        }
        let body = length(&self.body, "body");
        if body > BODY_MAX {
            let words = format!(
                "The text becomes {body} characters long; WhatsApp takes {BODY_MAX}. Shorten what you filled in."
            );
            return Some(Wrong { field: last(|it| matches!(it, Slot::Body(_))), words });
        }
        let url = |slot: Slot| {
            let Slot::Url(at) = slot else { return None };
            let target = self.buttons.get(at)?.target.as_deref()?;
            let whole = filled(target, |_| values.get(&slot.key()).cloned());
            let words = format!("The address becomes longer than {URL_MAX} characters.");
            (whole.chars().count() > URL_MAX).then(|| Wrong { field: slot.key(), words })
        };
        self.slots().into_iter().find_map(url)
    }
}

/// Whether a file may stand above the text of a template, or why not.
pub fn check_file(wanted: SentAs, kind: &str, name: &str, size: u64) -> Result<(), String> {
    let sent_as = sending::check(kind, name, size)?;
    if sent_as == wanted {
        return Ok(());
    }
    let (wanted, file) = (with_article(wanted), with_article(sent_as));
    Err(format!("This template takes {wanted} above its text, and this file is {file}."))
}

/// What is filled in stands in one line: WhatsApp takes neither line breaks and tabs nor more than four blanks in a row.
fn one_line(given: &str, name: &str) -> Option<String> {
    let broken = given.contains(['\n', '\r', '\t']);
    if broken {
        return Some(format!("{name} can't have line breaks or tabs: WhatsApp takes one line."));
    }
    given.contains("     ").then(|| format!("{name} has more than four blanks in a row."))
}

fn degrees(given: &str, most: f64, name: &str) -> Option<String> {
    let fits = given.parse::<f64>().is_ok_and(|it| it.abs() <= most);
    (!fits).then(|| {
        format!("{name} is a number of degrees between -{most} and {most}, such as 52.52.")
    })
}

const fn with_article(file: SentAs) -> &'static str {
    match file {
        SentAs::Image => "a picture",
        SentAs::Video => "a video",
        SentAs::Audio => "a sound",
        SentAs::Document => "a document",
        SentAs::Sticker => "a sticker",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::tests::{button, template, values};
    use crate::template::{ButtonKind, Status};

    fn fields(it: &Template, given: &[(&str, &str)], file: Option<SentAs>) -> Vec<String> {
        it.wrongs(&values(given), file).into_iter().map(|it| it.field).collect()
    }

    #[test]
    fn every_missing_place_is_named() {
        let it = Template {
            header: Some(Header::File(SentAs::Image)),
            body: "{{1}} {{2}}".into(),
            buttons: vec![
                button(ButtonKind::Url, Some("https://a.org/{{1}}")),
                button(ButtonKind::Code, None),
                button(ButtonKind::Reply, None),
            ],
            ..template()
        };
        let all = ["header.file", "body.1", "body.2", "button.0", "button.1"];
        assert_eq!(fields(&it, &[], None), all);
        assert_eq!(
            fields(&it, &[("body.1", "  "), ("body.2", "b")], Some(SentAs::Image)),
            ["body.1", "button.0", "button.1"]
        );
        let rest = [("body.1", "a"), ("body.2", "b"), ("button.0", "x"), ("button.1", "SAVE20")];
        assert_eq!(fields(&it, &rest, Some(SentAs::Image)), [""; 0]);
        assert_eq!(fields(&it, &rest, Some(SentAs::Video)), ["header.file"]);
    }

    #[test]
    fn what_whatsapp_refuses_is_refused_here() {
        let text = template();
        for (given, fits) in
            [("a\nb", false), ("a\tb", false), ("a     b", false), ("a    b", true)]
        {
            assert_eq!(fields(&text, &[("body.1", given)], None).is_empty(), fits, "{given:?}");
        }
        assert_eq!(fields(&text, &[("body.1", &"x".repeat(BODY_MAX))], None), ["body.1"]);
        let line = Template { header: Some(Header::Text("For {{1}}".into())), ..template() };
        let long = "y".repeat(HEADER_MAX);
        assert_eq!(fields(&line, &[("header.1", &long), ("body.1", "x")], None), ["header.1"]);
        let code = Template {
            body: String::new(),
            buttons: vec![button(ButtonKind::Code, None)],
            ..template()
        };
        assert_eq!(fields(&code, &[("button.0", "SIXTEENLETTERS16")], None), ["button.0"]);
        let place = Template { header: Some(Header::Location), body: "Here".into(), ..template() };
        let at = [
            ("header.latitude", "95"),
            ("header.longitude", "8.4"),
            ("header.place", "Shop"),
            ("header.address", "Main St"),
        ];
        assert_eq!(fields(&place, &at, None), ["header.latitude"]);
    }

    #[test]
    fn only_what_is_approved_is_sent() {
        assert_eq!(template().obstacle(), None);
        for status in
            [Status::Pending, Status::Rejected, Status::Paused, Status::Disabled, Status::Gone]
        {
            assert!(Template { status, ..template() }.obstacle().is_some(), "{status}");
        }
    }
}
