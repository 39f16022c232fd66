//! Roles of a workspace's own: a name, a set of rights, and what who has them sees to begin with.

use serde::{Deserialize, Serialize};

use crate::ids::RoleId;
use crate::permission::{Rights, Visibility};

/// Most roles of a workspace's own: clients keep them all.
pub const ROLES_MAX: usize = 50;

/// A role of a workspace's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomRole {
    /// Made by who created it.
    pub id: RoleId,
    /// Unique.
    pub name: String,
    /// What who has it may do.
    pub rights: Rights,
    /// What they see, unless somebody says otherwise of one of them.
    pub visibility: Visibility,
    /// Counts up with each change.
    pub version: u32,
}

/// What a role is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Looks {
    /// Unique.
    pub name: String,
    /// What who has it may do.
    pub rights: Rights,
    /// What they see to begin with.
    pub visibility: Visibility,
}

/// What can be done about a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// A new one.
    Create(Looks),
    /// Other rights, which everybody who has it gets at once; another name; something else to begin with.
    Change(Looks),
    /// Away with it, if nobody has it.
    Delete,
}

/// What happened to a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// It exists.
    Created,
    /// It is another one.
    Changed,
    /// It is gone.
    Deleted,
}
