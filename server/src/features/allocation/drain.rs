//! Gives what waits to who can take it, longest waiting first. What is to be done is planned by reading alone; then each
//! step is looked at again where it is done, so that nobody ever gets more than they take.

use shared::allocation::{Allocation, Strategy, Terms};
use shared::conversation::{Conversation, Fact};
use shared::ids::{AgentId, ConversationId, RuleId};
use shared::time::Timestamp;

use super::asks::Asks;
use super::decide::{self, Chat, Choice, Person};
use super::episode::{Episode, Given};
use super::ladder::{self, Why};
use super::rows::waiting;
use super::{LATELY, rows, steps, takes_work, zone};
use crate::error::Result;
use crate::features::conversation::load;
use crate::features::conversation::rows::free::lock_free;
use crate::features::{activity, agent};
use crate::jobs::Job;
use crate::store::{Conn, Tx};

/// Steps of one transaction: nobody waits for them long.
const BATCH: usize = 50;

/// What is to be done.
#[derive(Debug, Default)]
pub struct Plan {
    /// By which rules.
    version: u32,
    steps: Vec<Step>,
    /// When time alone changes something.
    next: Option<Timestamp>,
    more: bool,
}

#[derive(Debug)]
struct Step {
    of: ConversationId,
    /// As it was when this was planned.
    version: u32,
    chat: Chat,
    episode: Episode,
    rule: RuleId,
    to: Option<AgentId>,
    why: Why,
}

impl Plan {
    /// Whether there is nothing to do, now or later.
    pub fn idle(&self) -> bool {
        self.steps.is_empty() && self.next.is_none()
    }

    /// Whether somebody waits who need not.
    pub fn late(&self) -> bool {
        !self.steps.is_empty()
    }

    fn wakes(&mut self, at: Option<Timestamp>, now: Timestamp) {
        let at = at.filter(|at| *at > now);
        self.next = [self.next, at].into_iter().flatten().min();
    }
}

/// What is to be done now; nothing, if nobody has set up a rule.
pub fn plan(conn: &mut Conn, now: Timestamp) -> Result<Option<Plan>> {
    let set = rows::find(conn)?;
    if !set.on() {
        return Ok(None);
    }
    let mut plan = Plan { version: set.version, ..Plan::default() };
    let (mut people, asks) = (people(conn, &set, now)?, Asks::of(conn, &set)?);
    let (free, taken) = (waiting::all(conn, false)?, waiting::all(conn, true)?);
    if !free.is_empty() {
        for hours in set.all().filter_map(|(_, terms)| terms.when.hours.as_ref()) {
            plan.wakes(zone::next(hours, now), now);
        }
    }
    let all: Vec<_> = free.into_iter().chain(taken).collect();
    let read = asks.read(conn, &all)?;
    for it in all {
        if plan.steps.len() == BATCH {
            plan.more = true;
            break;
        }
        let chat = asks.chat(&it, &read);
        let (rule, terms, _) = decide::rule(&set, &chat, now);
        let (mut due, next) = ladder::due(terms, &it, &people, now);
        plan.wakes(next, now);
        let back = it.episode.back(it.waiting_since, it.assignee);
        if it.assignee.is_none() || back && !stays(terms, &chat, &people) {
            due.insert(0, Why::Free);
        }
        for why in due {
            let mut chat = chat.clone();
            chat.tried.extend(chat.holder.filter(|_| why == Why::Late));
            let choice = decide::choose(&set, terms, &chat, &people, now);
            plan.wakes(choice.relaxes.filter(|_| choice.to.is_none()), now);
            let moves = choice.to.is_some() || choice.team != it.team;
            let does = match why {
                Why::Free => moves || it.assignee.is_some(),
                Why::Left | Why::Warn(_) | Why::Tell(_) | Why::Call(_) => true,
                Why::Late => choice.to.is_some(),
            };
            if does {
                let to = choice.to.filter(|_| !why.tells());
                let from = it.assignee.filter(|_| !why.tells());
                decide::given(&mut people, it.number, to, from, now);
                let (of, version, episode) = (it.id, it.version, it.episode);
                plan.steps.push(Step { of, version, chat, episode, rule, to, why });
                break;
            }
        }
    }
    Ok(Some(plan))
}

/// Whether somebody has it, and is to keep it.
fn stays(terms: &Terms, chat: &Chat, people: &[Person]) -> bool {
    let Some(holder) = chat.holder else { return false };
    let here = people.iter().any(|it| it.id == holder && it.here);
    terms.strategy == Strategy::Manual || terms.sticky && here
}

/// Does it, as far as it still is so. Says whether there is more to do at once.
pub fn carry_out(tx: &mut Tx<'_>, plan: Plan) -> Result<bool> {
    let now = tx.now();
    // Only one at a time gets past this, also where a lease was lost.
    let set = rows::lock(tx.conn())?;
    if set.version != plan.version {
        return Ok(true);
    }
    let mut more = plan.more;
    let mut people = if plan.steps.is_empty() { vec![] } else { people(tx.conn(), &set, now)? };
    for Step { of, version, chat, episode, rule, to, why } in plan.steps {
        let Some(it) = lock_free(tx.conn(), of)?.filter(|it| it.version == version) else {
            more = true;
            continue;
        };
        // What is only told changes no version: another run may have told it already.
        if rows::episode(tx.conn(), of)?.unwrap_or_default() != episode {
            more = true;
            continue;
        }
        let Some(terms) = set.terms(rule) else { continue };
        if why.tells() {
            steps::take(tx, it, episode, rule, why)?;
            more = true;
            continue;
        }
        let choice = decide::choose(&set, terms, &chat, &people, now);
        if choice.to != to {
            // Somebody has got room, or lost it: another one may have waited longer.
            more = true;
            continue;
        }
        decide::given(&mut people, it.number, choice.to, it.assignee, now);
        give(tx, it, episode, (rule, why), &choice)?;
    }
    if let Some(next) = plan.next {
        tx.promise_at(Job::AllocateLater, next);
    }
    Ok(more)
}

fn give(
    tx: &mut Tx<'_>,
    mut it: Conversation,
    mut episode: Episode,
    (rule, why): (RuleId, Why),
    choice: &Choice,
) -> Result<()> {
    let (of, now, from, to) = (it.id, tx.now(), it.assignee, choice.to);
    episode.given = to.map(|to| Given { rule, to, at: now });
    episode.tried.extend(from.filter(|_| why == Why::Late));
    if to == from && choice.team == it.team {
        // The same one again, by their turn; or still nobody.
        return match to {
            Some(_) => rows::keep(&mut tx.bookkeeping(), of, &episode),
            None => Ok(()),
        };
    }
    let (share, team) = (tx.ulid(), choice.team.filter(|_| choice.team != it.team));
    let mut given = activity::change(tx, &mut it, Fact::Given { from, to, team, rule }, |it| {
        it.assignee = to;
        it.team = choice.team;
    })?;
    let mut writer = given.writer();
    if let Some(from) = from.filter(|_| matches!(why, Why::Late | Why::Left)) {
        rows::discharge(&mut writer, from, of)?;
    }
    rows::keep(&mut writer, of, &episode)?;
    if let Some(to) = to.filter(|to| Some(*to) != from) {
        rows::charge(&mut writer, share, to, of, now)?;
    }
    Ok(())
}

/// Everybody who answers, with what they have.
pub fn people(conn: &mut Conn, set: &Allocation, now: Timestamp) -> Result<Vec<Person>> {
    let loads = load::rows::all(conn)?;
    let mut of = load::rows::of_numbers(conn, set.numbers.keys())?;
    let (shares, latest) = (rows::shares(conn, now - LATELY)?, rows::latest(conn)?);
    let them = agent::rows::all(conn)?.into_iter().filter(|it| it.active).map(|it| Person {
        id: it.id,
        here: takes_work(&it),
        gone: it.gone(),
        has: loads.get(&it.id).copied().unwrap_or_default(),
        of: of.remove(&it.id).unwrap_or_default(),
        takes: set.takes_now(&it),
        given: shares.get(&it.id).copied().unwrap_or_default(),
        last: latest.get(&it.id).copied().unwrap_or_default(),
        teams: it.teams,
    });
    Ok(them.collect())
}
