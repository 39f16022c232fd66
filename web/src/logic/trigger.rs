//! Finds the word that is being typed after a sign such as `@` or `/`, for lists that open meanwhile. Places are those
//! of the browser, in UTF-16 units.

/// Longest word after a sign, in characters: after that it was no name.
const LONGEST: usize = 40;

/// A word that is being typed after a sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed {
    /// Where the sign stands, in bytes.
    pub from: usize,
    /// Where the cursor is, in bytes.
    pub to: usize,
    /// What stands between.
    pub word: String,
}

/// The word between the sign and the cursor. The sign stands at the beginning or after a blank; `blanks` many may
/// be in the word.
pub fn typed(text: &str, cursor: u32, sign: char, blanks: usize) -> Option<Typed> {
    let to = byte(text, cursor);
    let before = text.get(..to)?;
    let from = before.rfind(sign)?;
    let fresh = before.get(..from)?.chars().next_back().is_none_or(char::is_whitespace);
    let word = before.get(from + sign.len_utf8()..)?;
    let calm = !word.starts_with(char::is_whitespace)
        && !word.contains('\n')
        && word.chars().count() <= LONGEST
        && word.chars().filter(|it| it.is_whitespace()).count() <= blanks;
    (fresh && calm).then(|| Typed { from, to, word: word.to_owned() })
}

/// The text with other words from one place to another, and where the cursor is behind them.
pub fn replaced(text: &str, from: usize, to: usize, words: &str) -> (String, u32) {
    let begin = format!("{}{words}", text.get(..from).unwrap_or_default());
    let cursor = utf16(&begin);
    (begin + text.get(to..).unwrap_or_default(), cursor)
}

/// A place in UTF-16 units, in bytes.
pub fn byte(text: &str, place: u32) -> usize {
    let mut units = 0;
    for (at, letter) in text.char_indices() {
        if units >= place {
            return at;
        }
        units += u32::try_from(letter.len_utf16()).unwrap_or(1);
    }
    text.len()
}

/// How long a text is, in UTF-16 units.
pub fn utf16(text: &str) -> u32 {
    u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX)
}

/// Whether each word that is typed begins a word of the name, whatever the case.
pub fn fits(name: &str, word: &str) -> bool {
    let name = name.to_lowercase();
    let word = word.trim().to_lowercase();
    name.starts_with(&word)
        || word.split_whitespace().all(|it| {
            name.split(|letter: char| !letter.is_alphanumeric()).any(|part| part.starts_with(it))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str, sign: char) -> Option<String> {
        typed(text, utf16(text), sign, 1).map(|it| it.word)
    }

    #[test]
    fn a_sign_counts_at_the_beginning_and_after_a_blank() {
        assert_eq!(word("@", '@').as_deref(), Some(""));
        assert_eq!(word("Ask @an", '@').as_deref(), Some("an"));
        assert_eq!(word("Ask @ana lu", '@').as_deref(), Some("ana lu"));
        for text in ["a@b", "1/2", "@ ", "@a\nb", "@a b c", "", "https://x"] {
            assert_eq!(word(text, '@').or(word(text, '/')), None, "{text}");
        }
    }

    #[test]
    fn what_is_chosen_stands_where_it_was_typed_and_the_cursor_behind_it() {
        let text = "🚲 Hi @an, ok";
        let typed = typed(text, utf16("🚲 Hi @an"), '@', 1).unwrap();
        let (after, cursor) = replaced(text, typed.from, typed.to, "@Ana Lund");
        assert_eq!((after.as_str(), cursor), ("🚲 Hi @Ana Lund, ok", utf16("🚲 Hi @Ana Lund")));
    }

    #[test]
    fn names_are_found_by_the_beginnings_of_their_words() {
        for word in ["", "an", "LU", "lu an", "ana lu"] {
            assert!(fits("Ana Lund", word), "{word}");
        }
        assert!(!fits("Ana Lund", "na") && !fits("Ana Lund", "ana x"));
    }
}
