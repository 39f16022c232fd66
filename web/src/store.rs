//! The picture, and what each view watches of it. Views read; only the log and fetched pages change it.

use std::collections::HashMap;

use leptos::prelude::*;
use shared::activity::Activity;
use shared::agent::Agent;
use shared::conversation::Conversation;
use shared::ids::{AgentId, ConversationId, LabelId, MessageId, NumberId, TeamId};
use shared::label::Label;
use shared::mention::Mention;
use shared::message::{Bytes, Delivery, Message, Place};
use shared::note::Note;
use shared::number::Number;
use shared::permission::Permission;
use shared::protocol::{Batch, Cursor};
use shared::quick_reply::QuickReply;
use shared::reads::{ListPage, ThreadPage};
use shared::state::{Gap, Part, Parts, State};
use shared::team::Team;
use shared::view::View;

use crate::watch::memo;

/// The picture. A copy is the same picture.
#[derive(Clone, Copy)]
pub struct Store {
    state: StoredValue<State>,
    triggers: StoredValue<HashMap<Part, ArcTrigger>>,
}

impl Store {
    /// The picture as of a bootstrap.
    pub fn new(state: State) -> Self {
        Self { state: StoredValue::new(state), triggers: StoredValue::new(HashMap::new()) }
    }

    /// Reads; what reads this way runs again when that part changes, and only then.
    pub fn read<T>(self, part: Part, look: impl FnOnce(&State) -> T) -> T {
        self.track(part);
        self.state.with_value(look)
    }

    /// Reads once.
    pub fn peek<T>(self, look: impl FnOnce(&State) -> T) -> T {
        self.state.with_value(look)
    }

    /// Applies a batch and tells those who watch what it changed. In the case of a gap nothing has changed.
    pub fn apply(self, batch: Batch) -> Result<(), Gap> {
        let parts = self.change(|state| state.apply(batch))?;
        self.notify(&parts);
        Ok(())
    }

    /// Begins to keep a list; to be called before a page of it is asked for.
    pub fn open_list(self, view: &View) {
        self.change(|state| state.open_list(view));
    }

    /// Stops keeping a list that nobody looks at.
    pub fn forget_list(self, view: &View) {
        self.change(|state| state.forget_list(view));
        self.triggers.update_value(|triggers| {
            triggers.remove(&Part::List(view.clone()));
            triggers.remove(&Part::Count(view.clone()));
        });
    }

    /// Adds a page of a list, unless it is of another log.
    pub fn merge_list(self, page: ListPage) {
        if self.follows(page.cursor) {
            let parts = self.change(|state| state.merge_list(page));
            self.notify(&parts);
        }
    }

    /// Begins to keep a thread; to be called before a page of it is asked for.
    pub fn expect_thread(self, id: ConversationId) {
        let parts = self.change(|state| state.expect_thread(id));
        self.notify(&parts);
    }

    /// The page did not come.
    pub fn give_up_thread(self, id: ConversationId) {
        let parts = self.change(|state| state.give_up_thread(id));
        self.notify(&parts);
    }

    /// Adds a page of a thread, unless it is of another log.
    pub fn merge_thread(self, page: ThreadPage) {
        let id = page.conversation.id;
        if self.follows(page.cursor) {
            let parts = self.change(|state| state.merge_thread(page));
            self.notify(&parts);
        } else {
            self.give_up_thread(id);
        }
    }

    /// Stops keeping a thread that nobody looks at.
    pub fn forget_thread(self, id: ConversationId) {
        let messages: Vec<_> = self.peek(|state| {
            state.thread(id).map(|it| it.messages().map(|it| it.id).collect()).unwrap_or_default()
        });
        self.change(|state| state.forget_thread(id));
        self.triggers.update_value(|triggers| {
            for message in messages {
                triggers.remove(&Part::Delivery(message));
            }
            triggers.remove(&Part::Thread(id));
        });
    }

    /// Another picture, fetched as a whole: everything may have changed.
    pub fn replace(self, state: State) {
        self.state.set_value(state);
        let all: Vec<_> = self.triggers.with_value(|it| it.values().cloned().collect());
        for trigger in all {
            trigger.notify();
        }
    }

    /// Where the picture is in the log.
    pub fn cursor(self) -> Cursor {
        self.peek(State::cursor)
    }

    fn follows(self, cursor: Cursor) -> bool {
        self.cursor().epoch == cursor.epoch
    }

    fn change<T>(self, change: impl FnOnce(&mut State) -> T) -> T {
        self.state.try_update_value(change).expect("the picture lives as long as who shows it")
    }

    fn track(self, part: Part) {
        let known = self.triggers.with_value(|it| it.get(&part).cloned());
        let trigger = known.unwrap_or_else(|| {
            let trigger = ArcTrigger::new();
            self.triggers.update_value(|it| {
                it.insert(part, trigger.clone());
            });
            trigger
        });
        trigger.track();
    }

    fn notify(self, parts: &Parts) {
        let watched: Vec<_> = self
            .triggers
            .with_value(|it| parts.iter().filter_map(|part| it.get(part).cloned()).collect());
        for trigger in watched {
            trigger.notify();
        }
    }
}

/// What views watch.
impl Store {
    /// Whose picture it is.
    pub fn me(self) -> AgentId {
        self.peek(State::me)
    }

    /// What I may do.
    pub fn may(self, permission: Permission) -> bool {
        let me = self.me();
        self.read(Part::Agents, |it| it.agents().get(&me).is_some_and(|me| me.role.may(permission)))
    }

    /// A conversation.
    pub fn conversation(self, id: ConversationId) -> Memo<Option<Conversation>> {
        memo(move || self.read(Part::Conversation(id), |it| it.conversation(id).cloned()))
    }

    /// The rows of a list; `None` until the first page.
    pub fn rows(self, view: &View) -> Option<Vec<ConversationId>> {
        self.read(Part::List(view.clone()), |it| {
            let list = it.list(view)?;
            list.floor()?;
            Some(list.ids().collect())
        })
    }

    /// How long a list is.
    pub fn count(self, view: &View) -> Option<u64> {
        self.read(Part::Count(view.clone()), |it| it.count(view))
    }

    /// A message, as it is now.
    pub fn message(self, of: ConversationId, id: MessageId) -> Option<Message> {
        self.peek(|it| it.thread(of)?.message(id).cloned())
    }

    /// A note, as it is now.
    pub fn note(self, of: ConversationId, at: Place) -> Option<Note> {
        self.peek(|it| it.thread(of)?.note(at).cloned())
    }

    /// What a thread tells at a place. It never changes.
    pub fn activity(self, of: ConversationId, at: Place) -> Option<Activity> {
        self.peek(|it| it.thread(of)?.activity(at).cloned())
    }

    /// Where I was mentioned and have not looked, the latest first.
    pub fn mentions(self) -> Vec<Mention> {
        self.read(Part::Mentions, |it| it.mentions().values().rev().cloned().collect())
    }

    /// All quick replies by title, also archived ones.
    pub fn quick_replies(self) -> Vec<QuickReply> {
        self.read(Part::QuickReplies, |it| by_name(it.quick_replies().values(), |it| &it.title))
    }

    /// Whether I was mentioned there and have not looked.
    pub fn mentioned_in(self, id: ConversationId) -> bool {
        self.read(Part::Mentions, |it| it.mentions().values().any(|it| it.conversation == id))
    }

    /// Whether the file of a message is here.
    pub fn file(self, of: ConversationId, id: MessageId) -> Option<Bytes> {
        self.read(Part::Thread(of), |it| {
            Some(it.thread(of)?.message(id)?.content.media()?.bytes.clone())
        })
    }

    /// How far a message of ours got.
    pub fn delivery(self, of: ConversationId, id: MessageId) -> Option<Delivery> {
        self.read(Part::Delivery(id), |it| it.thread(of)?.delivery(id).cloned())
    }

    /// A colleague.
    pub fn agent(self, id: AgentId) -> Option<Agent> {
        self.read(Part::Agents, |it| it.agents().get(&id).cloned())
    }

    /// All colleagues, by name.
    pub fn agents(self) -> Vec<Agent> {
        self.read(Part::Agents, |it| by_name(it.agents().values(), |it| &it.name))
    }

    /// All teams, by name.
    pub fn teams(self) -> Vec<Team> {
        self.read(Part::Teams, |it| by_name(it.teams().values(), |it| &it.name))
    }

    /// What a team is called.
    pub fn team_name(self, id: TeamId) -> Option<String> {
        self.read(Part::Teams, |it| it.teams().get(&id).map(|it| it.name.clone()))
    }

    /// The labels that are offered, in their order.
    pub fn labels(self) -> Vec<Label> {
        self.every_label().into_iter().filter(|it| !it.archived).collect()
    }

    /// All labels in their order, also archived ones.
    pub fn every_label(self) -> Vec<Label> {
        let mut all: Vec<Label> =
            self.read(Part::Labels, |it| it.labels().values().cloned().collect());
        all.sort_by_key(|it| it.place);
        all
    }

    /// What a label is called, also an archived one.
    pub fn label_name(self, id: LabelId) -> Option<String> {
        self.read(Part::Labels, |it| it.labels().get(&id).map(|it| it.name.clone()))
    }

    /// Those of these labels that are shown, in their order.
    pub fn labels_of(self, these: &[LabelId]) -> Vec<Label> {
        if these.is_empty() {
            return Vec::new();
        }
        let all = self.labels().into_iter();
        all.filter(|it| these.contains(&it.id)).collect()
    }

    /// One of our numbers.
    pub fn number(self, id: NumberId) -> Option<Number> {
        self.read(Part::Numbers, |it| it.numbers().get(&id).cloned())
    }

    /// Our numbers, by name.
    pub fn numbers(self) -> Vec<Number> {
        self.read(Part::Numbers, |it| by_name(it.numbers().values(), |it| &it.name))
    }
}

/// In the order in which a person looks for a name.
fn by_name<'a, T: Clone + 'a>(
    all: impl Iterator<Item = &'a T> + Clone,
    name: fn(&T) -> &str,
) -> Vec<T> {
    let mut order: Vec<(String, usize)> =
        all.clone().map(|it| name(it).to_lowercase()).zip(0..).collect();
    order.sort_unstable();
    let all: Vec<_> = all.collect();
    order.iter().filter_map(|(_, at)| all.get(*at).map(|it| T::clone(it))).collect()
}
