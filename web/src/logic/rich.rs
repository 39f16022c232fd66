//! Finds links in what people write. Only `http` and `https`: nothing that could run.

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Words.
    Words(String),
    /// An address, as written.
    Link(String),
}

/// The text in pieces; put together they are the text.
pub fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut words = String::new();
    for word in text.split_inclusive(char::is_whitespace) {
        let Some(start) = start(word) else {
            words.push_str(word);
            continue;
        };
        let (before, rest) = word.split_at(start);
        let link = rest
            .trim_end()
            .trim_end_matches(['.', ',', '!', '?', ';', ':', ')', ']', '"', '\'', '*', '_']);
        let after = rest.strip_prefix(link).unwrap_or_default();
        words.push_str(before);
        if !words.is_empty() {
            pieces.push(Piece::Words(std::mem::take(&mut words)));
        }
        pieces.push(Piece::Link(link.to_owned()));
        words.push_str(after);
    }
    if !words.is_empty() {
        pieces.push(Piece::Words(words));
    }
    pieces
}

/// Where an address starts in a word, if there is a host after its scheme.
fn start(word: &str) -> Option<usize> {
    ["https://", "http://"]
        .into_iter()
        .filter_map(|scheme| word.find(scheme).map(|at| (at, at + scheme.len())))
        .find(|(_, host)| word.get(*host..).is_some_and(|it| it.starts_with(char::is_alphanumeric)))
        .map(|(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Piece {
        Piece::Words(text.into())
    }

    fn link(text: &str) -> Piece {
        Piece::Link(text.into())
    }

    #[test]
    fn links_are_found_without_their_full_stop() {
        assert_eq!(
            pieces("See (https://a.example/x?y=1). Or\nhttp://b.example !"),
            [
                words("See ("),
                link("https://a.example/x?y=1"),
                words("). Or\n"),
                link("http://b.example"),
                words(" !")
            ]
        );
    }

    #[test]
    fn nothing_else_becomes_a_link() {
        for text in
            ["", "javascript:alert(1)", "https://", "https:// x", "a.example", "data:text/html,x"]
        {
            assert!(pieces(text).iter().all(|piece| matches!(piece, Piece::Words(_))), "{text}");
        }
    }

    #[test]
    fn no_letter_is_lost() {
        for text in ["  a  b ", "x https://ü.example/ä…\n\n", "https://a https://b"] {
            let all: String = pieces(text)
                .into_iter()
                .map(|piece| match piece {
                    Piece::Words(text) | Piece::Link(text) => text,
                })
                .collect();
            assert_eq!(all, text);
        }
    }
}
