//! Lines that belong together, as WhatsApp shows them: lists and what is quoted, each told by how its lines begin
//! ("How to format your messages", WhatsApp Help Center).

use super::rich;

/// Lines of one kind, without their marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// As they are.
    Lines(String),
    /// After `> `.
    Quote(String),
    /// Each after `- ` or `* `.
    Bullets(Vec<String>),
    /// Each after its number, a full stop and a blank.
    Numbers(Vec<(u32, String)>),
}

/// The text in blocks. Blank lines around a list or a quote are left out: it stands apart anyway.
pub fn blocks(text: &str) -> Vec<Block> {
    let (mut blocks, mut rest, mut code) = (vec![], text, false);
    while !rest.is_empty() {
        let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
        // What is in letters of equal width has no marks in it.
        let block = if code { Block::Lines(line.into()) } else { block(line) };
        if matches!(block, Block::Lines(_)) && line.matches("```").count() % 2 == 1 {
            code = !code && after.contains("```");
        }
        add(&mut blocks, block);
        rest = after;
    }
    if text.ends_with('\n') {
        add(&mut blocks, Block::Lines(String::new()));
    }
    trimmed(blocks)
}

/// Whether anything in it looks different from how it is typed.
pub fn is_formatted(text: &str) -> bool {
    blocks(text).iter().any(|it| match it {
        Block::Lines(lines) => rich::is_formatted(lines),
        Block::Quote(_) | Block::Bullets(_) | Block::Numbers(_) => true,
    })
}

fn block(line: &str) -> Block {
    let item = |rest: &str| Some(rest.to_owned()).filter(|it| !it.trim().is_empty());
    if let Some(quoted) = line.strip_prefix("> ").and_then(item) {
        return Block::Quote(quoted);
    }
    if let Some(point) = ["- ", "* "].iter().find_map(|it| line.strip_prefix(it)).and_then(item) {
        return Block::Bullets(vec![point]);
    }
    let numbered = line.split_once(". ").and_then(|(number, rest)| {
        let plain = number.bytes().all(|it| it.is_ascii_digit());
        Some((number.parse().ok().filter(|_| plain)?, item(rest)?))
    });
    numbered.map_or_else(|| Block::Lines(line.into()), |point| Block::Numbers(vec![point]))
}

/// Puts a line to those of its kind before it.
fn add(blocks: &mut Vec<Block>, next: Block) {
    match (blocks.last_mut(), next) {
        (Some(Block::Lines(lines)), Block::Lines(line))
        | (Some(Block::Quote(lines)), Block::Quote(line)) => {
            lines.push('\n');
            lines.push_str(&line);
        }
        (Some(Block::Bullets(points)), Block::Bullets(more)) => points.extend(more),
        (Some(Block::Numbers(points)), Block::Numbers(more)) => points.extend(more),
        (_, next) => blocks.push(next),
    }
}

fn trimmed(mut blocks: Vec<Block>) -> Vec<Block> {
    if blocks.len() < 2 {
        return blocks;
    }
    for it in &mut blocks {
        if let Block::Lines(lines) = it {
            *lines = lines.trim_matches('\n').to_owned();
        }
    }
    blocks.retain(|it| !matches!(it, Block::Lines(lines) if lines.is_empty()));
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Block {
        Block::Lines(text.into())
    }

    fn bullets(points: &[&str]) -> Block {
        Block::Bullets(points.iter().map(|&it| it.into()).collect())
    }

    #[test]
    fn lines_of_one_kind_stand_together() {
        assert_eq!(
            blocks("Bring\n- *tea*\n* milk\n\nThen\n2. boil\n3. wait\n> said\n> she\nDone"),
            [
                lines("Bring"),
                bullets(&["*tea*", "milk"]),
                lines("Then"),
                Block::Numbers(vec![(2, "boil".into()), (3, "wait".into())]),
                Block::Quote("said\nshe".into()),
                lines("Done"),
            ]
        );
    }

    #[test]
    fn what_has_no_mark_stays_as_it_is() {
        for text in [
            "", "a\n\nb\n", "\n", "-a", "*a*", "1.5 l", "1.", "- ", ">a", "a - b", "+1. a",
            "no. 1. a",
        ] {
            let whole = if text.is_empty() { vec![] } else { vec![lines(text)] };
            assert_eq!(blocks(text), whole, "{text:?}");
            assert!(text == "*a*" || !is_formatted(text), "{text:?}");
        }
    }

    #[test]
    fn nothing_in_letters_of_equal_width_is_a_list() {
        assert_eq!(blocks("```\n- a\n1. b\n```"), [lines("```\n- a\n1. b\n```")]);
        assert_eq!(blocks("``` x\n- a"), [lines("``` x"), bullets(&["a"])], "it never ends");
        assert_eq!(blocks("```a```\n- b"), [lines("```a```"), bullets(&["b"])], "it has ended");
    }

    #[test]
    fn a_list_is_formatted() {
        assert!(is_formatted("- a") && is_formatted("9. a") && is_formatted("> a"));
    }
}
