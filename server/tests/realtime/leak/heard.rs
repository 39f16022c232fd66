//! What a socket was told of who is where, held against the log: nobody hears of a conversation that they did not see then.

use server::store::log::Logged;
use shared::event::{Entity, Seq};
use shared::ids::AgentId;
use shared::presence::Around;

use super::model::sees;

/// What was told at one moment.
pub struct Heard {
    /// What of the log the socket had brought by then.
    pub after: Seq,
    /// Where the log was when it had come: it may have been sent as of anything between.
    pub before: Seq,
    pub around: Around,
}

/// How often they were told of anybody.
pub fn compare(viewer: AgentId, name: &str, heard: &[Heard], lines: &[Logged]) -> usize {
    let told = heard.iter().filter(|it| !it.around.people.is_empty());
    told.inspect(|it| {
        let at = it.around.at;
        let agents = between(lines, it, |entity| match entity {
            Entity::Agent(it) if it.id == viewer => Some(it.clone()),
            _ => None,
        });
        let chats = between(lines, it, |entity| match entity {
            Entity::Conversation(it) if it.id == at => Some(it.clone()),
            _ => None,
        });
        // The socket goes by the rights with which it came, or of which it has told since.
        let seen = agents.iter().any(|me| chats.iter().any(|chat| sees(me, chat)));
        assert!(seen, "{name} hears of {:?} in {at} after {:?}", it.around.people, it.after);
    })
    .count()
}

/// What something was when the socket had told so much, and all that it became until then.
fn between<T>(lines: &[Logged], heard: &Heard, of: impl Fn(&Entity) -> Option<T>) -> Vec<T> {
    let mut found = vec![];
    for line in lines.iter().take_while(|line| line.seq <= heard.before) {
        for it in line.body.changes.iter().filter_map(|it| of(it.after.as_ref()?)) {
            if line.seq <= heard.after {
                found.clear();
            }
            found.push(it);
        }
    }
    found
}
