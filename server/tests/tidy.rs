//! Rules about the source itself, which no compiler knows.

mod security;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Longest file, in lines, before it has to be split.
const LONGEST: usize = 300;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    files(folder, "rs")
}

/// Path in the repository and text of every file with this extension.
fn files(folder: &str, extension: &str) -> Vec<(PathBuf, String)> {
    let mut found = vec![];
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == extension) {
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
            || name.contains("/rows/")
            || name.starts_with("server/src/store")
            || name.ends_with("/error.rs");
        assert!(
            allowed || !text.contains("diesel::"),
            "{name} talks SQL; that belongs into a rows.rs"
        );
    }
}

#[test]
fn routes_are_in_the_table_that_the_test_walks() {
    for (path, text) in sources("server/src") {
        let name = path.to_string_lossy();
        for way in ["web::resource", "web::scope", ".route(", "Resource::new", "#[get(", "#[post("]
        {
            assert!(
                name.ends_with("http/table.rs") || !text.contains(way),
                "{name} registers a route past the table ({way})"
            );
        }
    }
}

#[test]
fn files_are_short_enough_to_read() {
    let long: Vec<_> = [
        "server/src",
        "server/tests",
        "shared/src",
        "sound/src",
        "web/src",
        "e2e/simulator/src",
        "xtask/src",
    ]
    .into_iter()
    .flat_map(sources)
    .map(|(path, text)| (path, text.lines().count()))
    .filter(|(_, lines)| *lines > LONGEST)
    .collect();
    assert_eq!(long, [], "longer than {LONGEST} lines");
}

#[test]
fn every_file_says_what_it_is_for() {
    for folder in
        ["server/src", "shared/src", "sound/src", "web/src", "e2e/simulator/src", "xtask/src"]
    {
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
    let all = names("migrations/sqlite");
    assert_eq!(all, names("migrations/postgres"));
    // Diesel goes by what stands before the `_`: of two that have it in common, one would never run.
    let version =
        |name: &std::ffi::OsString| name.to_string_lossy().split('_').next().unwrap().to_owned();
    let mut versions: Vec<_> = all.iter().map(version).collect();
    versions.dedup();
    assert_eq!(versions.len(), all.len(), "{all:?}");
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

/// Lines of the styles, each with its place; comments and `tokens.css` are left out.
fn style_lines() -> Vec<(String, String)> {
    let styles = files("web/style", "css").into_iter();
    styles
        .filter(|(path, _)| !path.ends_with("tokens.css"))
        .flat_map(|(path, text)| {
            let place = move |at: usize| format!("{}:{}", path.display(), at + 1);
            let lines: Vec<_> = text.lines().map(|it| it.trim().to_owned()).collect();
            lines.into_iter().enumerate().map(move |(at, line)| (place(at), line))
        })
        .filter(|(_, line)| !line.starts_with("/*"))
        .collect()
}

#[test]
fn colours_are_named_in_tokens_css_alone() {
    let raw = |line: &str| {
        let colour = ["oklch(", "oklab(", "rgb", "hsl", "hwb(", "light-dark(", "color-mix("];
        let named = ["white", "black", "red", "green", "blue", "gray", "grey", "orange", "yellow"];
        let value = line.split_once(": ").map_or("", |it| it.1).trim_end_matches(';');
        let hex = value.split([' ', ',', '(']).any(|word| {
            word.strip_prefix('#').is_some_and(|it| it.chars().all(|it| it.is_ascii_hexdigit()))
        });
        hex || colour.iter().any(|it| line.contains(it))
            || value.split(' ').any(|word| named.contains(&word))
    };
    let found: Vec<_> = style_lines().into_iter().filter(|(_, line)| raw(line)).collect();
    assert_eq!(found, [], "raw colours; name them in web/style/tokens.css");
}

/// Whether a property says something else of the left than of the right, one of the four sides or corners at a time.
fn lopsided(name: &str, value: &str) -> bool {
    let own = name.starts_with("--") || name.contains(['.', ':', '@', '{', '&']);
    let mut depth = 0;
    let words = value.split(|it: char| {
        depth += i32::from(it == '(') - i32::from(it == ')');
        it == ' ' && depth == 0
    });
    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
    match (name, words.as_slice()) {
        _ if own => false,
        ("margin" | "padding" | "inset" | "border-width", [_, right, _, left]) => right != left,
        ("border-radius", corners) => corners.len() > 1,
        (name, _) => name.split('-').any(|word| matches!(word, "left" | "right")),
    }
}

#[test]
fn styles_go_with_the_reading_and_not_with_the_screen() {
    let sides = ["left", "right", "top", "bottom", "width", "height"];
    let physical = |line: &str| {
        let Some((name, value)) = line.split_once(": ") else { return false };
        let value = value.trim_end_matches(';');
        let last = name.rsplit('-').next().unwrap_or_default();
        let side = sides.contains(&last)
            && !matches!(name, "line-height" | "stroke-width" | "scrollbar-width");
        let logical = name.contains("inline") || name.contains("block") || name == "border-width";
        let aligned = matches!(name, "text-align" | "float") && sides.contains(&value);
        (side && !logical && !line.starts_with('@') && !line.contains('{'))
            || aligned
            || lopsided(name, value)
    };
    let found: Vec<_> = style_lines().into_iter().filter(|(_, line)| physical(line)).collect();
    assert_eq!(found, [], "these don't mirror where one reads from right to left");
}
