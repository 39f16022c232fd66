//! What time alone brings into a list and takes out of it is just what is read when it passes.

use server::features::conversation::rows;
use server::policy::Viewer;
use shared::conversation::Conversation;
use shared::time::Timestamp;
use shared::view::View;

use crate::world::World;

/// Lets the time go from one moment to the later one.
pub(super) async fn check(
    world: &World,
    viewer: &Viewer,
    view: &View,
    all: &[Conversation],
    one: Timestamp,
    other: Timestamp,
) {
    let (from, to) = (one.min(other), one.max(other));
    let read = {
        let (viewer, view) = (viewer.clone(), view.clone());
        move |conn: &mut server::store::Conn| rows::crossed(conn, &viewer, &view, from, to)
    };
    let crossed = world.app().store.read(read).await.unwrap();
    let changed = |it: &&Conversation| {
        let listed = |at| view.matches(it, viewer.agent, at);
        viewer.sees_scope(it.scope()) && listed(from) != listed(to)
    };
    let mut meant: Vec<_> = all.iter().filter(changed).map(|it| it.id).collect();
    let mut found: Vec<_> = crossed.iter().filter(changed).map(|it| it.id).collect();
    meant.sort();
    found.sort();
    assert_eq!(found, meant, "{view} from {from:?} to {to:?}");
    assert!(view.timed() || crossed.is_empty(), "{view} does not depend on time");
}
