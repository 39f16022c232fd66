//! How well a few letters fit a name: all of them in order, best at the beginnings of words.

/// The better the higher; nothing if a letter is missing. Nothing typed fits everything equally.
pub fn score(typed: &str, name: &str) -> Option<u32> {
    let name: Vec<char> = name.to_lowercase().chars().collect();
    let typed: Vec<char> = typed.to_lowercase().chars().filter(|it| !it.is_whitespace()).collect();
    let (mut total, mut at, mut run) = (0, 0, 0);
    for letter in typed {
        let place = next(&name, at, letter, run)?;
        let begins = place == 0 || name.get(place - 1).is_some_and(|it| !it.is_alphanumeric());
        run = if place == at && run > 0 { run + 1 } else { 1 };
        total += 1 + if begins { 8 } else { 0 } + if run > 1 { 4 } else { 0 };
        at = place + 1;
    }
    Some(total)
}

/// Where a letter comes next: right here if one is in the middle of a word, else better where a word begins.
fn next(name: &[char], from: usize, letter: char, run: u32) -> Option<usize> {
    if run > 0 && name.get(from) == Some(&letter) {
        return Some(from);
    }
    let places = || (from..name.len()).filter(|place| name.get(*place) == Some(&letter));
    let begins =
        |place: &usize| *place == 0 || name.get(place - 1).is_some_and(|it| !it.is_alphanumeric());
    places().find(begins).or_else(|| places().next())
}

#[cfg(test)]
mod tests {
    use super::score;

    #[test]
    fn all_letters_must_be_there_in_order() {
        assert!(score("cls", "Close").is_some());
        assert_eq!(score("slc", "Close"), None);
        assert_eq!(score("closed", "Close"), None);
        assert_eq!(score("", "Close"), Some(0));
        assert!(score("go mine", "Go to Mine").is_some());
        assert!(score("ö", "Öffnen").is_some());
    }

    #[test]
    fn beginnings_of_words_and_letters_in_a_row_come_first() {
        let better = |typed, one, other| {
            assert!(score(typed, one) > score(typed, other), "{typed}: {one} before {other}");
        };
        better("as", "Assign to me", "Close and next");
        better("cn", "Close and next", "Icons");
        better("clo", "Close", "Copy the link of");
        better("gm", "Go to Mine", "Assignment");
    }
}
