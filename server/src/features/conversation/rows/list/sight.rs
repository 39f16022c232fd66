//! What a viewer may see, by the cases in which SQL says it differently: `Visibility::shows` once more. Without anything that
//! is followed a condition is as plain as it can be, so that an index can go by it.

use shared::conversation::FOLLOWING_MAX;
use shared::ids::{AgentId, ConversationId, TeamId};
use shared::permission::{Permission, Visibility};

use super::super::followed;
use crate::error::Result;
use crate::policy::Viewer;
use crate::store::Conn;
use crate::store::columns::Key;

/// What a viewer may see, as a condition.
macro_rules! visible {
    ($sight:expr) => {{
        let sight: &Sight = $sight;
        let mine = |me| dsl::assignee_id.eq(me).assume_not_null();
        when(sight.own, mine)
            .and(when(sight.own_or.clone(), |(me, these)| mine(me).or(dsl::id.eq_any(these))))
            .and(when(sight.free.clone(), |(me, these)| {
                mine(me).or(dsl::assignee_id.is_null()).or(dsl::id.eq_any(these))
            }))
            .and(when(sight.team.clone(), |(me, teams)| {
                let of_teams = dsl::team_id.eq_any(teams).assume_not_null();
                mine(me).or(dsl::team_id.is_null()).or(of_teams)
            }))
            .and(when(sight.team_or.clone(), |(me, teams, these)| {
                let of_teams = dsl::team_id.eq_any(teams).assume_not_null();
                mine(me).or(dsl::team_id.is_null()).or(of_teams).or(dsl::id.eq_any(these))
            }))
            .and(when(sight.others.clone(), |(me, these)| {
                let not_mine =
                    dsl::assignee_id.is_null().or(dsl::assignee_id.ne(me).assume_not_null());
                dsl::id.eq_any(these).and(not_mine)
            }))
            .and(when(sight.there, |()| dsl::erased_at.is_null()))
    }};
}

/// What a viewer follows, looked up first: planners go by a short list of ids, but not by a question inside another one.
type Followed = Vec<Key<ConversationId>>;

/// At most one of these is there, and whoever has none of them sees everything.
#[derive(Default)]
pub(super) struct Sight {
    pub(super) own: Option<Key<AgentId>>,
    pub(super) own_or: Option<(Key<AgentId>, Followed)>,
    /// What they follow and have not themselves.
    pub(super) others: Option<(Key<AgentId>, Followed)>,
    pub(super) free: Option<(Key<AgentId>, Followed)>,
    pub(super) team: Option<(Key<AgentId>, Vec<Key<TeamId>>)>,
    pub(super) team_or: Option<(Key<AgentId>, Vec<Key<TeamId>>, Followed)>,
    /// Besides: what is deleted is not there.
    pub(super) there: Option<()>,
}

impl Sight {
    pub(super) fn of(conn: &mut Conn, viewer: &Viewer) -> Result<Self> {
        let there = (!viewer.rights.may(Permission::Delete)).then_some(());
        if viewer.visibility == Visibility::All {
            return Ok(Self { there, ..Self::default() });
        }
        let limit = i64::try_from(FOLLOWING_MAX).unwrap_or(i64::MAX);
        let these = followed(conn, viewer.agent, limit)?;
        let these: Followed = these.into_iter().map(Key).collect();
        let (me, any) = (Key(viewer.agent), !these.is_empty());
        let teams = viewer.teams.iter().copied().map(Key).collect();
        let sight = match (viewer.visibility, any) {
            (Visibility::All, _) => Self::default(),
            (Visibility::Own, false) => Self { own: Some(me), ..Self::default() },
            (Visibility::Own, true) => Self { own_or: Some((me, these)), ..Self::default() },
            (Visibility::Unassigned, _) => Self { free: Some((me, these)), ..Self::default() },
            (Visibility::Team, false) => Self { team: Some((me, teams)), ..Self::default() },
            (Visibility::Team, true) => {
                Self { team_or: Some((me, teams, these)), ..Self::default() }
            }
        };
        Ok(Self { there, ..sight })
    }

    /// The same in parts that have nothing in common. For whoever sees only their own each is found by an index of its own;
    /// together they would be looked for among all that there are.
    pub(super) fn parts(conn: &mut Conn, viewer: &Viewer) -> Result<Vec<Self>> {
        let it = Self::of(conn, viewer)?;
        let there = it.there;
        let Some((me, these)) = it.own_or else { return Ok(vec![it]) };
        let own = Self { own: Some(me), there, ..Self::default() };
        Ok(vec![own, Self { others: Some((me, these)), there, ..Self::default() }])
    }
}
