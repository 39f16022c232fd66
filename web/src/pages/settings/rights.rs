//! The part of a form that says what somebody may do and see, with what that means.

use std::collections::BTreeSet;

use leptos::prelude::*;
use shared::ids::TeamId;
use shared::permission::{Role, Visibility};

use crate::ui::choice::{Choice, OneOf, SomeOf};
use crate::workspace::Workspace;

/// What somebody may do and see, while it is being chosen.
#[derive(Clone, Copy)]
pub struct Rights {
    /// What they may do.
    pub role: RwSignal<Role>,
    /// Which conversations they see.
    pub visibility: RwSignal<Visibility>,
    /// Where they answer.
    pub teams: RwSignal<BTreeSet<TeamId>>,
}

impl Rights {
    /// To begin with.
    pub fn new(role: Role, visibility: Visibility, teams: BTreeSet<TeamId>) -> Self {
        Self {
            role: RwSignal::new(role),
            visibility: RwSignal::new(visibility),
            teams: RwSignal::new(teams),
        }
    }

    /// Where they answer, as chosen.
    pub fn chosen_teams(self) -> Vec<TeamId> {
        self.teams.get_untracked().into_iter().collect()
    }
}

/// What a visibility is called.
pub const fn visibility_name(visibility: Visibility) -> &'static str {
    match visibility {
        Visibility::Own => "Only their own",
        Visibility::Unassigned => "Theirs and nobody's",
        Visibility::Team => "Their teams'",
        Visibility::All => "All",
    }
}

/// The choices of what somebody sees.
pub fn visibilities() -> Vec<Choice<Visibility>> {
    let choice = |visibility| Choice {
        value: visibility,
        name: visibility_name(visibility).to_owned(),
        effect: match visibility {
            Visibility::Own => "Conversations assigned to them, and no others.",
            Visibility::Unassigned => "Theirs, and those that nobody has.",
            Visibility::Team => "Theirs, those of their teams, and those of no team.",
            Visibility::All => "Every conversation of the company.",
        },
    };
    Visibility::ALL.map(choice).into()
}

/// Chooses them.
#[component]
pub fn RightsFields(rights: Rights) -> impl IntoView {
    let it: Workspace = expect_context();
    let own = untrack(|| it.store.roles());
    let ids: Vec<_> = own.iter().map(|it| Role::Custom(it.id)).collect();
    let roles = Role::ALL.into_iter().chain(ids).map(|role| Choice {
        value: role,
        name: untrack(|| it.store.role_name(role)),
        effect: match role {
            Role::Agent => "Answers customers, assigns and closes.",
            Role::Lead => "Answers, and runs the work of others.",
            Role::Admin => "Also sets up people, teams and numbers.",
            Role::Custom(_) => "A role of your own.",
        },
    });
    // A role of one's own says what one sees to begin with.
    Effect::new(move |before: Option<Role>| {
        let role = rights.role.get();
        if before.is_some_and(|before| before != role)
            && let Role::Custom(id) = role
            && let Some(found) = own.iter().find(|it| it.id == id)
        {
            rights.visibility.set(found.visibility);
        }
        role
    });
    let teams: Vec<_> = untrack(|| it.store.teams())
        .into_iter()
        .map(|team| Choice { value: team.id, name: team.name, effect: "" })
        .collect();
    let without_teams = teams.is_empty();
    view! {
        <OneOf legend="What they may do" name="role" choices=roles.collect() value=rights.role />
        <OneOf
            legend="Which conversations they see"
            name="visibility"
            choices=visibilities()
            value=rights.visibility
        />
        {(!without_teams).then(|| view! { <SomeOf legend="Teams" choices=teams value=rights.teams /> })}
    }
}
