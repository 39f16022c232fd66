//! What one of them does all day, and how it leaves their browser: in order, each thing until it is heard.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use fastrand::Rng;
use shared::answer::Seen;
use shared::command::{Action, Command, Done};
use shared::conversation::Action as OfConversation;
use shared::ids::{CommandId, ConversationId, MessageId, NoteId};
use shared::message;
use shared::note::{self, Audience, Piece};
use shared::presence::Doing;
use shared::problem::{Code, Problem};
use shared::view::View;
use tokio::sync::watch;

use super::pause;
use crate::world::Agent;

/// An answer that somebody sent, and what became of it.
#[derive(Clone, Debug)]
pub struct Sent {
    pub id: MessageId,
    pub text: String,
    /// The version of the conversation that its author had seen or been told of, and what they had said since.
    pub seen: Seen,
    pub taken: bool,
}

/// What all of them have done.
#[derive(Default)]
pub struct Work {
    pub sent: Mutex<Vec<Sent>>,
    pub notes: Mutex<Vec<NoteId>>,
    /// How much.
    pub acts: watch::Sender<usize>,
}

pub async fn works(agent: Agent, mut random: Rng, acts: usize, work: Arc<Work>) {
    for n in 0..acts {
        let there: Vec<_> = agent.look(|it| it.list(&View::All).unwrap().ids().collect());
        if let Some(chat) = random.choice(there) {
            acts_on(&agent, &mut random, chat, n, &work).await;
        }
        pause(&mut random, 30).await;
        work.acts.send_modify(|done| *done += 1);
    }
    agent.is(None, Doing::Viewing, false);
}

async fn acts_on(agent: &Agent, random: &mut Rng, chat: ConversationId, n: usize, work: &Work) {
    let action = match random.u32(..100) {
        0..45 => return answers(agent, random, chat, n, work).await,
        45..55 => return answers_in_a_tunnel(agent, random, chat, n, work).await,
        55..62 => return agent.is(Some(chat), Doing::Viewing, false),
        62..75 => OfConversation::Assign { to: random.bool().then_some(agent.id) },
        75..82 => OfConversation::TakeOver { tab: agent.here.tab },
        82..87 => OfConversation::Close,
        87..92 => OfConversation::Reopen,
        _ => return notes(agent, random, chat, work).await,
    };
    fits(agent, leaves(agent, random, &command(agent, Action::Conversation(chat, action))).await);
}

fn command(agent: &Agent, action: Action) -> Command {
    Command { id: CommandId::new(agent.now()), action, seen: None }
}

/// What was there to be seen may be gone, or be so already. Says whether it was done.
fn fits(agent: &Agent, outcome: Result<Done, Problem>) -> bool {
    let fits = |code| matches!(code, Code::NotFound | Code::Conflict | Code::Forbidden);
    if let Err(problem) = &outcome {
        assert!(fits(problem.code), "{}: {problem:?}", agent.name);
    }
    outcome.is_ok()
}

/// Says it until somebody answers. Now and then nobody knows whether it was heard, or it is said by two at once.
async fn leaves(agent: &Agent, random: &mut Rng, command: &Command) -> Result<Done, Problem> {
    match random.u32(..8) {
        0 => {
            let (first, second) = tokio::join!(agent.commands(command), agent.commands(command));
            first.and(second)
        }
        1 => {
            let lost = Duration::from_millis(random.u64(..20));
            let _ = tokio::time::timeout(lost, agent.commands(command)).await;
            agent.commands(command).await
        }
        _ => agent.commands(command).await,
    }
}

async fn notes(agent: &Agent, random: &mut Rng, chat: ConversationId, work: &Work) {
    let pieces = vec![Piece::Text(format!("A note of {}", agent.name))];
    let id = NoteId(ulid::Ulid::from_parts(agent.now().0.unsigned_abs(), random.u128(..)));
    let add = note::Action::Add { id, pieces, files: vec![], audience: Audience::Everyone };
    let command = command(agent, Action::Note(chat, add));
    if fits(agent, leaves(agent, random, &command).await) {
        work.notes.lock().unwrap().push(id);
    }
}

/// Says one thing, having seen so much.
async fn says(
    agent: &Agent,
    random: &mut Rng,
    chat: ConversationId,
    text: String,
    seen: Seen,
    work: &Work,
) -> (MessageId, Result<Done, Problem>) {
    let id = MessageId::new(agent.now());
    let send = message::Action::Send { id, text: text.clone(), reply_to: None };
    let (action, said) = (Action::Message(chat, send), Some(seen.clone()));
    let outcome = leaves(agent, random, &Command { seen: said, ..command(agent, action) }).await;
    let taken = outcome.is_ok();
    work.sent.lock().unwrap().push(Sent { id, text, seen, taken });
    (id, outcome)
}

fn version(agent: &Agent, chat: ConversationId) -> u32 {
    agent.look(|state| state.conversation(chat).map_or(0, |it| it.version))
}

/// Looks, types for a while, and answers; whoever is told that somebody else has answered now and then answers all the same.
async fn answers(agent: &Agent, random: &mut Rng, chat: ConversationId, n: usize, work: &Work) {
    if !agent.opens(chat).await {
        return;
    }
    let version = version(agent, chat);
    agent.is(Some(chat), Doing::Replying, true);
    pause(random, 60).await;
    let fence = agent.here.fence(chat);
    let mut seen = Seen { version, own: vec![], fence };
    for again in 0..4 {
        let text = format!("{} says {n}.{again}", agent.name);
        match says(agent, random, chat, text, seen, work).await.1 {
            Ok(_) => return,
            Err(problem) if problem.code == Code::Answered => {
                if random.bool() {
                    return;
                }
                let version = problem.meanwhile.unwrap().version;
                seen = Seen { version, own: vec![], fence: None };
            }
            Err(problem) => {
                assert_eq!(problem.code, Code::NotFound, "{}: {problem:?}", agent.name);
                return;
            }
        }
    }
}

/// Answers while there is no network, two or three times. It leaves when there is one again, one after the other; what
/// somebody has answered over stays in the browser, with all that follows it.
async fn answers_in_a_tunnel(
    agent: &Agent,
    random: &mut Rng,
    chat: ConversationId,
    n: usize,
    work: &Work,
) {
    agent.loses_the_network();
    let mut seen = Seen { version: version(agent, chat), own: vec![], fence: None };
    pause(random, 60).await;
    agent.finds_the_network();
    for part in 0..random.usize(2..4) {
        let text = format!("{} has said {n}.{part}", agent.name);
        let (id, outcome) = says(agent, random, chat, text, seen.clone(), work).await;
        match outcome {
            Ok(_) => seen.own.push(id),
            Err(problem) => {
                let fits = matches!(problem.code, Code::Answered | Code::NotFound);
                return assert!(fits, "{}: {problem:?}", agent.name);
            }
        }
    }
}
