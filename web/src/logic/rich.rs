//! What people write, in pieces: links, and WhatsApp's formatting. Only `http` and `https`: nothing that could run.

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Words.
    Words(String),
    /// An address, as written.
    Link(String),
    /// Written in another way.
    Styled(Style, Vec<Piece>),
    /// In letters of equal width, with nothing else in it.
    Code(String),
}

/// A way to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Between `*`.
    Bold,
    /// Between `_`.
    Italic,
    /// Between `~`.
    Struck,
}

/// The text in pieces; put together they are the text without the marks that were understood.
pub fn pieces(text: &str) -> Vec<Piece> {
    let (mut pieces, mut words, mut at) = (Vec::new(), String::new(), 0);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let before = text.get(..at).and_then(|it| it.chars().next_back());
        if let Some((piece, length)) = piece(before, rest) {
            if !words.is_empty() {
                pieces.push(Piece::Words(std::mem::take(&mut words)));
            }
            pieces.push(piece);
            at += length;
        } else if let Some(letter) = rest.chars().next() {
            words.push(letter);
            at += letter.len_utf8();
        }
    }
    if !words.is_empty() {
        pieces.push(Piece::Words(words));
    }
    pieces
}

/// Whether something in it is written in another way.
pub fn is_formatted(text: &str) -> bool {
    pieces(text).iter().any(|it| matches!(it, Piece::Styled(..) | Piece::Code(_)))
}

/// What begins here, if it is more than words, and how long it is.
fn piece(before: Option<char>, rest: &str) -> Option<(Piece, usize)> {
    if let Some(link) = link(rest) {
        return Some((Piece::Link(link.to_owned()), link.len()));
    }
    // A mark within a word is a letter, as in 2*3*4.
    if before.is_some_and(char::is_alphanumeric) {
        return None;
    }
    for mark in ["```", "`"] {
        let inside = rest.strip_prefix(mark).and_then(|rest| between(rest, mark));
        if let Some(inside) = inside.filter(|it| mark == "```" || !it.contains(['\n', '`'])) {
            let code = Piece::Code(inside.trim_matches('\n').to_owned());
            return Some((code, inside.len() + 2 * mark.len()));
        }
    }
    let (style, mark) = [(Style::Bold, "*"), (Style::Italic, "_"), (Style::Struck, "~")]
        .into_iter()
        .find(|(_, mark)| rest.starts_with(mark))?;
    let inside = between(rest.strip_prefix(mark)?.lines().next()?, mark)?;
    Some((Piece::Styled(style, pieces(inside)), inside.len() + 2))
}

/// What stands before the closing mark: it begins and ends with no blank, and no word goes on behind it.
fn between<'t>(text: &'t str, mark: &str) -> Option<&'t str> {
    let ends = text.match_indices(mark).map(|(at, _)| at);
    let closes = |at: &usize| {
        let (inside, after) = (text.get(..*at), text.get(at + mark.len()..));
        let full = inside.is_some_and(|it| !it.trim().is_empty());
        let tight = inside.is_some_and(|it| {
            mark == "```"
                || !it.starts_with(char::is_whitespace) && !it.ends_with(char::is_whitespace)
        });
        let over = after.is_none_or(|it| !it.starts_with(char::is_alphanumeric));
        full && tight && over
    };
    text.get(..ends.into_iter().find(closes)?)
}

/// The address that begins here, if there is a host after its scheme, without the full stop behind it.
fn link(rest: &str) -> Option<&str> {
    let host = ["https://", "http://"].into_iter().find_map(|scheme| rest.strip_prefix(scheme))?;
    host.starts_with(char::is_alphanumeric).then_some(())?;
    let word = rest.split(char::is_whitespace).next()?;
    Some(word.trim_end_matches(['.', ',', '!', '?', ';', ':', ')', ']', '"', '\'', '*', '_', '~']))
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

    fn styled(style: Style, text: &str) -> Piece {
        Piece::Styled(style, vec![words(text)])
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
        for text in
            ["  a  b ", "x https://ü.example/ä_b_c…\n\n", "https://a https://b", "* a *", "``` ```"]
        {
            let all: String = pieces(text)
                .into_iter()
                .map(|piece| match piece {
                    Piece::Words(text) | Piece::Link(text) => text,
                    Piece::Styled(..) | Piece::Code(_) => panic!("{text}"),
                })
                .collect();
            assert_eq!(all, text);
        }
    }

    #[test]
    fn marks_change_how_words_look() {
        assert_eq!(
            pieces("*a b*, (_c_) ~d~ ```e *f*\ng``` `h`"),
            [
                styled(Style::Bold, "a b"),
                words(", ("),
                styled(Style::Italic, "c"),
                words(") "),
                styled(Style::Struck, "d"),
                words(" "),
                Piece::Code("e *f*\ng".into()),
                words(" "),
                Piece::Code("h".into()),
            ]
        );
        let nested = Piece::Styled(Style::Italic, vec![styled(Style::Struck, "x"), words(" y")]);
        assert_eq!(pieces("*_~x~ y_*"), [Piece::Styled(Style::Bold, vec![nested])]);
    }

    #[test]
    fn marks_that_are_letters_stay_letters() {
        for text in [
            "2*3*4",
            "snake_case_name",
            "* a*",
            "*a *",
            "**",
            "*a\nb*",
            "5 * 4 * 3",
            "~",
            "*a*b",
            "`a\nb`",
        ] {
            assert_eq!(pieces(text), [words(text)], "{text}");
        }
    }
}
