//! The last lines that something printed, to show when it dies.

use std::collections::VecDeque;

/// Keeps the last lines and forgets those before.
#[derive(Default)]
pub(crate) struct Tail {
    lines: VecDeque<String>,
}

impl Tail {
    /// Enough for a panic, or for a compiler's complaint.
    const KEPT: usize = 50;

    pub(crate) fn push(&mut self, line: String) {
        if self.lines.len() == Self::KEPT {
            self.lines.pop_front();
        }
        self.lines.push_back(line);
    }

    /// The kept lines, oldest first.
    pub(crate) fn text(&self) -> String {
        self.lines.iter().map(String::as_str).collect::<Vec<_>>().join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::Tail;

    #[test]
    fn only_the_last_lines_are_kept() {
        let mut tail = Tail::default();
        (0..80).for_each(|number| tail.push(number.to_string()));
        assert!(tail.text().starts_with("30\n31"));
        assert!(tail.text().ends_with("78\n79"));
    }
}
