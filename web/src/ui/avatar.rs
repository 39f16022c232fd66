//! Initials on a colour that belongs to an id, so that one finds a person again at a glance.

use leptos::prelude::*;
use ulid::Ulid;

/// How many colours the style has.
const HUES: u64 = 10;

/// Whether somebody is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Looking.
    Here,
    /// In a call.
    Busy,
    /// Connected, and doing something else.
    Away,
    /// Not connected.
    Offline,
}

impl Presence {
    /// The word for the style, and for who does not see the dot.
    const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Here => ("here", "online"),
            Self::Busy => ("busy", "in a call"),
            Self::Away => ("away", "away"),
            Self::Offline => ("offline", "offline"),
        }
    }

    /// For the style.
    pub const fn word(self) -> &'static str {
        self.words().0
    }
}

/// Somebody's face with a dot that says whether they are there.
#[component]
pub fn Present(
    /// Whose colour.
    id: Ulid,
    /// Whose initials.
    #[prop(into)]
    name: Signal<String>,
    /// Whether they are there.
    #[prop(into)]
    presence: Signal<Presence>,
    /// More about it, instead of one word.
    #[prop(optional, into)]
    words: MaybeProp<String>,
    /// For a chip instead of a row.
    #[prop(optional)]
    small: bool,
) -> impl IntoView {
    let said = move || words.get().unwrap_or_else(|| presence.get().words().1.to_owned());
    view! {
        <span class="presence" class:small=small data-state=move || presence.get().word() title=move || words.get()>
            <Avatar id=id name=name small=small />
            <span class="visually-hidden">{said}</span>
        </span>
    }
}

/// Initials on a colour.
#[component]
pub fn Avatar(
    /// Whose colour.
    id: Ulid,
    /// Whose initials.
    #[prop(into)]
    name: Signal<String>,
    /// For a chip instead of a row.
    #[prop(optional)]
    small: bool,
) -> impl IntoView {
    let class = format!("avatar hue-{}{}", hue(id), if small { " small" } else { "" });
    view! { <span class=class aria-hidden="true">{move || initials(&name.get())}</span> }
}

/// Which of the colours: by the random half of the id, for ids of one moment are alike in the other.
pub fn hue(id: Ulid) -> u64 {
    u64::try_from(id.random() % u128::from(HUES)).unwrap_or_default()
}

/// The first letters of the first and the last word; a phone number has its last two digits.
pub fn initials(name: &str) -> String {
    let mut words =
        name.split_whitespace().filter_map(|word| word.chars().find(|it| it.is_alphabetic()));
    let Some(first) = words.next() else {
        let digits: Vec<_> = name.chars().filter(char::is_ascii_digit).collect();
        let tail = digits.len().saturating_sub(2);
        return digits.into_iter().skip(tail).collect();
    };
    let all = std::iter::once(first).chain(words.next_back());
    all.flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_has_initials() {
        for (name, letters) in [
            ("Ana Lima", "AL"),
            ("ana maria de souza", "AS"),
            ("Cher", "C"),
            ("+55 11 98765-4321", "21"),
            ("🌸 Rosa 🌸", "R"),
            ("Łukasz Żak", "ŁŻ"),
            ("محمد علي", "مع"),
            ("🌸", ""),
            ("", ""),
        ] {
            assert_eq!(initials(name), letters, "{name}");
        }
    }
}
