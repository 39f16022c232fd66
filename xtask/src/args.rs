//! The words after a task: flags and values, and nothing that was not announced.

use anyhow::{Context, Result, bail};

/// Words of a command line that have not been asked for yet.
pub(crate) struct Args {
    words: Vec<String>,
}

impl Args {
    /// Takes the words of one task. Prints `help` and gives nothing if that is what they ask for.
    pub(crate) fn new(words: &[String], help: &str) -> Option<Self> {
        if words.iter().any(|word| word == "--help" || word == "-h") {
            println!("{help}");
            return None;
        }
        Some(Self { words: words.to_vec() })
    }

    /// Whether `name` was said.
    pub(crate) fn flag(&mut self, name: &str) -> bool {
        let before = self.words.len();
        self.words.retain(|word| word != name);
        self.words.len() < before
    }

    /// What was said for `name`, as `--name value` or `--name=value`.
    pub(crate) fn value(&mut self, name: &str) -> Result<Option<String>> {
        let prefix = format!("{name}=");
        let Some(at) = self.words.iter().position(|word| word == name || word.starts_with(&prefix))
        else {
            return Ok(None);
        };
        let word = self.words.remove(at);
        if let Some(value) = word.strip_prefix(&prefix) {
            return Ok(Some(value.to_owned()));
        }
        if at == self.words.len() {
            bail!("{name} needs a value");
        }
        Ok(Some(self.words.remove(at)))
    }

    /// The port that was said for `name`.
    pub(crate) fn port(&mut self, name: &str) -> Result<Option<u16>> {
        let Some(value) = self.value(name)? else { return Ok(None) };
        let port = value.parse().with_context(|| format!("{name} {value} is not a port"))?;
        Ok(Some(port))
    }

    /// The names that were said for `name`, separated by commas.
    pub(crate) fn list(&mut self, name: &str) -> Result<Option<Vec<String>>> {
        let value = self.value(name)?;
        Ok(value.map(|names| names.split(',').map(|one| one.trim().to_owned()).collect()))
    }

    /// The next word that is not a flag.
    pub(crate) fn word(&mut self) -> Option<String> {
        let at = self.words.iter().position(|word| !word.starts_with('-'))?;
        Some(self.words.remove(at))
    }

    /// Refuses whatever nobody asked for.
    pub(crate) fn end(self) -> Result<()> {
        match self.words.first() {
            Some(word) => bail!("`{word}` means nothing here; --help lists what does"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Args;

    fn args(line: &str) -> Args {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        Args::new(&words, "").unwrap()
    }

    #[test]
    fn a_value_may_follow_its_name_or_an_equals_sign() {
        let mut said = args("--port 81 --only=a,b");
        assert_eq!(said.port("--port").unwrap(), Some(81));
        assert_eq!(said.list("--only").unwrap().unwrap(), ["a", "b"]);
        said.end().unwrap();
    }

    #[test]
    fn a_missing_value_is_refused() {
        assert!(args("--port").port("--port").is_err());
        assert!(args("--port many").port("--port").is_err());
    }

    #[test]
    fn an_unknown_flag_is_refused() {
        let mut said = args("--rebuild --busy-days");
        assert!(said.flag("--rebuild"));
        assert!(said.end().is_err());
    }

    #[test]
    fn help_asks_for_nothing_else() {
        assert!(Args::new(&["--help".to_owned()], "").is_none());
    }
}
