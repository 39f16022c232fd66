//! Messages that the customer answers by pressing something: buttons, a list, a link (Cloud API, interactive messages).
//! Browser and server tell by the same rules what WhatsApp would refuse.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// Most buttons that answer.
pub const BUTTONS_MAX: usize = 3;
/// Longest words on a button, in characters.
pub const BUTTON_MAX: usize = 20;
/// Most rows of a list, over all its sections.
pub const ROWS_MAX: usize = 10;
/// Longest title of a row or a section, in characters.
pub const TITLE_MAX: usize = 24;
/// Longest words below a row's title, in characters.
pub const DESCRIPTION_MAX: usize = 72;
/// Longest line above or below the text, in characters.
pub const LINE_MAX: usize = 60;
/// Longest text, in characters.
pub const BODY_MAX: usize = 1024;
/// Longest address, in characters.
pub const URL_MAX: usize = 2000;

/// A message that the customer answers by pressing something.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interactive {
    /// A line above the text.
    pub header: Option<String>,
    /// The text.
    pub body: String,
    /// A line below the text, in small.
    pub footer: Option<String>,
    /// What is pressed.
    pub ask: Ask,
}

/// What is pressed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ask {
    /// One of up to [`BUTTONS_MAX`] buttons, by their words.
    Buttons(Vec<String>),
    /// One row of a list.
    List {
        /// What stands on the button that opens it.
        button: String,
        /// At least one.
        sections: Vec<Section>,
    },
    /// Whether we may call them; WhatsApp says what stands on the buttons.
    Call,
    /// A link.
    Link {
        /// What stands on it.
        button: String,
        /// Where it leads.
        url: String,
    },
}

impl Default for Ask {
    fn default() -> Self {
        Self::Buttons(vec![String::new()])
    }
}

/// A part of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Above its rows; may be empty where there is only one section.
    pub title: String,
    /// At least one.
    pub rows: Vec<Row>,
}

/// A row of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// What is chosen.
    pub title: String,
    /// Below it, in small.
    pub description: String,
}

/// What is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// Which field: `body`, `button.0`, `row.1.0.title` and the like.
    pub field: String,
    /// What is wrong and what to do, for a person.
    pub words: String,
}

impl Interactive {
    /// Everything that is wrong, in the order in which it is read.
    pub fn wrongs(&self) -> Vec<Wrong> {
        let mut all = Wrongs(vec![]);
        all.maybe("header", "The header", self.header.as_deref().unwrap_or_default(), LINE_MAX);
        all.text("body", "The text", &self.body, BODY_MAX);
        all.maybe("footer", "The footer", self.footer.as_deref().unwrap_or_default(), LINE_MAX);
        match &self.ask {
            Ask::Buttons(buttons) => all.buttons(buttons),
            Ask::List { button, sections } => all.list(button, sections),
            Ask::Link { button, url } => all.link(button, url),
            Ask::Call => {}
        }
        all.0
    }

    /// The same without blanks around its words.
    #[must_use]
    pub fn trimmed(&self) -> Self {
        let trim = |it: &String| it.trim().to_owned();
        let line = |it: &Option<String>| it.as_ref().map(trim).filter(|it| !it.is_empty());
        let row = |it: &Row| Row { title: trim(&it.title), description: trim(&it.description) };
        Self {
            header: line(&self.header),
            body: trim(&self.body),
            footer: line(&self.footer),
            ask: match &self.ask {
                Ask::Buttons(buttons) => Ask::Buttons(buttons.iter().map(trim).collect()),
                Ask::List { button, sections } => Ask::List {
                    button: trim(button),
                    sections: sections
                        .iter()
                        .map(|it| Section {
                            title: trim(&it.title),
                            rows: it.rows.iter().map(row).collect(),
                        })
                        .collect(),
                },
                Ask::Link { button, url } => Ask::Link { button: trim(button), url: trim(url) },
                Ask::Call => Ask::Call,
            },
        }
    }
}

struct Wrongs(Vec<Wrong>);

impl Wrongs {
    fn say(&mut self, field: impl Into<String>, words: impl Into<String>) {
        self.0.push(Wrong { field: field.into(), words: words.into() });
    }

    fn maybe(&mut self, field: impl Into<String>, what: &str, text: &str, most: usize) {
        let length = text.trim().chars().count();
        if length > most {
            self.say(field, format!("{what} has at most {most} characters; this has {length}."));
        }
    }

    fn text(&mut self, field: impl Into<String>, what: &str, text: &str, most: usize) {
        if text.trim().is_empty() {
            self.say(field, format!("{what} is missing."));
        } else {
            self.maybe(field, what, text, most);
        }
    }

    fn buttons(&mut self, buttons: &[String]) {
        if buttons.is_empty() || buttons.len() > BUTTONS_MAX {
            self.say("buttons", format!("There are 1 to {BUTTONS_MAX} buttons."));
        }
        let mut known = BTreeSet::new();
        for (at, words) in buttons.iter().enumerate() {
            let (field, what) = (format!("button.{at}"), format!("Button {}", at + 1));
            self.text(field.clone(), &what, words, BUTTON_MAX);
            if !words.trim().is_empty() && !known.insert(words.trim()) {
                self.say(field, format!("{what} says the same as another button."));
            }
        }
    }

    fn list(&mut self, button: &str, sections: &[Section]) {
        self.text("button", "What opens the list", button, BUTTON_MAX);
        let rows: usize = sections.iter().map(|it| it.rows.len()).sum();
        if rows == 0 {
            self.say("rows", "A list has at least one row.");
        }
        if rows > ROWS_MAX {
            self.say(
                "rows",
                format!("A list has at most {ROWS_MAX} rows in all; this has {rows}."),
            );
        }
        let mut known = BTreeSet::new();
        for (at, section) in sections.iter().enumerate() {
            let (field, what) =
                (format!("section.{at}"), format!("The title of section {}", at + 1));
            if sections.len() > 1 {
                self.text(field.clone(), &what, &section.title, TITLE_MAX);
            } else {
                self.maybe(field.clone(), &what, &section.title, TITLE_MAX);
            }
            if section.rows.is_empty() {
                self.say(field, format!("Section {} has no rows.", at + 1));
            }
            for (nth, row) in section.rows.iter().enumerate() {
                let field = format!("row.{at}.{nth}");
                self.text(format!("{field}.title"), "The title of a row", &row.title, TITLE_MAX);
                if !row.title.trim().is_empty() && !known.insert(row.title.trim()) {
                    self.say(format!("{field}.title"), "Two rows have the same title.");
                }
                let what = "What stands below a row's title";
                self.maybe(format!("{field}.description"), what, &row.description, DESCRIPTION_MAX);
            }
        }
    }

    fn link(&mut self, button: &str, url: &str) {
        self.text("button", "What stands on the link", button, BUTTON_MAX);
        self.text("url", "The address", url, URL_MAX);
        let url = url.trim();
        let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
        let sound = host.is_some_and(|it| !it.is_empty() && !it.starts_with('/'));
        if !url.is_empty() && (!sound || url.contains(char::is_whitespace)) {
            self.say("url", "The address begins with https:// and has no blanks.");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(ask: Ask) -> Vec<String> {
        let it = Interactive { body: "Which one?".into(), ask, ..Interactive::default() };
        it.wrongs().into_iter().map(|it| it.field).collect()
    }

    fn rows(count: usize) -> Vec<Row> {
        let row = |nth| Row { title: format!("Row {nth}"), description: String::new() };
        (0..count).map(row).collect()
    }

    #[test]
    fn buttons_are_few_short_and_different() {
        let ask = |words: &[&str]| Ask::Buttons(words.iter().map(|it| (*it).to_owned()).collect());
        assert_eq!(fields(ask(&["Yes", "No", "Later"])), [""; 0]);
        assert_eq!(fields(ask(&["Yes", "Yes "])), ["button.1"]);
        assert_eq!(fields(ask(&["", &"x".repeat(21)])), ["button.0", "button.1"]);
        assert_eq!(fields(ask(&["1", "2", "3", "4"])), ["buttons"]);
        assert_eq!(fields(ask(&[])), ["buttons"]);
    }

    #[test]
    fn a_list_has_ten_rows_in_all() {
        let list = |sections| Ask::List { button: "Choose".into(), sections };
        let section = |title: &str, rows| Section { title: title.into(), rows };
        assert_eq!(fields(list(vec![section("", rows(10))])), [""; 0]);
        assert_eq!(fields(list(vec![section("", rows(11))])), ["rows"]);
        assert_eq!(
            fields(list(vec![section("", rows(1)), section("B", vec![])])),
            ["section.0", "section.1"]
        );
        assert_eq!(
            fields(list(vec![section("A", rows(2)), section("B", rows(1))])),
            ["row.1.0.title"]
        );
    }

    #[test]
    fn a_link_leads_somewhere() {
        let link = |url: &str| fields(Ask::Link { button: "Open".into(), url: url.into() });
        assert_eq!(link("https://example.org/a?b=c"), [""; 0]);
        for bad in ["example.org", "https://", "javascript:alert(1)", "https://a b"] {
            assert_eq!(link(bad), ["url"], "{bad}");
        }
    }
}
