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

/// What a role is called.
pub const fn role_name(role: Role) -> &'static str {
    match role {
        Role::Agent => "Agent",
        Role::Lead => "Lead",
        Role::Admin => "Admin",
    }
}

/// What a visibility is called.
pub const fn visibility_name(visibility: Visibility) -> &'static str {
    match visibility {
        Visibility::Own => "Only their own",
        Visibility::Team => "Their teams'",
        Visibility::All => "All",
    }
}

/// Chooses them.
#[component]
pub fn RightsFields(rights: Rights) -> impl IntoView {
    let it: Workspace = expect_context();
    let roles = Role::ALL.map(|role| Choice {
        value: role,
        name: role_name(role).to_owned(),
        effect: match role {
            Role::Agent => "Answers customers, assigns and closes.",
            Role::Lead => "Answers, and runs the work of others.",
            Role::Admin => "Also sets up people, teams and numbers.",
        },
    });
    let visibilities = Visibility::ALL.map(|visibility| Choice {
        value: visibility,
        name: visibility_name(visibility).to_owned(),
        effect: match visibility {
            Visibility::Own => "Conversations assigned to them, and no others.",
            Visibility::Team => "Theirs, those of their teams, and those of no team.",
            Visibility::All => "Every conversation of the company.",
        },
    });
    let teams: Vec<_> = untrack(|| it.store.teams())
        .into_iter()
        .map(|team| Choice { value: team.id, name: team.name, effect: "" })
        .collect();
    let without_teams = teams.is_empty();
    view! {
        <OneOf legend="What they may do" name="role" choices=roles.into() value=rights.role />
        <OneOf
            legend="Which conversations they see"
            name="visibility"
            choices=visibilities.into()
            value=rights.visibility
        />
        {(!without_teams).then(|| view! { <SomeOf legend="Teams" choices=teams value=rights.teams /> })}
    }
}
