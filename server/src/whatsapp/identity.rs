//! Who someone is to WhatsApp: a business-scoped user id (BSUID), the same for linked portfolios, a phone number, a
//! username; any of them may be missing. It says what WhatsApp said and decides about nobody: contacts are the
//! features' business.

use serde_json::Value;

use super::json::{id, items, text};
use super::phone;

/// Who someone is to WhatsApp; all of it may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Identity {
    /// Unique for person and business portfolio: `US.1349…`. Another one when the person changes the number.
    pub bsuid: Option<String>,
    /// The same across linked portfolios: `US.ENT.1349…`.
    pub parent: Option<String>,
    /// Digits with country code, without `+`, in the form that WhatsApp used.
    pub phone: Option<String>,
    /// Without `@`.
    pub username: Option<String>,
}

/// A `contacts[]` element: what WhatsApp says of someone beside a message or status.
#[derive(Debug)]
pub(super) struct Profile {
    identity: Identity,
    /// Made once, for bodies with a thousand messages and a thousand profiles.
    canonical: Option<String>,
    /// `profile.name`: any Unicode.
    pub(super) name: Option<String>,
}

/// Whether a text is a BSUID: `^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]+$`.
pub fn is_bsuid(text: &str) -> bool {
    let Some((country, rest)) = text.split_once('.') else { return false };
    let rest = rest.strip_prefix("ENT.").unwrap_or(rest);
    country.len() == 2
        && country.bytes().all(|byte| byte.is_ascii_uppercase())
        && !rest.is_empty()
        && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

impl Identity {
    /// Nothing that would find the person again: a username can pass to somebody else.
    pub const fn is_empty(&self) -> bool {
        self.bsuid.is_none() && self.parent.is_none() && self.phone.is_none()
    }

    /// What fields say: `users` and `parents` name BSUIDs, `phones` a phone or, seen at times, a BSUID. The first
    /// field that is there counts.
    pub(super) fn read(value: &Value, users: &[&str], parents: &[&str], phones: &[&str]) -> Self {
        let first = |keys: &[&str]| keys.iter().find_map(|key| id(value, key));
        let mut identity = Self { bsuid: first(users), parent: first(parents), ..Self::default() };
        if let Some(said) = first(phones) {
            identity.learn(&said);
        }
        identity
    }

    /// Puts a phone number, or the BSUID in its stead, where it belongs.
    fn learn(&mut self, said: &str) {
        if is_bsuid(said) {
            let parent = said.get(3..).is_some_and(|rest| rest.starts_with("ENT."));
            let slot = if parent { &mut self.parent } else { &mut self.bsuid };
            slot.get_or_insert_with(|| said.to_owned());
        } else if let Some(digits) = phone::digits(said) {
            self.phone = Some(digits);
        }
    }

    /// With what is missing taken from another description of the same person.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            bsuid: self.bsuid.or(other.bsuid),
            parent: self.parent.or(other.parent),
            phone: self.phone.or(other.phone),
            username: self.username.or(other.username),
        }
    }

    fn canonical_phone(&self) -> Option<String> {
        self.phone.as_deref().map(phone::canonical)
    }

    /// Whether nothing speaks against the two being one person.
    fn fits(&self, other: &Self) -> bool {
        agree(self.bsuid.as_ref(), other.bsuid.as_ref())
            && agree(self.parent.as_ref(), other.parent.as_ref())
            && agree(self.canonical_phone().as_ref(), other.canonical_phone().as_ref())
    }
}

fn agree(one: Option<&String>, other: Option<&String>) -> bool {
    one.is_none() || other.is_none() || one == other
}

fn shared(one: Option<&String>, other: Option<&String>) -> bool {
    one.is_some() && one == other
}

/// What a webhook's value says about people.
pub(super) fn profiles(value: &Value) -> Vec<Profile> {
    items(value, "contacts").iter().map(profile).collect()
}

fn profile(contact: &Value) -> Profile {
    let of = contact.get("profile").unwrap_or(&Value::Null);
    let mut identity = Identity::read(contact, &["user_id"], &["parent_user_id"], &["wa_id"]);
    identity.username = id(of, "username").map(|name| name.trim_start_matches('@').to_owned());
    Profile { canonical: identity.canonical_phone(), identity, name: text(of, "name") }
}

/// The profile that belongs to someone: by BSUID, then by phone; and when there is `one_sender` only, the only
/// profile, unless something speaks against it.
pub(super) fn find<'a>(
    profiles: &'a [Profile],
    who: &Identity,
    one_sender: bool,
) -> Option<&'a Profile> {
    let canonical = who.canonical_phone();
    let by = |same: &dyn Fn(&Profile) -> bool| profiles.iter().find(|one| same(one));
    by(&|one| shared(one.identity.bsuid.as_ref(), who.bsuid.as_ref()))
        .or_else(|| by(&|one| shared(one.identity.parent.as_ref(), who.parent.as_ref())))
        .or_else(|| by(&|one| shared(one.canonical.as_ref(), canonical.as_ref())))
        .or_else(|| match profiles {
            [only] if one_sender && only.identity.fits(who) => Some(only),
            _ => None,
        })
}

/// Someone as a message names them, completed from their profile.
pub(super) fn complete(who: Identity, profile: Option<&Profile>) -> Identity {
    match profile {
        // A number that carries two ids in one payload is not for us to judge: the message's own word counts.
        Some(profile) => who.or(profile.identity.clone()),
        None => who,
    }
}

/// Whether all these are one person, as far as can be seen.
pub(super) fn one_person(people: &[Identity]) -> bool {
    let mut so_far = Identity::default();
    people.iter().all(|next| {
        let fits = so_far.fits(next);
        so_far = std::mem::take(&mut so_far).or(next.clone());
        fits
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn who(bsuid: &str, phone: &str) -> Identity {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Identity { bsuid: some(bsuid), phone: some(phone), ..Identity::default() }
    }

    #[test]
    fn bsuids_are_told_from_everything_else() {
        for bsuid in ["US.13491208655302741918", "BR.a", "GB.ENT.8Zx", "US.ENT"] {
            assert!(is_bsuid(bsuid), "{bsuid}");
        }
        for other in ["", ".", "US.", "US.ENT.", "us.1", "USA.1", "U.1", "US.1 2", "US.1.2", "US.é"]
        {
            assert!(!is_bsuid(other), "{other}");
        }
        assert!(!is_bsuid("16505551234"));
    }

    #[test]
    fn a_bsuid_in_the_place_of_a_phone_is_a_bsuid() {
        let read = |from| Identity::read(&json!({ "from": from }), &["u"], &["p"], &["from"]);
        assert_eq!(read(json!("US.1")), who("US.1", ""));
        assert_eq!(read(json!("US.ENT.1")).parent.as_deref(), Some("US.ENT.1"));
        assert_eq!(read(json!("+1 650 555 1234")), who("", "16505551234"));
        assert_eq!(read(json!(16_505_551_234_u64)), who("", "16505551234"));
        assert_eq!(read(json!("")), Identity::default());
        assert_eq!(read(json!({"x": 1})), Identity::default());
        assert!(read(json!("nobody")).is_empty());
    }

    #[test]
    fn a_profile_is_found_by_bsuid_before_phone_and_never_by_place() {
        let all = profiles(&json!({"contacts": [
            {"profile": {"name": "Phone"}, "wa_id": "16505551234"},
            {"profile": {"name": "Bsuid", "username": "@sam"}, "user_id": "US.1"},
            {"profile": {"name": "Brazil"}, "wa_id": "551187654321"},
            17,
        ]}));
        let name = |person: Identity| find(&all, &person, true).and_then(|one| one.name.clone());
        assert_eq!(name(who("US.1", "16505551234")).as_deref(), Some("Bsuid"));
        assert_eq!(name(who("US.2", "16505551234")).as_deref(), Some("Phone"));
        assert_eq!(name(who("", "5511987654321")).as_deref(), Some("Brazil"));
        assert_eq!(name(who("US.3", "16505550000")), None);
        assert_eq!(all[1].identity.username.as_deref(), Some("sam"));
    }

    #[test]
    fn the_only_profile_belongs_to_the_only_sender_unless_it_contradicts() {
        let all = profiles(
            &json!({"contacts": [{"profile": {"name": "Sam"}, "user_id": "US.1", "wa_id": "1650"}]}),
        );
        assert!(find(&all, &Identity::default(), true).is_some());
        assert!(find(&all, &Identity::default(), false).is_none());
        assert!(find(&all, &who("US.2", ""), true).is_none());
        assert!(find(&all, &who("", "1651"), true).is_none());
        assert!(one_person(&[who("US.1", ""), who("US.1", "1650"), Identity::default()]));
        assert!(!one_person(&[who("US.1", ""), who("US.2", "")]));
        assert!(!one_person(&[who("US.1", ""), Identity::default(), who("US.2", "")]));
    }

    #[test]
    fn a_profile_adds_and_never_overrules() {
        let all = profiles(&json!({"contacts": [{"user_id": "US.9", "wa_id": "1650"}]}));
        let known = complete(who("US.1", "1650"), find(&all, &who("US.1", "1650"), true));
        assert_eq!(known, who("US.1", "1650"));
        assert_eq!(complete(who("", "1650"), all.first()), who("US.9", "1650"));
    }
}
