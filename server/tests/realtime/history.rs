//! Things that happen by chance, many in one transaction: customers write, agents answer, assign, close, reopen, and
//! admins change rights.

use fastrand::Rng;
use server::error::Error;
use server::features::{agent, conversation, mention, message, number};
use server::store::Tx;
use server::whatsapp::Identity;
use shared::agent::Action as OfAgent;
use shared::contact::Fact as OfContact;
use shared::conversation::{Action as OfConversation, Conversation, Status};
use shared::event::{Actor, Fact, Seq};
use shared::ids::{AgentId, ConversationId, MessageId, NoteId, TeamId};
use shared::mention::Action as OfMention;
use shared::message::{Action as OfMessage, Author, Content};
use shared::note::{self, Audience, Piece, Who};
use shared::number::Number;
use shared::permission::{Role, Visibility};
use shared::problem::Code;
use shared::time::{Millis, Timestamp};

use crate::world::World;

/// Who and what there is.
pub struct History {
    world: World,
    pub random: Rng,
    number: Number,
    /// Everybody; only those of `changing` get other rights.
    people: Vec<AgentId>,
    changing: Vec<AgentId>,
    teams: Vec<TeamId>,
    pub chats: Vec<ConversationId>,
    /// The latest ones, which may be deleted.
    notes: Vec<NoteId>,
}

/// One thing that happens.
#[derive(Clone, Debug)]
enum Act {
    Receives { chat: ConversationId, text: String, late: Millis },
    Does { who: AgentId, chat: ConversationId, what: OfConversation },
    Answers { who: AgentId, chat: ConversationId, text: String },
    Notes { who: AgentId, chat: ConversationId, note: note::Action },
    Looks { who: AgentId, chat: ConversationId },
    Rights { of: AgentId, rights: OfAgent },
}

impl History {
    /// A world with so many conversations, some of each team.
    pub async fn begin(
        world: &World,
        random: Rng,
        (people, changing): (Vec<AgentId>, Vec<AgentId>),
        teams: Vec<TeamId>,
        chats: usize,
    ) -> Self {
        let of = teams.clone();
        let work = move |tx: &mut Tx<'_>| {
            let number = number::rows::all(tx.conn())?.remove(0);
            let mut ids = vec![];
            for place in 0..chats {
                let team = (place % 3).checked_sub(1).map(|place| of[place]);
                ids.push(begin_chat(tx, &number, team, place)?);
            }
            Ok((number, ids))
        };
        let ((number, chats), _) = world.app().write(Actor::System, work).await.unwrap();
        Self { world: world.clone(), random, number, people, changing, teams, chats, notes: vec![] }
    }

    /// So many things happen at once. Says where the log is then.
    pub async fn goes_on(&mut self, acts: usize) -> Seq {
        let acts: Vec<Act> = (0..acts).map(|_| self.act()).collect();
        loop {
            let (acts, number) = (acts.clone(), self.number.clone());
            let work =
                move |tx: &mut Tx<'_>| acts.into_iter().try_for_each(|act| act.done(tx, &number));
            match self.world.app().write(Actor::System, work).await {
                Ok(((), head)) => return head,
                Err(error) => assert!(error.is_conflict(), "{error}"),
            }
        }
    }

    fn act(&mut self) -> Act {
        let random = &mut self.random;
        let chat = *random.choice(&self.chats).unwrap();
        let who = *random.choice(&self.people).unwrap();
        match random.u32(..1_000) {
            0..550 => {
                let late = if random.u32(..10) == 0 { random.i64(0..600_000) } else { 0 };
                Act::Receives { chat, text: format!("Text {}", random.u64(..)), late: Millis(late) }
            }
            550..600 => Act::Notes { who, chat, note: self.note() },
            600..610 => Act::Looks { who, chat },
            610..780 => {
                let to = (random.u32(..4) > 0).then(|| *random.choice(&self.people).unwrap());
                Act::Does { who, chat, what: OfConversation::Assign { to } }
            }
            780..800 => Act::Does { who, chat, what: OfConversation::Follow },
            800..805 => Act::Does { who, chat, what: OfConversation::Unfollow },
            805..810 => Act::Does { who, chat, what: OfConversation::Settle },
            810..820 => {
                let other = *random.choice(&self.people).unwrap();
                Act::Does { who, chat, what: OfConversation::LetGo { who: other } }
            }
            820..835 => {
                let other = *random.choice(&self.people).unwrap();
                let what = match random.u32(..4) {
                    0 => OfConversation::Ask { of: other },
                    1 => OfConversation::Unask,
                    2 => OfConversation::Keep { from: other },
                    _ => OfConversation::Cede { to: other },
                };
                Act::Does { who, chat, what }
            }
            835..870 => Act::Does { who, chat, what: OfConversation::Close },
            870..970 => Act::Does { who, chat, what: OfConversation::Reopen },
            970..990 => Act::Answers { who, chat, text: format!("Answer {}", random.u64(..)) },
            _ => {
                let teams = self.teams.iter().copied().filter(|_| random.bool()).collect();
                let role = *random.choice(&[Role::Agent, Role::Lead]).unwrap();
                let visibility = *random.choice(&Visibility::ALL).unwrap();
                match random.choice(&self.changing) {
                    Some(of) => Act::Rights {
                        of: *of,
                        rights: OfAgent::SetRights { role, visibility, teams },
                    },
                    None => Act::Does { who, chat, what: OfConversation::Reopen },
                }
            }
        }
    }

    /// A note for all or for some, now and then with a mention; or a deletion.
    fn note(&mut self) -> note::Action {
        if let Some(id) = self.notes.pop().filter(|_| self.random.u32(..4) == 0) {
            return note::Action::Delete { id };
        }
        let random = &mut self.random;
        let audience = *random.choice(&[Audience::Everyone, Audience::Leads]).unwrap();
        let mut pieces = vec![Piece::Text(format!("Note {}", random.u64(..)))];
        if random.bool() {
            pieces.push(Piece::Mention(Who::Agent(*random.choice(&self.people).unwrap())));
        }
        let id = NoteId(self.world.clock.ulid());
        self.notes.push(id);
        note::Action::Add { id, pieces, files: vec![], audience }
    }
}

impl Act {
    fn done(self, tx: &mut Tx<'_>, number: &Number) -> server::error::Result<()> {
        match self {
            Self::Receives { chat, text, late } => {
                let it = lock(tx, chat)?;
                tx.acts(Actor::Contact(it.contact.id));
                let at = tx.now() - late;
                message::receive(tx, number, it, received(&text, at))
            }
            Self::Does { who, chat, what } => {
                let it = lock(tx, chat)?;
                tx.acts(Actor::Agent(who));
                // Only what another has can be asked for, and only who has it can give it.
                match conversation::handle(tx, it, what) {
                    Err(Error::Refused(problem)) if problem.code == Code::Conflict => Ok(()),
                    outcome => outcome,
                }
            }
            Self::Answers { who, chat, text } => {
                let it = lock(tx, chat)?;
                tx.acts(Actor::Agent(who));
                let id = MessageId(tx.ulid());
                // Where the customer last wrote long ago, nothing can be said and nothing happens.
                match message::handle(tx, it, OfMessage::Send { id, text, reply_to: None }, None) {
                    Err(Error::Refused(problem)) if problem.code == Code::WindowClosed => Ok(()),
                    outcome => outcome,
                }
            }
            Self::Notes { who, chat, note } => {
                let it = lock(tx, chat)?;
                tx.acts(Actor::Agent(who));
                let note = beside(note, &it);
                // Whoever can't read it can't be mentioned, and only its author can delete it.
                match server::features::note::handle(tx, &it, note) {
                    Err(Error::Refused(problem))
                        if matches!(problem.code, Code::Invalid | Code::NotFound) =>
                    {
                        Ok(())
                    }
                    outcome => outcome,
                }
            }
            Self::Looks { who, chat } => {
                tx.acts(Actor::Agent(who));
                mention::handle(tx, chat, &OfMention::See)
            }
            Self::Rights { of, rights } => {
                tx.acts(Actor::System);
                agent::handle(tx, of, rights)
            }
        }
    }
}

/// Of three notes one discusses the latest message, where there is one.
fn beside(note: note::Action, of: &Conversation) -> note::Action {
    match (note, &of.last) {
        (note::Action::Add { id, pieces, files, audience }, Some(last)) if id.0.0 % 3 == 0 => {
            note::Action::Discuss { id, about: last.message, pieces, files, audience }
        }
        (note, _) => note,
    }
}

fn lock(tx: &mut Tx<'_>, chat: ConversationId) -> server::error::Result<Conversation> {
    Ok(conversation::rows::lock(tx.conn(), chat)?.expect("conversations stay"))
}

/// The text is its own id.
pub fn received(text: &str, at: Timestamp) -> message::Received {
    message::Received {
        wamid: format!("wamid.{text}"),
        author: Author::Contact,
        content: Content::Text { body: text.into() },
        reply_to: None,
        at,
        opens_window: true,
        ad: None,
        raw: None,
    }
}

fn begin_chat(
    tx: &mut Tx<'_>,
    number: &Number,
    team: Option<TeamId>,
    place: usize,
) -> server::error::Result<ConversationId> {
    let identity = Identity { phone: Some(format!("4930{place:08}")), ..Identity::default() };
    let contact = server::features::contact::resolve(tx, &identity, None)?;
    let now = tx.now();
    let it = Conversation {
        id: ConversationId(tx.ulid()),
        number: number.id,
        contact,
        team,
        assignee: None,
        status: Status::Open,
        snoozed: None,
        labels: vec![],
        attributes: std::collections::BTreeMap::new(),
        source: None,
        unread: 0,
        last: None,
        active_at: now,
        waiting_since: None,
        window_until: Some(now + shared::conversation::WINDOW),
        followers: vec![],
        deleted: None,
        escalated: None,
        call: None,
        missed_call: None,
        asked: None,
        version: 1,
    };
    tx.happened(Fact::Contact(OfContact::Appeared)).create(&it)?;
    Ok(it.id)
}
