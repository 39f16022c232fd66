//! Keys pressed together, and one after the other, as text: `Shift E`, `Ctrl K`, `G M`. What is pressed is written the
//! same way on every keyboard.

/// What a browser says of a key that went down.
#[derive(Clone, Copy, Debug, Default)]
pub struct Press<'a> {
    /// What it writes (`KeyboardEvent.key`).
    pub key: &'a str,
    /// Where it is (`KeyboardEvent.code`).
    pub code: &'a str,
    /// With Control, or with Command on a Mac.
    pub ctrl: bool,
    /// With Shift.
    pub shift: bool,
    /// With Alt, which writes letters on many keyboards.
    pub alt: bool,
}

/// Keys that are only held while another is pressed.
const HELD: [&str; 8] =
    ["Shift", "Control", "Alt", "Meta", "AltGraph", "CapsLock", "Dead", "Process"];

/// The chord, unless it is none of ours: with Alt, or only something held.
pub fn of(press: Press<'_>) -> Option<String> {
    if press.alt || HELD.contains(&press.key) || press.key.is_empty() {
        return None;
    }
    let mut chord = String::new();
    if press.ctrl {
        chord.push_str("Ctrl ");
    }
    // Where another alphabet is written, the letter is known by its place.
    let key = match press.code.strip_prefix("Key") {
        Some(letter) if !press.key.is_ascii() => letter,
        _ => press.key,
    };
    let letter = key.len() == 1 && key.starts_with(|it: char| it.is_ascii_alphabetic());
    // Of signs, Shift is part of where they stand: `?` is `?` on every keyboard.
    if press.shift && (letter || key.len() > 1) {
        chord.push_str("Shift ");
    }
    match key {
        "Escape" => chord.push_str("Esc"),
        " " => chord.push_str("Space"),
        key if letter => chord.push_str(&key.to_ascii_uppercase()),
        key => chord.push_str(key),
    }
    Some(chord)
}

/// Whether these keys begin with this chord and go on.
pub fn begins(keys: &str, chord: &str) -> bool {
    keys.strip_prefix(chord).is_some_and(|rest| rest.starts_with(' '))
        && !matches!(chord, "Ctrl" | "Shift")
}

/// As the attribute `aria-keyshortcuts` has it (WAI-ARIA 1.2, 6.6): `Shift+E`. It knows no keys one after the other.
pub fn aria(keys: &str) -> Option<String> {
    let mut parts: Vec<_> = keys.split(' ').collect();
    let key = parts.pop().filter(|it| !it.is_empty())?;
    let held = |it: &&str| matches!(*it, "Ctrl" | "Shift");
    if !parts.iter().all(held) {
        return None;
    }
    let names = parts.into_iter().map(|it| if it == "Ctrl" { "Control" } else { it });
    let key = if key == "Esc" { "Escape" } else { key };
    Some(names.chain([key]).collect::<Vec<_>>().join("+"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chord(key: &str, code: &str, held: &str) -> Option<String> {
        let [ctrl, shift, alt] = ["ctrl", "shift", "alt"].map(|it| held.contains(it));
        of(Press { key, code, ctrl, shift, alt })
    }

    #[test]
    fn a_chord_is_the_same_on_every_keyboard() {
        assert_eq!(chord("e", "KeyE", ""), Some("E".into()));
        assert_eq!(chord("E", "KeyE", "shift"), Some("Shift E".into()));
        assert_eq!(chord("у", "KeyE", ""), Some("E".into()), "Cyrillic");
        assert_eq!(chord("a", "KeyQ", ""), Some("A".into()), "what a French keyboard writes");
        assert_eq!(chord("?", "Slash", "shift"), Some("?".into()));
        assert_eq!(chord("k", "KeyK", "ctrl"), Some("Ctrl K".into()));
        assert_eq!(chord("Enter", "Enter", "ctrl shift"), Some("Ctrl Shift Enter".into()));
        assert_eq!(chord("Escape", "Escape", ""), Some("Esc".into()));
        assert_eq!(chord("e", "KeyE", "alt"), None);
        assert_eq!(chord("Shift", "ShiftLeft", "shift"), None);
    }

    #[test]
    fn a_chord_may_be_the_beginning_of_keys() {
        assert!(begins("G M", "G"));
        assert!(!begins("G", "G"));
        assert!(!begins("Shift E", "Shift"));
        assert!(!begins("GG M", "G"));
    }

    #[test]
    fn screen_readers_are_told_in_their_way() {
        assert_eq!(aria("Shift E"), Some("Shift+E".into()));
        assert_eq!(aria("Ctrl K"), Some("Control+K".into()));
        assert_eq!(aria("Esc"), Some("Escape".into()));
        assert_eq!(aria("G M"), None);
        assert_eq!(aria(""), None);
    }
}
