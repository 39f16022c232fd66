//! What a message says that was made from a template: as the phone shows it, and what WhatsApp has to be told for it.

use serde::{Deserialize, Serialize};

use super::slot::{Slot, Values, filled};
use super::{Button, Header, Template};
use crate::message::SentAs;
use crate::message::content::{Location, Media};

/// A template with everything filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// Of which template.
    pub name: String,
    /// In which language.
    pub language: String,
    /// Whether its places have names.
    pub named: bool,
    /// Above the text.
    pub header: Option<Top>,
    /// The text.
    pub body: String,
    /// Below the text, in small.
    pub footer: Option<String>,
    /// Below everything, with their addresses and codes.
    pub buttons: Vec<Button>,
    /// What was filled in, in the order of the places.
    pub given: Vec<Given>,
}

/// What stands above the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Top {
    /// A line.
    Text(String),
    /// A file.
    File(SentAs, Media),
    /// A place.
    Location(Location),
}

/// What was filled in at a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// Where.
    pub slot: Slot,
    /// What; nothing for a file.
    pub value: String,
}

impl Template {
    /// The message that it becomes. `file` stands above the text, where the template has one there.
    pub fn fill(&self, values: &Values, file: Option<Media>) -> Sent {
        let value = |key: &str| values.get(key).map(|it| it.trim().to_owned());
        let text = |text: &str, part: &str| filled(text, |name| value(&format!("{part}.{name}")));
        let of = |slot: Slot| value(&slot.key()).unwrap_or_default();
        let header = self.header.as_ref().map(|header| match header {
            Header::Text(line) => Top::Text(text(line, "header")),
            Header::File(sent_as) => Top::File(*sent_as, file.unwrap_or_default()),
            Header::Location => Top::Location(Location {
                latitude: of(Slot::Latitude),
                longitude: of(Slot::Longitude),
                name: Some(of(Slot::PlaceName)).filter(|it| !it.is_empty()),
                address: Some(of(Slot::PlaceAddress)).filter(|it| !it.is_empty()),
            }),
        });
        let button = |(at, button): (usize, &Button)| {
            let given = value(&Slot::Url(at).key());
            let target = match &button.target {
                Some(address) => Some(filled(address, |_| given.clone())),
                None => given,
            };
            Button { target, ..button.clone() }
        };
        let given = |slot: Slot| Given { value: of(slot.clone()), slot };
        Sent {
            name: self.name.clone(),
            language: self.language.clone(),
            named: self.named,
            header,
            body: text(&self.body, "body"),
            footer: self.footer.clone(),
            buttons: self.buttons.iter().enumerate().map(button).collect(),
            given: self.slots().into_iter().map(given).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::ButtonKind;
    use crate::template::tests::{button, template, values};

    #[test]
    fn what_is_filled_in_stands_where_the_phone_shows_it() {
        let it = Template {
            header: Some(Header::Text("Order {{1}}".into())),
            body: "Hi {{1}}".into(),
            buttons: vec![
                button(ButtonKind::Url, Some("https://a.org/{{1}}")),
                button(ButtonKind::Code, None),
            ],
            ..template()
        };
        let given =
            [("header.1", "#7"), ("body.1", " Ana "), ("button.0", "7"), ("button.1", "S20")];
        let sent = it.fill(&values(&given), None);
        assert_eq!(
            (sent.header, sent.body.as_str()),
            (Some(Top::Text("Order #7".into())), "Hi Ana")
        );
        let targets: Vec<_> = sent.buttons.iter().map(|it| it.target.as_deref().unwrap()).collect();
        assert_eq!(targets, ["https://a.org/7", "S20"]);
        assert_eq!(sent.given.len(), 4);
    }
}
