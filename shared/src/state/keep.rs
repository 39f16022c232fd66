//! A part of a picture to be kept by a client that may have to start without a server. It is read, never continued: what
//! is kept piece by piece may be of different moments.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use serde::{Deserialize, Serialize};

use super::{List, Parts, State, Thread};
use crate::conversation::Conversation;
use crate::ids::ConversationId;
use crate::reads::{Bootstrap, Floor, ThreadPage};
use crate::view::{SortKey, View};

/// So many rows of each list are kept.
pub const ROWS: usize = 100;
/// So many messages of each thread are kept, the latest.
pub const MESSAGES: usize = 60;

/// A picture without its threads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// What it starts with, without lists.
    pub start: Bootstrap,
    /// What the lists have.
    pub conversations: Vec<Conversation>,
    /// How far down each list goes.
    pub lists: Vec<(View, Floor<SortKey>)>,
    /// How long they are.
    pub counts: Vec<(View, u64)>,
}

impl State {
    /// What is to be kept of it, without its threads.
    pub fn picture(&self) -> Picture {
        let mut wanted = HashSet::new();
        let mut lists = Vec::new();
        for (view, list) in &self.lists {
            if let Some(floor) = list.top(ROWS, |id| {
                wanted.insert(id);
            }) {
                lists.push((view.clone(), floor));
            }
        }
        let conversations = self.conversations.values().filter(|it| wanted.contains(&it.id));
        Picture {
            conversations: conversations.map(quiet).collect(),
            lists,
            counts: self.counts.iter().map(|(view, count)| (view.clone(), *count)).collect(),
            start: Bootstrap {
                cursor: self.cursor,
                now: self.now,
                me: self.me,
                agents: self.agents.values().cloned().collect(),
                roles: self.roles.values().cloned().collect(),
                teams: self.teams.values().cloned().collect(),
                numbers: self.numbers.values().cloned().collect(),
                labels: self.labels.values().cloned().collect(),
                attributes: self.attributes.values().cloned().collect(),
                quick_replies: self.quick_replies.values().cloned().collect(),
                mentions: self.mentions.values().cloned().collect(),
                spaces: self.spaces.values().cloned().collect(),
                bulks: self.bulks.values().cloned().collect(),
                allocation: self.allocation.clone(),
                call_settings: self.call_settings.clone(),
                // Nothing rings from what is kept.
                calls: Vec::new(),
                asked: Vec::new(),
                lists: Vec::new(),
            },
        }
    }

    /// What is to be kept of a thread: its end.
    pub fn thread_page(&self, id: ConversationId) -> Option<ThreadPage> {
        let (thread, conversation) = (self.threads.get(&id)?, self.conversations.get(&id)?);
        let known = thread.floor?;
        let cut = thread.messages().rev().nth(MESSAGES - 1).map(|it| Floor::At(it.place()));
        // It may be whole although it is as long as that.
        let more = thread.messages().nth(MESSAGES).is_some();
        let floor = cut.filter(|_| more).unwrap_or(known);
        let messages: Vec<_> =
            thread.messages().filter(|it| floor <= Floor::At(it.place())).cloned().collect();
        let deliveries = messages.iter().filter_map(|it| thread.deliveries.get(&it.id));
        Some(ThreadPage {
            cursor: self.cursor,
            conversation: quiet(conversation),
            calls: thread.calls().filter(|it| floor <= Floor::At(it.place())).cloned().collect(),
            deliveries: deliveries.cloned().collect(),
            notes: thread.notes().filter(|it| floor <= Floor::At(it.place())).cloned().collect(),
            activities: thread
                .activities()
                .filter(|it| floor <= Floor::At(it.place()))
                .cloned()
                .collect(),
            held: thread.held.values().cloned().collect(),
            messages,
            floor,
        })
    }

    /// Differs when what is to be kept of a thread does. Good for this run of the program alone.
    pub fn thread_mark(&self, id: ConversationId) -> Option<u64> {
        let (thread, conversation) = (self.threads.get(&id)?, self.conversations.get(&id)?);
        thread.floor?;
        let mut mark = DefaultHasher::new();
        conversation.version.hash(&mut mark);
        thread.mark(&mut mark);
        Some(mark.finish())
    }

    /// The picture again, as it was kept.
    pub fn kept(picture: Picture, threads: Vec<ThreadPage>) -> Self {
        let mut state = Self::new(picture.start);
        let mut parts = Parts::new();
        for (view, _) in &picture.lists {
            state.open_list(view);
        }
        for it in picture.conversations {
            state.put_conversation(it, state.cursor.seq, &mut parts);
        }
        for (view, floor) in picture.lists {
            if let Some(list) = state.lists.get_mut(&view) {
                list.lower(floor);
            }
        }
        state.counts.extend(picture.counts);
        for page in threads {
            state.expect_thread(page.conversation.id);
            state.merge_thread(ThreadPage { cursor: state.cursor, ..page });
        }
        state
    }
}

impl List {
    /// Names what it shows, at most so many, and gives the floor of just these; `None` until the first page.
    fn top(&self, most: usize, mut name: impl FnMut(ConversationId)) -> Option<Floor<SortKey>> {
        let mut floor = self.floor()?;
        let mut shown = self.rows.iter().map(|it| it.0).take_while(|it| self.shows(*it));
        let mut last = None;
        for key in shown.by_ref().take(most) {
            name(key.1);
            last = Some(key);
        }
        if let (Some(_), Some(last)) = (shown.next(), last) {
            floor = Floor::At(last);
        }
        Some(floor)
    }
}

impl Thread {
    fn mark(&self, mark: &mut impl Hasher) {
        for it in self.messages() {
            (it.id, it.version).hash(mark);
            self.deliveries.get(&it.id).map(|it| it.version).hash(mark);
        }
        for it in self.notes() {
            (it.id, it.version).hash(mark);
        }
        for it in self.held.values() {
            (it.id, it.version).hash(mark);
        }
        for it in self.calls() {
            (it.id, it.version).hash(mark);
        }
        self.activities().count().hash(mark);
    }
}
/// As it is without its call and who asks for it, of which nobody knows later how it went on.
fn quiet(it: &Conversation) -> Conversation {
    Conversation { call: None, asked: None, ..it.clone() }
}
