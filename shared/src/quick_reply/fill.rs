//! Variables in a text. One for which there is nothing stays in sight, so that nobody sends it unseen.

use super::Variable;
use crate::contact::Contact;

/// What is filled in for each variable; `None` where there is nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values {
    contact: Option<String>,
    agent: Option<String>,
    number: Option<String>,
}

/// A text with its variables filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    /// The text; where there was nothing the variable still stands.
    pub text: String,
    /// For which there was nothing.
    pub missing: Vec<Variable>,
}

impl Values {
    /// What is known of a customer, of who writes, and of our number.
    pub fn new(contact: &Contact, agent: Option<String>, number: Option<String>) -> Self {
        let some = |it: Option<String>| it.filter(|it| !it.trim().is_empty());
        Self { contact: name(contact), agent: some(agent), number: some(number) }
    }

    fn of(&self, variable: Variable) -> Option<&str> {
        match variable {
            Variable::ContactName => self.contact.as_deref(),
            Variable::ContactFirstName => self.contact.as_deref()?.split_whitespace().next(),
            Variable::AgentName => self.agent.as_deref(),
            Variable::NumberName => self.number.as_deref(),
        }
    }
}

/// What a customer calls themselves. Who has no name is called by number or username, which is no way to greet.
fn name(contact: &Contact) -> Option<String> {
    let name = contact.name.trim();
    let bare = name.trim_start_matches(['+', '@']);
    let stands_in =
        [&contact.phone, &contact.username].iter().any(|it| it.as_deref() == Some(bare));
    (!stands_in && name.contains(char::is_alphabetic)).then(|| name.to_owned())
}

/// Fills in what there is.
pub fn fill(text: &str, values: &Values) -> Filled {
    let mut filled = Filled { text: String::new(), missing: Vec::new() };
    let end = marks(text).fold(0, |from, mark| {
        filled.text.push_str(text.get(from..mark.from).unwrap_or_default());
        let variable = mark.word.parse::<Variable>().ok();
        match variable.and_then(|it| values.of(it)) {
            Some(value) => filled.text.push_str(value),
            None => filled.text.push_str(text.get(mark.from..mark.to).unwrap_or_default()),
        }
        let missing = variable.filter(|it| values.of(*it).is_none());
        filled.missing.extend(missing.filter(|it| !filled.missing.contains(it)));
        mark.to
    });
    filled.text.push_str(text.get(end..).unwrap_or_default());
    filled
}

/// The first variable that still stands in a text that is about to be sent.
pub fn unfilled(text: &str) -> Option<Variable> {
    marks(text).find_map(|mark| mark.word.parse().ok())
}

/// The first thing in a text that looks like a variable and is none.
pub fn unknown(text: &str) -> Option<&str> {
    marks(text).map(|mark| mark.word).find(|word| word.parse::<Variable>().is_err())
}

/// Something between `{{` and `}}`.
struct Mark<'t> {
    from: usize,
    to: usize,
    word: &'t str,
}

fn marks(text: &str) -> impl Iterator<Item = Mark<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let from = at + text.get(at..)?.find("{{")?;
        let to = from + 2 + text.get(from + 2..)?.find("}}")? + 2;
        at = to;
        Some(Mark { from, to, word: text.get(from + 2..to - 2)?.trim() })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::ContactId;

    fn values(name: &str) -> Values {
        let contact = Contact {
            id: ContactId(ulid::Ulid::from_parts(1, 1)),
            name: name.into(),
            phone: Some("4930123456".into()),
            username: Some("sam.s".into()),
            about: crate::contact::About::default(),
        };
        Values::new(&contact, Some("Ana".into()), None)
    }

    #[test]
    fn what_is_known_is_filled_in_and_what_is_not_stays_in_sight() {
        let text = "Hi {{contact.first_name}}, {{ agent.name }} of {{number.name}} {{number.name}}";
        let filled = fill(text, &values("Sam Rivers"));
        assert_eq!(filled.text, "Hi Sam, Ana of {{number.name}} {{number.name}}");
        assert_eq!(filled.missing, [Variable::NumberName]);
        assert_eq!(unfilled(&filled.text), Some(Variable::NumberName));
        assert_eq!(unfilled("{{ and }} {{x}} {}"), None);
    }

    #[test]
    fn a_number_is_no_name() {
        for name in ["+4930123456", "4930123456", "@sam.s", "sam.s", "👍", " "] {
            let filled = fill("{{contact.name}}", &values(name));
            assert_eq!(filled.missing, [Variable::ContactName], "{name}");
        }
    }

    #[test]
    fn what_is_no_variable_is_named() {
        assert_eq!(unknown("{{contact.name}} {{contact.nam}}"), Some("contact.nam"));
        assert_eq!(unknown("{{contact.name}} {{ {x} }"), None);
        let text = "{{x}} {{";
        assert_eq!(fill(text, &values("Sam")).text, text, "and is left as it is");
    }
}
