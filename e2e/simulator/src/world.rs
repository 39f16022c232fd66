//! Everything the simulator knows, in memory, behind one lock that is never held across an await.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard};

use serde_json::{Value, json};
use tokio::runtime::Handle;
use tokio::sync::{broadcast, watch};
use tokio::task::JoinHandle;

use crate::calls::Call;
use crate::calls::permission::Permission;
use crate::clock::Clock;
use crate::customer::{Customer, digits_of};
use crate::limits::Limits;
use crate::line::{Line, Tick};
use crate::media::Media;
use crate::misbehaviour::Plans;
use crate::options::{BusinessNumber, Options};
use crate::outbox::Outbox;
use crate::simulator::Accepted;
use crate::templates;

/// Shared by the HTTP handlers, the outbox and the handles of tests.
pub(crate) struct World {
    pub(crate) options: Options,
    pub(crate) base_url: String,
    pub(crate) clock: Clock,
    pub(crate) outbox: Outbox,
    pub(crate) runtime: Handle,
    /// News for the page, as JSON.
    pub(crate) live: broadcast::Sender<String>,
    /// Counts up whenever a chat changes, for those who await something.
    pub(crate) changed: watch::Sender<u64>,
    /// The scripted day, if one goes on.
    pub(crate) busy_day: Mutex<Option<JoinHandle<()>>>,
    state: Mutex<State>,
}

/// What changes.
pub(crate) struct State {
    pub(crate) chats: Vec<Chat>,
    pub(crate) accepted: Vec<Accepted>,
    pub(crate) read_receipts: Vec<String>,
    pub(crate) media: HashMap<String, Media>,
    pub(crate) templates: Vec<Value>,
    pub(crate) plans: Plans,
    pub(crate) limits: Limits,
    pub(crate) calls: Vec<Call>,
    /// By customer and `phone_number_id`.
    pub(crate) permissions: HashMap<(usize, String), Permission>,
    /// The token that is good now; tests let it expire.
    pub(crate) access_token: String,
    /// Phone digits, `wa_id`, BSUID and `name:..` of each customer.
    aliases: HashMap<String, usize>,
    /// Where each message is: chat and line.
    lines: HashMap<String, (usize, usize)>,
}

/// A customer and all that was said.
pub(crate) struct Chat {
    pub(crate) customer: Customer,
    pub(crate) lines: Vec<Line>,
    /// When the customer last wrote to each number, in Unix seconds: what opens the window.
    pub(crate) heard: HashMap<String, i64>,
    /// Which numbers want nothing from them.
    pub(crate) blocked: HashSet<String>,
    /// From which numbers they want no marketing.
    pub(crate) no_marketing: HashSet<String>,
}

impl World {
    pub(crate) fn new(options: Options, base_url: String, runtime: Handle) -> Self {
        let state = State {
            chats: Vec::new(),
            accepted: Vec::new(),
            read_receipts: Vec::new(),
            media: HashMap::new(),
            templates: templates::first(),
            plans: Plans::new(options.seed),
            limits: Limits::default(),
            calls: Vec::new(),
            permissions: HashMap::new(),
            access_token: options.access_token.clone(),
            aliases: HashMap::new(),
            lines: HashMap::new(),
        };
        Self {
            base_url,
            clock: Clock::default(),
            outbox: Outbox::new(&options),
            runtime,
            live: broadcast::Sender::new(1024),
            changed: watch::Sender::new(0),
            busy_day: Mutex::default(),
            state: Mutex::new(state),
            options,
        }
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("nothing panics while it holds the state")
    }

    /// The number of this id, if it is one of ours.
    pub(crate) fn number(&self, id: &str) -> Option<&BusinessNumber> {
        self.options.numbers.iter().find(|number| number.id == id)
    }

    /// The number customers write to unless told otherwise.
    pub(crate) fn first_number(&self) -> &BusinessNumber {
        self.options.numbers.first().expect("Simulator::start checks that there is one")
    }

    /// Makes a customer, or finds the one with this phone number.
    pub(crate) fn add(&self, customer: Customer) -> usize {
        let mut state = self.state();
        let mut customer = customer.complete(state.chats.len());
        customer.auto_read |= self.options.auto_read;
        if let Some(known) = state.find(&customer.phone) {
            return known;
        }
        let index = state.chats.len();
        state.admit(customer, index);
        self.tell(&json!({ "type": "phone", "phone": summary(state.chat(index)) }));
        index
    }

    /// The customer with this name, made when there is none.
    pub(crate) fn named(&self, name: &str) -> usize {
        let known = self.state().aliases.get(&format!("name:{name}")).copied();
        known.unwrap_or_else(|| self.add(Customer::named(name)))
    }

    /// Tells the page.
    pub(crate) fn tell(&self, news: &Value) {
        // Nobody listening is no error.
        drop(self.live.send(news.to_string()));
    }

    /// Tells page and waiting tests that this line is new or different.
    pub(crate) fn tell_line(&self, chat: &Chat, line: &Line) {
        let phone = &chat.customer.phone;
        self.tell(&json!({ "type": "line", "phone": phone, "line": line }));
        self.changed.send_modify(|count| *count += 1);
    }

    /// Tells the page what is wrong on purpose.
    pub(crate) fn tell_plans(&self) {
        self.tell(&json!({ "type": "misbehaviours", "misbehaviours": self.plans() }));
    }

    /// The misbehaviours in force, each with its id.
    pub(crate) fn plans(&self) -> Value {
        let state = self.state();
        state.plans.list().map(|(id, plan)| json!({ "id": id, "plan": plan })).collect()
    }

    /// A customer's messages arrived: the server answered 200.
    pub(crate) fn arrived(self: &Arc<Self>, wamids: &[String]) {
        let mut state = self.state();
        for wamid in wamids {
            state.raise(self, wamid, Tick::Delivered);
        }
    }
}

impl State {
    /// The chat of a phone in any format, a `wa_id` or a BSUID.
    pub(crate) fn find(&self, who: &str) -> Option<usize> {
        let known = self.aliases.get(who).or_else(|| {
            let digits = digits_of(who);
            (!digits.is_empty() && !who.contains('.')).then(|| self.aliases.get(&digits))?
        });
        known.copied()
    }

    pub(crate) fn chat(&self, index: usize) -> &Chat {
        self.chats.get(index).expect("customers are never removed")
    }

    pub(crate) fn chat_mut(&mut self, index: usize) -> &mut Chat {
        self.chats.get_mut(index).expect("customers are never removed")
    }

    /// Adds a line to a chat.
    pub(crate) fn write(&mut self, world: &World, chat: usize, line: &Line) {
        let at = self.chat(chat).lines.len();
        self.lines.insert(line.wamid.clone(), (chat, at));
        self.chat_mut(chat).lines.push(line.clone());
        world.tell_line(self.chat(chat), line);
    }

    /// Where a message is.
    pub(crate) fn line(&self, wamid: &str) -> Option<(usize, usize)> {
        self.lines.get(wamid).copied()
    }

    /// Moves a tick forward, never back; says whether it moved.
    pub(crate) fn raise(&mut self, world: &World, wamid: &str, tick: Tick) -> bool {
        let Some((chat, at)) = self.line(wamid) else { return false };
        let Some(line) = self.chat_mut(chat).lines.get_mut(at) else { return false };
        if line.tick >= tick {
            return false;
        }
        line.tick = tick;
        let line = line.clone();
        world.tell_line(self.chat(chat), &line);
        true
    }

    /// Gives a customer another BSUID; the old one still leads here.
    pub(crate) fn rename_user(&mut self, chat: usize, user_id: &str) {
        self.aliases.insert(user_id.to_owned(), chat);
        user_id.clone_into(&mut self.chat_mut(chat).customer.user_id);
    }

    fn admit(&mut self, customer: Customer, index: usize) {
        let names = [
            Some(customer.phone.clone()),
            customer.wa_id.clone(),
            Some(customer.user_id.clone()),
            customer.parent_user_id.clone(),
            Some(format!("name:{}", customer.name)),
        ];
        for alias in names.into_iter().flatten() {
            self.aliases.entry(alias).or_insert(index);
        }
        self.chats.push(Chat {
            customer,
            lines: Vec::new(),
            heard: HashMap::new(),
            blocked: HashSet::new(),
            no_marketing: HashSet::new(),
        });
    }
}

/// A customer as the page's list shows them.
pub(crate) fn summary(chat: &Chat) -> Value {
    let customer = &chat.customer;
    let unread = chat.lines.iter().filter(|line| !line.mine && line.tick < Tick::Read).count();
    json!({
        "id": customer.phone, "name": customer.name, "username": customer.username,
        "user_id": customer.user_id, "hide_phone": customer.hide_phone,
        "last": chat.lines.last(), "unread": unread, "marketing": chat.no_marketing.is_empty(),
    })
}
