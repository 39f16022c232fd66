//! The checklist of `docs/security.md` counts right, and names only what is there.

use std::collections::BTreeSet;
use std::fs;

use super::root;

/// Requirements of levels 1 and 2 in OWASP ASVS 5.0.0.
const ALL: usize = 253;

fn page() -> String {
    fs::read_to_string(root().join("docs/security.md")).unwrap()
}

/// Cells of the rows of all tables of four columns that begin with a requirement.
fn rows(page: &str) -> impl Iterator<Item = Vec<&str>> {
    let rows = page.lines().filter(|line| line.starts_with("| ") && line.contains('.'));
    let cells = rows.map(|line| line.trim_matches('|').split(" | ").map(str::trim).collect());
    cells.filter(|cells: &Vec<_>| {
        let first = cells[0].split(", ").next().unwrap();
        cells.len() == 4 && first.split('.').all(|part| part.parse::<u8>().is_ok())
    })
}

#[test]
fn every_requirement_is_judged_once_and_the_summary_counts_right() {
    let page = page();
    let (mut seen, mut counted) = (BTreeSet::new(), [0; 3]);
    for row in rows(&page) {
        let place = match row[2] {
            "met" => 0,
            "n/a" => 1,
            "**open**" => 2,
            other => panic!("{other} is no judgement of {}", row[0]),
        };
        for id in row[0].split(", ") {
            assert!(seen.insert(id.to_owned()), "{id} is there twice");
            counted[place] += 1;
        }
    }
    assert_eq!(seen.len(), ALL);
    let [met, not, open] = counted;
    let summary = format!("| {ALL} requirements | {met} | {not} | {open} |");
    assert!(page.contains(&summary), "the summary should say {summary}");
}

#[test]
fn every_test_and_file_that_is_named_is_there() {
    let page = page();
    let named = page.split('`').skip(1).step_by(2);
    let mut checked = 0;
    for name in named {
        let path = match name {
            test if test.contains("::") => format!("server/tests/{}.rs", test.replace("::", "/")),
            file if file.contains('/') && !file.starts_with('/') && !file.contains(' ') => {
                file.to_owned()
            }
            _ => continue,
        };
        assert!(root().join(&path).exists(), "{name} is not there");
        checked += 1;
    }
    for journey in page.split("journey `").skip(1).filter_map(|it| it.split('`').next()) {
        assert!(root().join(format!("e2e/journeys/{journey}.spec.ts")).exists(), "{journey}");
    }
    assert!(checked > 100, "only {checked} names were found");
}
