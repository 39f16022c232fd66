//! Questions of which only the latest counts: an answer to an earlier one that comes late is nobody's any more.

use leptos::prelude::*;

/// Counts questions. A copy counts the same ones.
#[derive(Clone, Copy)]
pub struct Turns(StoredValue<u64>);

impl Turns {
    /// None asked yet.
    #[expect(clippy::new_without_default, reason = "it belongs to the owner it is made under")]
    pub fn new() -> Self {
        Self(StoredValue::new(0))
    }

    /// Asks another. What it gives tells whether that is still the latest, and somebody still waits.
    pub fn begin(self) -> impl Fn() -> bool + Copy {
        self.0.update_value(|it| *it += 1);
        self.current()
    }

    /// The same of the question that is asked already.
    pub fn current(self) -> impl Fn() -> bool + Copy {
        let turn = self.0.get_value();
        move || self.0.try_get_value() == Some(turn)
    }
}
