//! The places of a template that are filled in when it is sent.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{ButtonKind, Header, Template};
use crate::message::SentAs;

/// A place to be filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Slot {
    /// In the line above the text, by its number or name.
    Header(String),
    /// The file above the text.
    File(SentAs),
    /// Degrees north of the place above the text.
    Latitude,
    /// Degrees east.
    Longitude,
    /// What the place is called.
    PlaceName,
    /// Where it is.
    PlaceAddress,
    /// In the text, by its number or name.
    Body(String),
    /// The end of the address behind a button, by the button's place from 0.
    Url(usize),
    /// The code that a button copies, by the button's place from 0.
    Code(usize),
}

/// What is filled in, by [`Slot::key`]. A file is chosen beside it.
pub type Values = BTreeMap<String, String>;

impl Slot {
    /// Its name in commands, forms and problems.
    pub fn key(&self) -> String {
        match self {
            Self::Header(name) => format!("header.{name}"),
            Self::File(_) => "header.file".into(),
            Self::Latitude => "header.latitude".into(),
            Self::Longitude => "header.longitude".into(),
            Self::PlaceName => "header.place".into(),
            Self::PlaceAddress => "header.address".into(),
            Self::Body(name) => format!("body.{name}"),
            Self::Url(at) | Self::Code(at) => format!("button.{at}"),
        }
    }
}

impl Template {
    /// Its places, in the order in which they are read.
    pub fn slots(&self) -> Vec<Slot> {
        let mut slots = vec![];
        match &self.header {
            Some(Header::Text(text)) => slots.extend(self.names(text).map(Slot::Header)),
            Some(Header::File(sent_as)) => slots.push(Slot::File(*sent_as)),
            Some(Header::Location) => {
                slots.extend([
                    Slot::Latitude,
                    Slot::Longitude,
                    Slot::PlaceName,
                    Slot::PlaceAddress,
                ]);
            }
            None => {}
        }
        slots.extend(self.names(&self.body).map(Slot::Body));
        for (at, button) in self.buttons.iter().enumerate() {
            match button.kind {
                ButtonKind::Url if button.target.as_deref().is_some_and(|it| it.contains("{{")) => {
                    slots.push(Slot::Url(at));
                }
                ButtonKind::Code => slots.push(Slot::Code(at)),
                ButtonKind::Url | ButtonKind::Reply | ButtonKind::Phone | ButtonKind::Other => {}
            }
        }
        slots
    }

    /// What a person calls a place.
    pub fn label(&self, slot: &Slot) -> String {
        let placed = |name: &str, part: &str| {
            if self.named { name.replace('_', " ") } else { format!("{part} {{{{{name}}}}}") }
        };
        let button = |at: &usize| self.buttons.get(*at).map_or("", |it| it.text.as_str());
        match slot {
            Slot::Header(name) => placed(name, "Header"),
            Slot::File(SentAs::Video) => "Header video".into(),
            Slot::File(SentAs::Document) => "Header document".into(),
            Slot::File(_) => "Header image".into(),
            Slot::Latitude => "Latitude".into(),
            Slot::Longitude => "Longitude".into(),
            Slot::PlaceName => "Name of the place".into(),
            Slot::PlaceAddress => "Address of the place".into(),
            Slot::Body(name) => placed(name, "Text"),
            Slot::Url(at) => format!("End of the link of “{}”", button(at)),
            Slot::Code(at) => format!("Code for “{}”", button(at)),
        }
    }

    /// The names of the places in a text, each once: numbers in their order, names as they come.
    fn names(&self, text: &str) -> impl Iterator<Item = String> + use<> {
        let mut names: Vec<String> = vec![];
        for (name, _) in places(text) {
            if !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
        if !self.named {
            names.sort_by_key(|name| name.parse::<u32>().unwrap_or(u32::MAX));
        }
        names.into_iter()
    }
}

/// The places of a text: the name, and what stands between this place and the next.
fn places(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.split("{{").skip(1).filter_map(|part| {
        let (name, rest) = part.split_once("}}")?;
        Some((name.trim(), rest))
    })
}

/// A text with its places filled in; those that are empty stay as they are.
pub fn filled(text: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut out = text.split("{{").next().unwrap_or_default().to_owned();
    for part in text.split("{{").skip(1) {
        if let Some((name, rest)) = part.split_once("}}") {
            let given = value(name.trim()).filter(|it| !it.is_empty());
            out.push_str(&given.unwrap_or_else(|| format!("{{{{{}}}}}", name.trim())));
            out.push_str(rest);
        } else {
            out.push_str("{{");
            out.push_str(part);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::tests::template;

    #[test]
    fn places_are_found_once_and_in_their_order() {
        let it = Template { body: "{{2}} and {{1}}, {{ 2 }} {{".into(), ..template() };
        assert_eq!(it.slots(), [Slot::Body("1".into()), Slot::Body("2".into())]);
        let it = Template { body: "{{last}}, {{first}}".into(), named: true, ..template() };
        assert_eq!(it.slots(), [Slot::Body("last".into()), Slot::Body("first".into())]);
        assert_eq!(it.label(&Slot::Body("first_name".into())), "first name");
    }

    #[test]
    fn what_is_not_filled_in_stays_to_be_seen() {
        let value = |name: &str| (name == "1").then(|| "Ana {{2}}".to_owned());
        assert_eq!(filled("Hi {{1}}, {{ 2 }}! {{", value), "Hi Ana {{2}}, {{2}}! {{");
        assert_eq!(filled("nothing", value), "nothing");
    }
}
