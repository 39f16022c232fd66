//! Everything that can be done with the hands on the keyboard: one list for keys, palette, hints and settings. What is done
//! is what the buttons do; nothing is decided here.

pub mod available;
pub mod bulk;
pub mod call;
pub mod conversation;
pub mod eye;
pub mod go;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use shared::conversation::Conversation;
use shared::ids::ConversationId;
use shared::permission::Permission;
use shared::view::View;

use crate::features::may;
use crate::ui::icon::Kind;
use crate::workspace::Workspace;

/// What belongs together where actions are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Of the open conversation.
    Conversation,
    /// From one place to another.
    Go,
    /// Everything else.
    App,
}

impl Group {
    /// In the order in which they are shown.
    pub const ALL: [Self; 3] = [Self::Conversation, Self::Go, Self::App];

    /// What it is called.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Conversation => "Conversation",
            Self::Go => "Getting around",
            Self::App => "Onevoice",
        }
    }
}

/// Something that can be done.
#[derive(Clone, Copy, Debug)]
pub struct Action {
    /// What it is kept under; never changed.
    pub id: &'static str,
    /// What it is called.
    pub name: &'static str,
    /// Where it is listed.
    pub group: Group,
    /// A picture of it.
    pub icon: Kind,
    /// The keys that we give it, as in [`crate::logic::chord`]; empty for none. Two may share theirs if never both can be
    /// done.
    pub keys: &'static str,
    /// What a role has to allow for it.
    pub needs: Permission,
    /// Why it can't be done now.
    pub able: fn(&Here) -> Result<(), &'static str>,
    /// Does it.
    pub run: fn(&Here),
}

impl Action {
    /// Whether it can be done now, and else why not.
    pub fn can(&self, here: &Here) -> Result<(), &'static str> {
        match may::refused(here.it, self.needs) {
            Some(why) => Err(why),
            None => (self.able)(here),
        }
    }
}

/// All of them, in the order in which they are listed.
pub fn all() -> impl Iterator<Item = &'static Action> {
    bulk::ALL
        .iter()
        .chain(conversation::ALL)
        .chain(call::ALL)
        .chain(eye::ALL)
        .chain(go::ALL)
        .chain(available::ALL)
}

/// What a role has to allow for an action.
pub fn needs(id: &str) -> Permission {
    all().find(|it| it.id == id).map_or(Permission::Look, |it| it.needs)
}

/// Where the hands are.
#[derive(Clone)]
pub struct Here {
    /// Everything else.
    pub it: Workspace,
    /// The list that is looked at, or was before.
    pub view: View,
    /// The thread that is open.
    pub open: Option<Conversation>,
    /// Whether list and thread are on the screen.
    pub inbox: bool,
    hands: Hands,
}

impl Here {
    /// Goes to an address of ours.
    pub fn go(&self, path: &str) {
        self.hands.navigate.with_value(|go| go(path));
    }

    /// Opens a thread beside the list, or none.
    pub fn open(&self, id: Option<ConversationId>) {
        let view = &self.view;
        match id {
            Some(id) => self.go(&format!("/inbox/{view}/{id}")),
            None => self.go(&format!("/inbox/{view}")),
        }
    }

    /// The conversation after or before the open one in the list; the first when none is open.
    pub fn beside(&self, by: isize) -> Option<ConversationId> {
        let rows =
            self.it.store.peek(|it| it.list(&self.view).map(|it| it.ids().collect::<Vec<_>>()))?;
        let at = self.open.as_ref().and_then(|open| rows.iter().position(|id| *id == open.id));
        match at {
            Some(at) => rows.get(at.checked_add_signed(by)?).copied(),
            None => rows.first().copied(),
        }
    }

    /// Shows or hides the list of all keys.
    pub fn flip_help(&self) {
        self.hands.help.update(|it| *it = !*it);
    }

    /// Shows the palette.
    pub fn show_palette(&self) {
        self.hands.palette.set(true);
    }
}

type Navigate = Box<dyn Fn(&str)>;

/// What keys and palette need to know where they are. A copy is the same one.
#[derive(Clone, Copy)]
pub struct Hands {
    it: Workspace,
    path: Memo<String>,
    navigate: StoredValue<Navigate, LocalStorage>,
    /// Whether the palette is open.
    pub palette: RwSignal<bool>,
    /// Whether the list of all keys is open.
    pub help: RwSignal<bool>,
}

impl Hands {
    /// Lives as long as its owner.
    pub fn new(it: Workspace) -> Self {
        let navigate = use_navigate();
        let go = move |path: &str| navigate(path, NavigateOptions::default());
        Self {
            it,
            path: use_location().pathname,
            navigate: StoredValue::new_local(Box::new(go)),
            palette: RwSignal::new(false),
            help: RwSignal::new(false),
        }
    }

    /// Where the hands are now.
    pub fn here(self) -> Here {
        let path = self.path.get_untracked();
        let path = js_sys::decode_uri_component(&path).map(String::from).unwrap_or(path);
        let mut parts = path.split('/').skip(1);
        let inbox = parts.next() == Some("inbox");
        let view = parts.next().filter(|_| inbox).and_then(|it| it.parse().ok());
        let open = parts.next().filter(|_| inbox).and_then(|it| it.parse::<ConversationId>().ok());
        let open = open.and_then(|id| self.it.store.peek(|it| it.conversation(id).cloned()));
        Here { it: self.it, view: view.unwrap_or(View::Mine), open, inbox, hands: self }
    }
}
