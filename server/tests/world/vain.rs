//! Whether somebody waits for whom somebody has room: said once more, in as few words as can be, and not by what decides it.
//! It only speaks where no rule can matter, so that it need not know which one is met.

use std::collections::BTreeMap;

use server::features::{activity, agent, allocation, conversation};
use server::store::Conn;
use shared::agent::Agent;
use shared::allocation::{Allocation, Outside, Strategy, Terms, When};
use shared::availability::Availability;
use shared::conversation::{Conversation, Fact, Status};
use shared::ids::AgentId;
use shared::permission::Permission;

/// A conversation that nobody has, with whom any rule would give it to.
pub fn waits_in_vain(conn: &mut Conn) -> server::error::Result<Vec<(Conversation, Agent)>> {
    let set = allocation::rows::find(conn)?;
    let rules = possible(&set);
    let waits = |it: &&Terms| it.when.hours.as_ref().is_some_and(|it| it.outside == Outside::Wait);
    let manual = |it: &&Terms| it.strategy == Strategy::Manual;
    if !set.on() || rules.iter().any(|it| manual(it) || waits(it)) {
        return Ok(vec![]);
    }
    let all = conversation::rows::every(conn)?;
    let open = |it: &&Conversation| it.status == Status::Open && it.deleted.is_none();
    let mut has: BTreeMap<AgentId, usize> = BTreeMap::new();
    for it in all.iter().filter(open) {
        if let Some(who) = it.assignee {
            *has.entry(who).or_default() += 1;
        }
    }
    let mut free = agent::rows::all(conn)?;
    free.retain(|it| {
        let takes = set.people.get(&it.id).and_then(|it| it.capacity).unwrap_or(set.capacity);
        it.active
            && it.availability == Availability::Online
            && it.rights.may(Permission::Reply)
            && has.get(&it.id).copied().unwrap_or_default() < usize::from(takes)
    });
    let mut found = vec![];
    for it in all.iter().filter(open) {
        let asks = it.waiting_since.is_some() && it.contact.about.blocked.is_none();
        if !asks || it.assignee.is_some() {
            continue;
        }
        let had = activity::rows::since(conn, it.id, 0)?;
        let had = |who: AgentId| {
            had.iter().any(|it| match &it.fact {
                Fact::Assigned { from, to } | Fact::Given { from, to, .. } => {
                    [*from, *to].contains(&Some(who))
                }
                _ => false,
            })
        };
        let full = |who: AgentId| {
            let of =
                |other: &&Conversation| other.assignee == Some(who) && other.number == it.number;
            let most = set.numbers.get(&it.number);
            most.is_some_and(|most| {
                all.iter().filter(open).filter(of).count() >= usize::from(*most)
            })
        };
        let takes = free
            .iter()
            .find(|who| anyhow_given(&set, &rules, it, who) && !had(who.id) && !full(who.id));
        found.extend(takes.map(|who| (it.clone(), who.clone())));
    }
    Ok(found)
}

/// The rules that may be met: behind one without conditions none is.
fn possible(set: &Allocation) -> Vec<&Terms> {
    let mut open = true;
    let before = |it: &(_, &Terms)| std::mem::replace(&mut open, it.1.when != When::default());
    set.all().take_while(before).map(|it| it.1).collect()
}

/// Whether they are in the teams and have the skills, whichever rule is met.
fn anyhow_given(set: &Allocation, rules: &[&Terms], it: &Conversation, who: &Agent) -> bool {
    let skills = set.people.get(&who.id).map(|it| it.skills.as_slice()).unwrap_or_default();
    let in_team = |team| who.teams.contains(&team);
    it.team.is_none_or(in_team)
        && rules.iter().all(|terms| {
            let able = terms.skills.iter().all(|asked| {
                skills.iter().any(|it| it.name == asked.name && it.level >= asked.level)
            });
            terms.team.is_none_or(in_team) && able
        })
}
