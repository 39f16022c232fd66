//! Rules about the source itself, which no compiler knows.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Longest file, in lines, before it has to be split.
const LONGEST: usize = 300;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let mut found = vec![];
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path.strip_prefix(root()).unwrap().to_owned(), text));
            }
        }
    }
    assert!(!found.is_empty(), "{folder} has sources");
    found
}

#[test]
fn sql_lives_in_rows_and_store() {
    for (path, text) in sources("server/src") {
        let name = path.to_string_lossy();
        let allowed = name.ends_with("/rows.rs")
            || name.starts_with("server/src/store")
            || name.ends_with("/error.rs");
        assert!(
            allowed || !text.contains("diesel::"),
            "{name} talks SQL; that belongs into a rows.rs"
        );
    }
}

#[test]
fn files_are_short_enough_to_read() {
    let long: Vec<_> =
        ["server/src", "server/tests", "shared/src", "web/src", "e2e/simulator/src", "xtask/src"]
            .into_iter()
            .flat_map(sources)
            .map(|(path, text)| (path, text.lines().count()))
            .filter(|(_, lines)| *lines > LONGEST)
            .collect();
    assert_eq!(long, [], "longer than {LONGEST} lines");
}

#[test]
fn every_file_says_what_it_is_for() {
    for folder in ["server/src", "shared/src", "web/src", "e2e/simulator/src", "xtask/src"] {
        for (path, text) in sources(folder) {
            assert!(text.starts_with("//!"), "{} does not say what it is for", path.display());
        }
    }
}

#[test]
fn both_databases_have_the_same_migrations() {
    let names = |folder: &str| {
        let mut names: Vec<_> = fs::read_dir(root().join(folder))
            .unwrap()
            .map(|entry| entry.unwrap())
            .filter(|entry| entry.path().is_dir())
            .map(|entry| entry.file_name())
            .collect();
        names.sort();
        names
    };
    assert_eq!(names("migrations/sqlite"), names("migrations/postgres"));
}

#[test]
fn shared_knows_nothing_of_the_server() {
    let arguments = ["tree", "--offline", "-p", "shared", "-e", "normal", "--prefix", "none"];
    let tree = Command::new(env!("CARGO")).args(arguments).current_dir(root()).output().unwrap();
    assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
    let tree = String::from_utf8(tree.stdout).unwrap();
    for crate_name in ["diesel", "actix", "tokio", "leptos"] {
        assert!(!tree.contains(crate_name), "shared depends on {crate_name}:\n{tree}");
    }
}
