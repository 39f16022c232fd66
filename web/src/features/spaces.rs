//! Spaces as a person meets them: which there are, who may change them, and the window in which one says how they look.

pub mod window;

use leptos::prelude::*;
use shared::permission::Permission;
use shared::space::{Action, Icon, Space};
use shared::state::{Part, State};
use shared::view::View;
use shared::{command, space};

use crate::ui::icon::Kind;
use crate::workspace::Workspace;

/// What the window is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A space that there is.
    Known(Space),
    /// These conditions, to be kept.
    New(View),
}

/// Opens the window, from wherever one is.
#[derive(Clone, Copy)]
pub struct Editor(pub RwSignal<Option<Subject>>);

/// My own, then those that are shared, each in their order.
pub fn all(it: Workspace) -> Vec<Space> {
    it.store.read(Part::Spaces, in_order)
}

/// The same, read once.
pub fn all_now(it: Workspace) -> Vec<Space> {
    it.store.peek(in_order)
}

fn in_order(state: &State) -> Vec<Space> {
    let mut all: Vec<Space> = state.spaces().values().cloned().collect();
    all.sort_by_key(|it| (it.audience.shared(), it.place, it.id));
    all
}

/// The space that keeps just these conditions, if there is one.
pub fn of(it: Workspace, view: &View) -> Option<Space> {
    all(it).into_iter().find(|it| it.view == *view)
}

/// Whether I may change it.
pub fn may_change(it: Workspace, space: &Space) -> bool {
    !space.audience.shared() || it.store.may(Permission::Organise)
}

/// Moves it up or down among its like.
pub fn shift(it: Workspace, space: &Space, by: isize) {
    let like = all_now(it).into_iter();
    let mut like = like.filter(|it| it.audience.shared() == space.audience.shared());
    let at = like.position(|it| it.id == space.id);
    if let Some(to) = at.and_then(|at| at.checked_add_signed(by)) {
        let to = u32::try_from(to).unwrap_or(u32::MAX);
        it.sender.send(command::Action::Space(space.id, Action::Move { to }));
    }
}

/// Deletes it, and makes it again for who did not mean it.
pub fn delete(it: Workspace, gone: Space) {
    it.sender.send(command::Action::Space(gone.id, Action::Delete));
    it.toasts().undoable(format!("Deleted {}", gone.name), move || {
        let Space { name, icon, colour, view, audience, .. } = gone.clone();
        let looks = space::Looks { name, icon, colour, view, audience };
        it.sender.send(command::Action::Space(gone.id, Action::Create(looks)));
    });
}

/// The picture of a space.
pub const fn picture(icon: Icon) -> Kind {
    match icon {
        Icon::Filter => Kind::Filter,
        Icon::Tag => Kind::Tag,
        Icon::Inbox => Kind::Inbox,
        Icon::Clock => Kind::Clock,
        Icon::Alert => Kind::Alert,
        Icon::Question => Kind::Question,
        Icon::Cart => Kind::Cart,
        Icon::Person => Kind::Person,
        Icon::People => Kind::People,
        Icon::Phone => Kind::Phone,
        Icon::Pin => Kind::Pin,
        Icon::File => Kind::File,
        Icon::Smile => Kind::Smile,
        Icon::Moon => Kind::Moon,
    }
}
