//! Words as they are searched: without case and accents; in scripts without blanks, pairs of characters.

use shared::message::Content;
use shared::search::Piece;
use shared::template::sent::Top;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Longest word that is searched, in characters: what is longer is no word.
const WORD: usize = 40;
/// Most words of one text. A text of a message has at most 4,096 characters.
const WORDS: usize = 2_000;
/// How much a snippet shows before the first word that was found, and after it, in characters.
const BEFORE: usize = 32;
const AFTER: usize = 120;

/// Everything that is written in a message.
pub fn of(content: &Content) -> String {
    let parts: Vec<&str> = match content {
        Content::Text { body } | Content::System { body } => vec![body],
        Content::Image(it) | Content::Video(it) | Content::Audio(it) | Content::Document(it) => {
            [&it.caption, &it.filename].into_iter().flatten().map(String::as_str).collect()
        }
        Content::Location(it) => {
            [&it.name, &it.address].into_iter().flatten().map(String::as_str).collect()
        }
        Content::Contacts { cards } => cards
            .iter()
            .flat_map(|card| {
                let named = card.name.iter().chain(&card.company);
                named.chain(&card.phones).chain(&card.emails).map(String::as_str)
            })
            .collect(),
        Content::Template(sent) => match &sent.header {
            Some(Top::Text(line)) => vec![line, &sent.body],
            Some(Top::File(..) | Top::Location(_)) | None => vec![&sent.body],
        },
        Content::Interactive(it) => [&it.header, &it.footer]
            .into_iter()
            .flatten()
            .chain([&it.body])
            .map(String::as_str)
            .collect(),
        Content::Button { text, .. } => vec![text],
        Content::ButtonReply { title, .. } => vec![title],
        Content::ListReply { title, description, .. } => {
            std::iter::once(title).chain(description).map(String::as_str).collect()
        }
        Content::FlowReply { body, .. } => body.iter().map(String::as_str).collect(),
        Content::Order { text, items } => {
            let products = items.iter().map(|item| item.product.as_str());
            text.iter().map(String::as_str).chain(products).collect()
        }
        Content::Edit { content, .. } => return of(content),
        Content::Sticker(_)
        | Content::CallPermission { .. }
        | Content::Reaction { .. }
        | Content::Revoke { .. }
        | Content::Welcome
        | Content::Unsupported { .. } => vec![],
    };
    parts.join("\n")
}

/// The words under which a text is found, each once, separated by blanks.
pub fn index(text: &str) -> String {
    let mut found: Vec<String> = vec![];
    for run in runs(text) {
        match run {
            Run::Word(word) => found.push(word),
            Run::Signs(signs) => {
                found.extend(signs.windows(2).map(String::from_iter));
                found.extend(signs.last().map(char::to_string));
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found.truncate(WORDS);
    found.join(" ")
}

/// Whether a text has these words, whole and one after the other; in scripts without blanks, anywhere.
pub fn says(text: &str, words: &str) -> bool {
    let (text, words) = (line(text), line(words));
    !words.trim().is_empty()
        && (text.contains(&words) || words.contains(is_sign) && text.contains(words.trim()))
}

/// Whether two names are the same but for case, accents and what stands between their words.
pub fn same(one: &str, other: &str) -> bool {
    line(one) == line(other) && !line(one).trim().is_empty()
}

/// Whether a text has words with all these beginnings.
pub fn begins(text: &str, wanted: &[String]) -> bool {
    let text = index(text);
    let has = |it: &String| text.split(' ').any(|word| word.starts_with(it.as_str()));
    wanted.iter().all(has)
}

/// Folded words between single blanks.
fn line(text: &str) -> String {
    let runs = runs(text).into_iter().map(|run| match run {
        Run::Word(word) => word,
        Run::Signs(signs) => String::from_iter(signs),
    });
    format!(" {} ", runs.collect::<Vec<_>>().join(" "))
}

/// The beginnings of words that a text must have to be found.
pub fn wanted(query: &str) -> Vec<String> {
    let mut wanted: Vec<String> = vec![];
    for run in runs(query) {
        match run {
            Run::Word(word) => wanted.push(word),
            Run::Signs(signs) if signs.len() == 1 => wanted.push(String::from_iter(signs)),
            Run::Signs(signs) => wanted.extend(signs.windows(2).map(String::from_iter)),
        }
    }
    wanted.sort_unstable();
    wanted.dedup();
    wanted
}

/// The part of a text around the first word that was wanted.
pub fn snippet(text: &str, wanted: &[String]) -> Vec<Piece> {
    let line: Vec<char> = text.split_whitespace().collect::<Vec<_>>().join(" ").chars().collect();
    let marks = marks(&line, wanted);
    let first = marks.iter().position(|marked| *marked).unwrap_or(0);
    let begin = word_start(&line, first.saturating_sub(BEFORE));
    let end = (first + AFTER).min(line.len());
    let mut pieces: Vec<Piece> = vec![];
    let shown = line.iter().zip(&marks).take(end).skip(begin);
    for (character, marked) in shown {
        match pieces.last_mut() {
            Some(piece) if piece.found == *marked => piece.text.push(*character),
            _ => pieces.push(Piece { text: character.to_string(), found: *marked }),
        }
    }
    if begin > 0 {
        pieces.insert(0, Piece { text: "…".into(), found: false });
    }
    if end < line.len() {
        pieces.push(Piece { text: "…".into(), found: false });
    }
    pieces
}

/// Which characters belong to words that are wanted.
fn marks(line: &[char], wanted: &[String]) -> Vec<bool> {
    let mut marks = vec![false; line.len()];
    let mut at = 0;
    for run in line.chunk_by(|one, next| one.is_alphanumeric() == next.is_alphanumeric()) {
        let text = String::from_iter(run);
        let whole = runs(&text).into_iter().any(
            |run| matches!(run, Run::Word(word) if wanted.iter().any(|it| word.starts_with(it.as_str()))),
        );
        for (mark, character) in marks.iter_mut().skip(at).zip(run) {
            *mark = whole || is_sign(*character) && wanted.iter().any(|it| it.contains(*character));
        }
        at += run.len();
    }
    marks
}

fn word_start(line: &[char], from: usize) -> usize {
    if from == 0 {
        return 0;
    }
    let blank = line.iter().skip(from).take(BEFORE / 2).position(|it| it.is_whitespace());
    blank.map_or(from, |blank| from + blank + 1)
}

/// Letters and digits that belong together.
enum Run {
    /// Of a script that separates words.
    Word(String),
    /// Of a script that does not.
    Signs(Vec<char>),
}

fn runs(text: &str) -> Vec<Run> {
    let (mut found, mut word, mut signs) = (vec![], String::new(), vec![]);
    let folded = text.nfkd().filter(|it| !is_combining_mark(*it)).flat_map(char::to_lowercase);
    for character in folded.chain([' ']) {
        let sign = is_sign(character);
        let letter = character.is_alphanumeric() && !sign;
        if !letter && !word.is_empty() {
            let cut: String = std::mem::take(&mut word).chars().take(WORD).collect();
            found.push(Run::Word(cut));
        }
        if !sign && !signs.is_empty() {
            found.push(Run::Signs(std::mem::take(&mut signs)));
        }
        if sign {
            signs.push(character);
        } else if letter {
            match plain(character) {
                Some(plain) => word.push_str(plain),
                None => word.push(character),
            }
        }
    }
    found
}

/// Chinese, Japanese, Thai, Lao, Khmer and Burmese put no blanks between words (Unicode Standard Annex 29, section 4).
const fn is_sign(character: char) -> bool {
    matches!(character,
        '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{3040}'..='\u{30FF}'
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Letters that are no letter with an accent for Unicode, but are for people.
const fn plain(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ł' => "l",
        'ı' => "i",
        'þ' => "th",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_accents_make_no_difference() {
        assert_eq!(index("Ça va, GARÇON? Straße! İstanbul"), "ca garcon istanbul strasse va");
        assert_eq!(wanted("garcon strasse"), ["garcon", "strasse"]);
        assert_eq!(index("مُحَمَّد"), index("محمد"));
    }

    #[test]
    fn words_are_whole_words_whatever_their_case_and_accents() {
        for (text, words, is) in [
            ("Où est ma FACTURE ?", "facture", true),
            ("Mes factures", "facture", false),
            ("I want to return it.", "RETURN", true),
            ("Is it in stock?", "is in", false),
            ("Der Preis, bitte!", "preis bitte", true),
            ("Straße", "STRASSE", true),
            ("自転車の修理", "修理", true),
            ("", "x", false),
            ("x", " ! ", false),
        ] {
            assert_eq!(says(text, words), is, "{text}: {words}");
        }
    }

    #[test]
    fn scripts_without_blanks_are_found_by_any_part() {
        let found = |text: &str, query: &str| {
            let text = index(text);
            let words: Vec<_> = text.split(' ').collect();
            wanted(query).iter().all(|it| words.iter().any(|word| word.starts_with(it.as_str())))
        };
        for query in ["自転車", "転車", "車", "修理"] {
            assert!(found("自転車の修理は終わりましたか", query), "{query}");
        }
        assert!(!found("自転車の修理", "電話"));
        assert!(found("ขอบคุณ", "คุณ"));
    }

    #[test]
    fn a_snippet_shows_what_was_found_in_its_place() {
        let text =
            format!("{} my Crème brûlée\nwas cold {}", "before ".repeat(20), "after ".repeat(40));
        let pieces = snippet(&text, &wanted("creme brul"));
        let found: Vec<_> =
            pieces.iter().filter(|it| it.found).map(|it| it.text.as_str()).collect();
        assert_eq!(found, ["Crème", "brûlée"]);
        let all: String = pieces.iter().map(|it| it.text.as_str()).collect();
        assert!(all.starts_with("…before") && all.ends_with('…'), "{all}");
        assert!(snippet("short", &[]).iter().all(|it| !it.found));
    }
}
