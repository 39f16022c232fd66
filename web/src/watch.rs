//! Memos and effects whose closures are boxed: the machinery around them is then compiled once for each type instead of
//! once for each use, which is most of what a browser would have to load.

use leptos::prelude::{Effect, Memo};

/// A value that is worked out again when what it reads changes, and tells others only when it comes out differently.
pub fn memo<T: PartialEq + Send + Sync + 'static>(
    work: impl Fn() -> T + Send + Sync + 'static,
) -> Memo<T> {
    boxed_memo(Box::new(work))
}

/// Something that is done again when what it reads changes.
pub fn effect(work: impl FnMut() + 'static) {
    boxed_effect(Box::new(work));
}

fn boxed_memo<T: PartialEq + Send + Sync + 'static>(
    work: Box<dyn Fn() -> T + Send + Sync>,
) -> Memo<T> {
    Memo::new(move |_| work())
}

fn boxed_effect(mut work: Box<dyn FnMut()>) {
    Effect::new(move |_: Option<()>| work());
}
