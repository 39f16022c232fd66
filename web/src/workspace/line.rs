//! How well we are connected, as it is told to a person: never better than it is.

/// How well we are connected, truthfully.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// What is shown is what is.
    Connected,
    /// On the way to it.
    Connecting,
    /// Connected, and reading what was missed.
    Syncing,
    /// It may take a while.
    Offline,
}
