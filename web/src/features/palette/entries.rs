//! What the palette offers: every action, and what is to be chosen from people and labels; the recent ones first.

use std::cmp::Reverse;
use std::rc::Rc;

use shared::conversation::{self, Conversation};
use shared::permission::Permission;

use crate::actions::{self, Here};
use crate::features::may::refused;
use crate::features::moves;
use crate::logic::fuzzy;
use crate::ui::icon::Kind;
use crate::ui::page;

/// What the recent ones are kept under.
const KEPT: &str = "onevoice.recent";
/// So many are kept.
const MOST: usize = 6;
/// What it is worth to have been used lately, beside how well letters fit: less than the beginning of a word.
const LATELY: u32 = 5;

/// One line of the palette.
pub struct Entry {
    /// What it is kept under among the recent ones.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// A picture of it.
    pub icon: Kind,
    /// Empty for none.
    pub keys: String,
    /// Why it can't be done now.
    pub why_not: Option<&'static str>,
    /// Does it.
    pub run: Rc<dyn Fn()>,
}

/// Everything, in the order of the list of actions.
pub fn all(here: &Here) -> Vec<Entry> {
    let actions = actions::all().filter(|it| it.id != "palette").map(|action| {
        let at = here.clone();
        Entry {
            id: action.id.to_owned(),
            name: action.name.to_owned(),
            icon: action.icon,
            keys: here.it.keys.of(action),
            why_not: action.can(here).err(),
            run: Rc::new(move || (action.run)(&at)),
        }
    });
    let mut all: Vec<_> = actions.collect();
    if let Some(open) = &here.open {
        all.extend(colleagues(here, open));
        all.extend(labels(here, open));
    }
    all
}

fn colleagues(here: &Here, open: &Conversation) -> Vec<Entry> {
    let (it, me) = (here.it, here.it.me());
    let others = it.store.agents().into_iter();
    let others = others.filter(|who| who.active && who.joined && who.id != me);
    let entry = |who: shared::agent::Agent| {
        let of = open.clone();
        Entry {
            id: format!("assign {}", who.id),
            name: format!("Assign to {}", who.name),
            icon: Kind::Person,
            keys: String::new(),
            why_not: refused(it, Permission::Assign)
                .or((open.assignee == Some(who.id)).then_some("It is theirs already.")),
            run: Rc::new(move || moves::assign(it, &of, Some(who.id))),
        }
    };
    others.map(entry).collect()
}

fn labels(here: &Here, open: &Conversation) -> Vec<Entry> {
    let (it, on) = (here.it, open.id);
    let entry = |label: shared::label::Label| {
        let has = open.labels.contains(&label.id);
        let (add, remove) = if has { (vec![], vec![label.id]) } else { (vec![label.id], vec![]) };
        let action = conversation::Action::Label { add, remove };
        Entry {
            id: format!("label {}", label.id),
            name: format!("{} {}", if has { "Take off label" } else { "Label" }, label.name),
            icon: Kind::Tag,
            keys: String::new(),
            why_not: refused(it, Permission::Triage),
            run: Rc::new(move || it.act(on, action.clone())),
        }
    };
    it.store.labels().into_iter().filter(|it| !it.archived).map(entry).collect()
}

/// What it costs not to be possible now: less than to fit badly.
const IN_VAIN: u32 = 10;

/// Which fit what is typed, the best fitting first; of others that fit as well, what was used lately and what can be done.
pub fn rank(all: &[Entry], typed: &str, recent: &[String]) -> Vec<usize> {
    let scored = all.iter().enumerate().filter_map(|(place, entry)| {
        let fits = fuzzy::score(typed, &entry.name)?;
        let lately = recent.iter().position(|id| *id == entry.id);
        // With nothing typed they stand in the order in which they were used.
        let lately = match lately {
            Some(ago) if typed.trim().is_empty() => 100 - u32::try_from(ago).unwrap_or(100).min(99),
            Some(_) => LATELY,
            None => 0,
        };
        let in_vain = entry.why_not.is_some();
        let worth = (fits + lately).saturating_sub(if in_vain { IN_VAIN } else { 0 });
        Some((typed.trim().is_empty() && in_vain, Reverse(worth), place))
    });
    let mut scored: Vec<_> = scored.collect();
    scored.sort_unstable();
    scored.into_iter().map(|(_, _, place)| place).collect()
}

/// What was done last, in this browser.
pub struct Recent;

impl Recent {
    /// The latest first.
    pub fn kept() -> Vec<String> {
        page::kept(KEPT).and_then(|it| serde_json::from_str(&it).ok()).unwrap_or_default()
    }

    /// This was just done.
    pub fn note(id: &str) {
        let mut recent = Self::kept();
        recent.retain(|it| it != id);
        recent.insert(0, id.to_owned());
        recent.truncate(MOST);
        page::keep(KEPT, &serde_json::to_string(&recent).unwrap_or_default());
    }
}
