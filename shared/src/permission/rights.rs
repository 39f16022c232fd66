//! A set of rights.

use serde::{Deserialize, Serialize};

use super::Permission;

/// A set of rights: a bit for each.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(into = "Vec<Permission>", from = "Vec<Permission>")]
pub struct Rights(u16);

impl Rights {
    /// These.
    pub fn of(these: &[Permission]) -> Self {
        Self(these.iter().fold(0, |all, it| all | bit(*it)))
    }

    /// Whether it is among them. To be here needs no right.
    pub fn may(self, permission: Permission) -> bool {
        permission == Permission::Look || self.0 & bit(permission) != 0
    }

    /// Those of both.
    #[must_use]
    pub const fn with(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    /// Those that the other does not have.
    #[must_use]
    pub const fn beyond(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// With this one put in, or taken out if it was in.
    #[must_use]
    pub fn flip(self, permission: Permission) -> Self {
        Self(self.0 ^ bit(permission))
    }

    /// Which they are, in the order in which they are shown.
    pub fn list(self) -> Vec<Permission> {
        Permission::RIGHTS.into_iter().filter(|it| self.may(*it)).collect()
    }
}

fn bit(permission: Permission) -> u16 {
    let place = Permission::RIGHTS.iter().position(|it| *it == permission);
    place.map_or(0, |place| 1 << place)
}

impl From<Rights> for Vec<Permission> {
    fn from(rights: Rights) -> Self {
        rights.list()
    }
}

impl From<Vec<Permission>> for Rights {
    fn from(these: Vec<Permission>) -> Self {
        Self::of(&these)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_in_is_in_and_nothing_else() {
        let some = Rights::of(&[Permission::Reply, Permission::Phones]);
        assert_eq!(some.list(), [Permission::Reply, Permission::Phones]);
        assert!(some.may(Permission::Look) && !some.may(Permission::Assign));
        assert_eq!(some.flip(Permission::Reply).list(), [Permission::Phones]);
        assert_eq!(some.beyond(Rights::of(&[Permission::Phones])).list(), [Permission::Reply]);
        assert_eq!(serde_json::to_string(&some).unwrap(), r#"["reply","phones"]"#);
    }
}
