//! Which way a language is read, by its tag alone (BCP 47).

/// Languages that are written from right to left where their tag names no script (Unicode CLDR 46, `characterOrder`).
const RIGHT_TO_LEFT: [&str; 17] = [
    "ar", "arc", "ckb", "dv", "fa", "glk", "he", "iw", "ks", "lrc", "mzn", "nqo", "ps", "sd",
    "syr", "ug", "ur",
];
/// Scripts from right to left.
const SCRIPTS: [&str; 8] = ["adlm", "arab", "hebr", "mand", "nkoo", "rohg", "syrc", "thaa"];

/// `rtl` or `ltr`.
pub fn direction(tag: &str) -> &'static str {
    let tag = tag.to_ascii_lowercase();
    let mut parts = tag.split(['-', '_']);
    let language = parts.next().unwrap_or_default();
    let script = parts.find(|it| it.len() == 4 && it.chars().all(char::is_alphabetic));
    let mirrored = match script {
        Some(script) => SCRIPTS.contains(&script),
        None => RIGHT_TO_LEFT.contains(&language) || language == "yi",
    };
    if mirrored { "rtl" } else { "ltr" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_read_as_it_is_written() {
        for tag in ["ar", "ar-EG", "he", "fa_IR", "ur", "yi", "az-Arab-IR", "pa-Arab"] {
            assert_eq!(direction(tag), "rtl", "{tag}");
        }
        for tag in ["en", "de-AT", "", "ja", "ks-Deva", "ku", "uz-Latn"] {
            assert_eq!(direction(tag), "ltr", "{tag}");
        }
    }
}
