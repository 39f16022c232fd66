//! Finds in the words of a note who is mentioned: names after `@` that were chosen from the list.

use shared::draft::Named;
use shared::note::Piece;

/// The note in pieces. A name that was changed after it was chosen is only words.
pub fn pieces(text: &str, named: &[Named]) -> Vec<Piece> {
    let (mut pieces, mut words, mut rest) = (Vec::new(), String::new(), text.trim());
    while let Some(at) = rest.find('@') {
        let (before, from) = rest.split_at(at);
        words.push_str(before);
        let after = from.strip_prefix('@').unwrap_or_default();
        if let Some((found, tail)) = mentioned(after, named) {
            if !words.is_empty() {
                pieces.push(Piece::Text(std::mem::take(&mut words)));
            }
            pieces.push(Piece::Mention(found.who));
            rest = tail;
        } else {
            words.push('@');
            rest = after;
        }
    }
    words.push_str(rest);
    if !words.is_empty() {
        pieces.push(Piece::Text(words));
    }
    pieces
}

/// The longest name with which this begins, as a word of its own.
fn mentioned<'t, 'n>(text: &'t str, named: &'n [Named]) -> Option<(&'n Named, &'t str)> {
    let found = named.iter().filter_map(|it| {
        let tail = text.strip_prefix(it.name.as_str())?;
        (!tail.starts_with(char::is_alphanumeric)).then_some((it, tail))
    });
    found.max_by_key(|(it, _)| it.name.len())
}

#[cfg(test)]
mod tests {
    use shared::ids::{AgentId, TeamId};
    use shared::note::Who;

    use super::*;

    fn ana(n: u64) -> Who {
        Who::Agent(AgentId(ulid::Ulid::from_parts(n, 0)))
    }

    fn text(it: &str) -> Piece {
        Piece::Text(it.into())
    }

    #[test]
    fn chosen_names_are_mentions_and_the_longest_counts() {
        let team = Who::Team(TeamId(ulid::Ulid::from_parts(9, 0)));
        let named = [("Ana", ana(1)), ("Ana Lund", ana(2)), ("Käse & Co", team)]
            .map(|(name, who)| Named { name: name.into(), who });
        assert_eq!(
            pieces(" @Ana Lund, @Ana: ask @Käse & Co! ", &named),
            [
                Piece::Mention(ana(2)),
                text(", "),
                Piece::Mention(ana(1)),
                text(": ask "),
                Piece::Mention(team),
                text("!")
            ]
        );
        assert_eq!(pieces("@Anabel, a@b and @", &named), [text("@Anabel, a@b and @")]);
        assert_eq!(pieces("", &named), []);
    }
}
