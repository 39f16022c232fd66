//! What a workspace calls its conversations by: how labels and values stand in the index, and whether a conversation has
//! what somebody asked for. The index says ids instead of names, so that renaming needs no writing.

use shared::attribute::{Attribute, Kind, Of, Value};
use shared::conversation::Conversation;
use shared::ids::{AttributeId, LabelId};
use shared::label::Label;
use shared::search::Reason;

use super::words;
use crate::error::Result;
use crate::features::{attribute, label};
use crate::store::Conn;

/// Labels and attributes that are offered. What is archived is not found until it is brought back.
pub struct Vocabulary {
    labels: Vec<Label>,
    attributes: Vec<Attribute>,
}

/// What must be so of a conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Where it must be.
    pub of: Where,
    /// Beginnings of words: one label or value has them all.
    pub words: Vec<String>,
}

/// Where something that is asked for is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Where {
    /// In labels, and in texts and options that are known.
    Anywhere,
    /// In labels.
    Labels,
    /// In what is known of these.
    Attributes(Vec<AttributeId>),
}

/// A word of the index of conversations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Letters and digits only.
    pub text: String,
    /// Whether words that begin so are meant too.
    pub begins: bool,
}

/// All of these, of each one, of it all tokens.
pub type Tokens = Vec<Vec<Vec<Token>>>;

impl Vocabulary {
    /// That of a workspace which calls nothing by anything.
    pub const fn none() -> Self {
        Self { labels: vec![], attributes: vec![] }
    }

    /// As it is now.
    pub fn read(conn: &mut Conn) -> Result<Self> {
        let (mut labels, mut attributes) = (label::rows::all(conn)?, attribute::rows::all(conn)?);
        labels.retain(|it| !it.archived);
        attributes.retain(|it| !it.archived);
        Ok(Self { labels, attributes })
    }

    /// The attributes of this name: of a customer, of a conversation, or one of both.
    pub fn named(&self, name: &str) -> Vec<AttributeId> {
        let named = self.attributes.iter().filter(|it| words::same(&it.name, name));
        named.map(|it| it.id).collect()
    }

    /// What the index has for what is asked; nothing where no conversation can have it.
    pub fn tokens(&self, asked: &[Asked]) -> Option<Tokens> {
        let one = |it: &Asked| {
            let labels =
                self.labels.iter().filter(|label| it.of.labels() && begins(it, &label.name));
            let mut any: Vec<Vec<Token>> =
                labels.map(|label| vec![exact(label_token(label.id))]).collect();
            for attribute in self.attributes.iter().filter(|attribute| it.of.has(attribute)) {
                any.extend(values(attribute, it));
            }
            (!any.is_empty()).then_some(any)
        };
        asked.iter().map(one).collect()
    }

    /// By what a conversation has everything that is asked; nothing, if it has not.
    pub fn reasons(&self, it: &Conversation, asked: &[Asked]) -> Option<Vec<Reason>> {
        let mut all: Vec<Reason> = vec![];
        for one in asked {
            let found = self.reasons_for(it, one);
            if found.is_empty() {
                return None;
            }
            all.extend(
                found.into_iter().filter(|reason| !all.contains(reason)).collect::<Vec<_>>(),
            );
        }
        // Of a value that has several of the words, all of them are marked.
        for reason in &mut all {
            if let Reason::Attribute(id, snippet) = reason {
                let words: Vec<_> = asked.iter().flat_map(|it| it.words.clone()).collect();
                *snippet = words::snippet(&self.said(it, *id).unwrap_or_default(), &words);
            }
        }
        Some(all)
    }

    fn reasons_for(&self, it: &Conversation, one: &Asked) -> Vec<Reason> {
        let on = |label: &&Label| it.labels.contains(&label.id);
        let labels = self.labels.iter().filter(on);
        let labels = labels.filter(|label| one.of.labels() && begins(one, &label.name));
        let mut found: Vec<Reason> = labels.map(|label| Reason::Label(label.id)).collect();
        for attribute in self.attributes.iter().filter(|attribute| one.of.has(attribute)) {
            if self.said(it, attribute.id).is_some_and(|said| begins(one, &said)) {
                found.push(Reason::Attribute(attribute.id, vec![]));
            }
        }
        found
    }

    /// What is known of a conversation, in words.
    fn said(&self, it: &Conversation, id: AttributeId) -> Option<String> {
        let attribute = self.attributes.iter().find(|attribute| attribute.id == id)?;
        let values = match attribute.of {
            Of::Contact => &it.contact.about.attributes,
            Of::Conversation => &it.attributes,
        };
        values.get(&id).map(|value| value.words(attribute))
    }
}

impl Where {
    const fn labels(&self) -> bool {
        matches!(self, Self::Anywhere | Self::Labels)
    }

    fn has(&self, it: &Attribute) -> bool {
        match self {
            Self::Anywhere => matches!(it.kind, Kind::Text | Kind::Choice),
            Self::Labels => false,
            Self::Attributes(these) => these.contains(&it.id),
        }
    }
}

/// What stands in the index for a conversation, separated by blanks.
pub fn index(it: &Conversation) -> String {
    let mut all: Vec<String> = it.labels.iter().copied().map(label_token).collect();
    for (id, value) in it.attributes.iter().chain(&it.contact.about.attributes) {
        match value {
            Value::Choice(option) => all.push(choice_token(*id, *option)),
            Value::Flag(yes) => all.push(word_token(*id, if *yes { "yes" } else { "no" })),
            Value::Text(_) | Value::Number(_) | Value::Date(_) => {
                let said = words::index(&value.write());
                let said = said.split(' ').filter(|word| !word.is_empty());
                all.extend(said.map(|word| word_token(*id, word)));
            }
        }
    }
    all.join(" ")
}

fn begins(asked: &Asked, name: &str) -> bool {
    words::begins(name, &asked.words)
}

/// What the index has for values of an attribute that begin as asked.
fn values(of: &Attribute, asked: &Asked) -> Vec<Vec<Token>> {
    if of.kind == Kind::Choice {
        let options = of.options.iter().filter(|option| begins(asked, &option.name));
        return options.map(|option| vec![exact(choice_token(of.id, option.id))]).collect();
    }
    let token = |word: &String| Token { text: word_token(of.id, word), begins: true };
    vec![asked.words.iter().map(token).collect()]
}

const fn exact(text: String) -> Token {
    Token { text, begins: false }
}

fn label_token(id: LabelId) -> String {
    id.to_string().to_lowercase()
}

fn choice_token(id: AttributeId, option: u32) -> String {
    format!("{}c{option}", id.to_string().to_lowercase())
}

fn word_token(id: AttributeId, word: &str) -> String {
    format!("{}{word}", id.to_string().to_lowercase())
}
