//! Tells cargo which folders end up in the binary: it would not notice by itself when they change.

fn main() {
    println!("cargo::rerun-if-changed=../migrations");
    // Other builds read the web app when they run. A folder that is missing would make cargo build each time.
    if std::env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        println!("cargo::rerun-if-changed=../web/dist");
    }
}
