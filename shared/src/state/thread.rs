//! The messages of one conversation, complete from the latest back to its floor.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::activity::Activity;
use crate::call::Call;
use crate::held::Held;
use crate::ids::MessageId;
use crate::message::{Delivery, Message, Place};
use crate::note::Note;
use crate::reads::{Floor, ThreadPage};

/// The messages and notes of one conversation, complete from the latest back to its floor.
#[derive(Clone, Debug, Default)]
pub struct Thread {
    messages: BTreeMap<Place, Message>,
    notes: BTreeMap<Place, Note>,
    activities: BTreeMap<Place, Activity>,
    calls: BTreeMap<Place, Call>,
    /// Where the notes of the discussion of a message stand.
    discussed: HashMap<MessageId, BTreeSet<Place>>,
    places: HashMap<MessageId, Place>,
    /// Where the reactions to a message stand.
    reactions: HashMap<MessageId, BTreeSet<Place>>,
    pub(super) deliveries: HashMap<MessageId, Delivery>,
    /// What waits to be said; with what waited while this was kept, so that no old page brings it back.
    pub(super) held: BTreeMap<MessageId, Held>,
    /// `None` until the first page.
    pub(super) floor: Option<Floor<Place>>,
    /// Pages on their way: until they are here, what is older than the floor is kept too.
    expected: u32,
}

impl Thread {
    /// What can be shown, oldest first.
    pub fn messages(&self) -> impl DoubleEndedIterator<Item = &Message> {
        self.messages.values().filter(|it| self.shows(it.place()))
    }

    /// The notes that can be shown, oldest first.
    pub fn notes(&self) -> impl DoubleEndedIterator<Item = &Note> {
        self.notes.values().filter(|it| self.shows(it.place()))
    }

    /// The notes of the discussion of a message, oldest first; deleted ones too. All of them where the message is shown: they
    /// stand below it.
    pub fn discussed(&self, message: MessageId) -> impl DoubleEndedIterator<Item = &Note> {
        let places = self.discussed.get(&message).into_iter().flatten();
        places.filter_map(|place| self.notes.get(place))
    }

    /// What it tells of what happened, oldest first.
    pub fn activities(&self) -> impl DoubleEndedIterator<Item = &Activity> {
        self.activities.values().filter(|it| self.shows(it.place()))
    }

    /// The calls, oldest first.
    pub fn calls(&self) -> impl DoubleEndedIterator<Item = &Call> {
        self.calls.values().filter(|it| self.shows(it.place()))
    }

    /// A call, by its place.
    pub fn call(&self, place: Place) -> Option<&Call> {
        self.calls.get(&place)
    }

    /// What it tells at a place.
    pub fn activity(&self, place: Place) -> Option<&Activity> {
        self.activities.get(&place)
    }

    /// What waits to be said, the next to leave first.
    pub fn held(&self) -> Vec<&Held> {
        let mut all: Vec<_> = self.held.values().filter(|it| it.shown()).collect();
        all.sort_unstable_by_key(|it| (it.due, it.id));
        all
    }

    /// One that waits, by its id.
    pub fn held_one(&self, id: MessageId) -> Option<&Held> {
        self.held.get(&id).filter(|it| it.shown())
    }

    /// A note, by its place.
    pub fn note(&self, place: Place) -> Option<&Note> {
        self.notes.get(&place)
    }

    /// One message, by its id.
    pub fn message(&self, id: MessageId) -> Option<&Message> {
        self.places.get(&id).and_then(|place| self.messages.get(place))
    }

    /// All reactions to a message, oldest first; taken back ones too.
    pub fn reactions(&self, to: MessageId) -> impl DoubleEndedIterator<Item = &Message> {
        let places = self.reactions.get(&to).into_iter().flatten();
        places.filter_map(|place| self.messages.get(place))
    }

    /// How far a message of ours got.
    pub fn delivery(&self, id: MessageId) -> Option<&Delivery> {
        self.deliveries.get(&id)
    }

    /// Back to where it is known; `None` until the first page.
    pub const fn floor(&self) -> Option<Floor<Place>> {
        self.floor
    }

    /// Whether a page is on its way.
    pub const fn loading(&self) -> bool {
        self.expected > 0
    }

    pub(super) const fn expect_page(&mut self) {
        self.expected += 1;
    }

    /// A page won't come. Says whether there is nothing to keep.
    pub(super) fn give_up(&mut self) -> bool {
        self.expected = self.expected.saturating_sub(1);
        self.drop_below_floor();
        self.floor.is_none() && self.expected == 0
    }

    pub(super) fn merge(&mut self, page: ThreadPage) {
        for message in page.messages {
            self.put_message(message);
        }
        for note in page.notes {
            self.put_note(note);
        }
        for activity in page.activities {
            self.put_activity(activity);
        }
        for call in page.calls {
            self.put_call(call);
        }
        for delivery in page.deliveries {
            self.put_delivery(delivery);
        }
        for held in page.held {
            self.put_held(held);
        }
        self.floor = Some(self.floor.map_or(page.floor, |held| held.min(page.floor)));
        self.expected = self.expected.saturating_sub(1);
        self.drop_below_floor();
    }

    /// Says whether it was news.
    pub(super) fn put_message(&mut self, message: Message) -> bool {
        if !self.keeps(message.place()) {
            return false;
        }
        let old = self.places.get(&message.id).copied();
        if old
            .and_then(|place| self.messages.get(&place))
            .is_some_and(|held| held.version >= message.version)
        {
            return false;
        }
        if let Some(place) = old {
            self.messages.remove(&place);
        }
        if let Some(target) = message.reacts_to() {
            let places = self.reactions.entry(target).or_default();
            places.retain(|place| Some(*place) != old);
            places.insert(message.place());
        }
        self.places.insert(message.id, message.place());
        self.messages.insert(message.place(), message);
        true
    }

    /// Says whether it was news.
    pub(super) fn put_activity(&mut self, it: Activity) -> bool {
        self.keeps(it.place()) && self.activities.insert(it.place(), it).is_none()
    }

    /// Says whether it was news.
    pub(super) fn put_held(&mut self, it: Held) -> bool {
        if self.held.get(&it.id).is_some_and(|held| held.version >= it.version) {
            return false;
        }
        self.held.insert(it.id, it);
        true
    }

    /// Says whether it was news. A note never moves.
    pub(super) fn put_note(&mut self, note: Note) -> bool {
        let place = note.place();
        let older = self.notes.get(&place).is_some_and(|held| held.version >= note.version);
        if older || !self.keeps(place) {
            return false;
        }
        if let Some(about) = note.about {
            self.discussed.entry(about).or_default().insert(place);
        }
        self.notes.insert(place, note);
        true
    }

    /// Says whether it was news. A call never moves.
    pub(super) fn put_call(&mut self, call: Call) -> bool {
        let place = call.place();
        let older = self.calls.get(&place).is_some_and(|held| held.version >= call.version);
        if older || !self.keeps(place) {
            return false;
        }
        self.calls.insert(place, call);
        true
    }

    /// Says whether it was news.
    pub(super) fn put_delivery(&mut self, delivery: Delivery) -> bool {
        let known = self.places.contains_key(&delivery.message) || self.expected > 0;
        let older = self
            .deliveries
            .get(&delivery.message)
            .is_some_and(|held| held.version >= delivery.version);
        if !known || older {
            return false;
        }
        self.deliveries.insert(delivery.message, delivery);
        true
    }

    fn shows(&self, place: Place) -> bool {
        self.floor.is_some_and(|floor| floor <= Floor::At(place))
    }

    fn keeps(&self, place: Place) -> bool {
        self.expected > 0 || self.floor.is_some_and(|floor| floor <= Floor::At(place))
    }

    fn drop_below_floor(&mut self) {
        if self.expected > 0 {
            return;
        }
        if let Some(Floor::At(floor)) = self.floor {
            self.messages = self.messages.split_off(&floor);
            self.notes = self.notes.split_off(&floor);
            self.activities = self.activities.split_off(&floor);
            self.calls = self.calls.split_off(&floor);
            self.places.retain(|_, place| *place >= floor);
            for places in self.reactions.values_mut().chain(self.discussed.values_mut()) {
                *places = places.split_off(&floor);
            }
        }
        self.deliveries.retain(|id, _| self.places.contains_key(id));
    }
}
