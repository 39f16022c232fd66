//! Programs that talk much: one line that changes while they work, and all they said only if they fail.

use std::io::{BufRead, BufReader, IsTerminal, Write, pipe, stdout};
use std::process::Command;

use anyhow::Result;

use crate::process;
use crate::progress::dim;
use crate::tail::Tail;

/// Runs a program to its end. Its error holds the last lines of what it said.
pub(crate) fn run_briefly(command: &mut Command) -> Result<()> {
    let (reader, writer) = pipe()?;
    command.stdout(writer.try_clone()?).stderr(writer);
    let mut tail = Tail::default();
    let shown = stdout().is_terminal();
    let outcome = process::run_with(command, || {
        for (number, line) in (1..).zip(BufReader::new(reader).lines().map_while(Result::ok)) {
            if shown {
                show(&format!("{number:4} {}", line.trim()));
            }
            tail.push(line);
        }
        if shown {
            show("");
        }
    });
    outcome.map_err(|problem| problem.context(tail.text()))
}

/// Puts a line in the place of the one before. Long ones are cut, since a second row would stay.
fn show(line: &str) {
    let cut: String = line.chars().take(70).collect();
    print!("\r\u{1b}[2K      {}", dim(&cut));
    if line.is_empty() {
        print!("\r");
    }
    // Who cannot see the line does not miss it.
    let _ = stdout().flush();
}

#[cfg(test)]
mod tests {
    use super::run_briefly;
    use crate::process::command;

    #[test]
    fn a_failure_tells_what_the_program_said() {
        let failure = run_briefly(command("sh").args(["-c", "echo no such crate >&2; exit 1"]));
        let failure = format!("{:#}", failure.unwrap_err());
        assert!(failure.contains("no such crate"), "{failure}");
        assert!(failure.contains("sh -c"), "{failure}");
    }
}
