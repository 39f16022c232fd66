//! What happened to the conversation, as lines between the messages.

use std::collections::BTreeSet;

use leptos::prelude::*;
use shared::activity::Activity;
use shared::conversation::{ASKED, Fact, Snooze};
use shared::event::Actor;
use shared::ids::{AgentId, ConversationId, LabelId, RuleId, TeamId};
use shared::message::Place;

use crate::clock::{self, Style};
use crate::features::customer::attributes;
use crate::features::customer::source::AdCard;
use crate::later;
use crate::workspace::Workspace;

/// Which lines are unfolded in a thread, by where the first stands. A copy is the same one.
#[derive(Clone, Copy)]
pub struct Unfolded(pub RwSignal<BTreeSet<Place>>);

/// Several lines as one, which unfolds them below.
#[component]
pub fn FoldLine(first: Place, count: usize) -> impl IntoView {
    let Unfolded(open) = expect_context();
    let shown = move || open.with(|it| it.contains(&first));
    let flip = move |_| {
        open.update(|it| {
            if !it.remove(&first) {
                it.insert(first);
            }
        });
    };
    view! {
        <li class="line folded">
            <button class="link" data-testid="fold" aria-expanded=move || shown().to_string() on:click=flip>
                {move || if shown() { format!("Hide {count} changes") } else { format!("{count} changes") }}
            </button>
        </li>
    }
}

/// One line.
#[component]
pub fn ActivityLine(of: ConversationId, place: Place) -> impl IntoView {
    let it: Workspace = expect_context();
    it.store.activity(of, place).map(|activity| {
        let at = activity.at;
        if let Fact::CameThrough { ad } = activity.fact {
            return view! { <li class="line activity" data-testid="activity"><AdCard ad=ad /></li> }.into_any();
        }
        view! {
            <li class="line activity" data-testid="activity">
                <span dir="auto">
                    {move || words(it, &activity)} " "
                    <time title=clock::write(at, Style::Full)>{clock::write(at, Style::Hour)}</time>
                </span>
            </li>
        }
        .into_any()
    })
}

/// What happened, in a sentence without its end.
pub fn words(it: Workspace, activity: &Activity) -> String {
    let by = activity.by;
    let who = doer(it, by);
    match &activity.fact {
        Fact::Assigned { .. }
        | Fact::Asked { .. }
        | Fact::Unasked
        | Fact::Kept { .. }
        | Fact::Ceded { .. } => whose(it, &who, by, &activity.fact),
        Fact::Given { from, to, team, rule } => given(it, (*from, *to, *team), *rule),
        Fact::Unanswered { minutes, leads, rule } => {
            let told = if *leads { "leads were told" } else { "a reminder was given" };
            let rule = it.store.rule_name(*rule);
            format!("No answer for {minutes} minutes: {told} by the rule “{rule}”")
        }
        Fact::Called { minutes, rule, problem } => {
            let rule = it.store.rule_name(*rule);
            let told = match problem {
                None => "the bot was told".to_owned(),
                Some(why) => format!("the bot could not be told ({why})"),
            };
            format!("No answer for {minutes} minutes: {told} by the rule “{rule}”")
        }
        Fact::Transferred { to: Some(to), .. } => {
            let team = it.store.team_name(*to).unwrap_or_else(|| "a team that is gone".into());
            format!("{who} gave the conversation to the team {team}")
        }
        Fact::Transferred { to: None, .. } => format!("{who} gave the conversation to everyone"),
        Fact::Escalated { reason } => format!("{who} asked leads to look at it: “{reason}”"),
        Fact::Settled => format!("{who} settled what leads were asked for"),
        Fact::BroughtIn { who: these } => format!("{who} brought {} in", names(it, these)),
        Fact::Followed { who: these } => format!("{} follows the conversation", names(it, these)),
        Fact::LetGo { who: one } => {
            format!("{who} took {} off the followers", name(it, *one, "you"))
        }
        Fact::ClosesSoon { until } => {
            let until = clock::write(*until, Style::Hour);
            format!("The customer waits, and the 24 hours end at {until}")
        }
        Fact::Deleted { until } => {
            let until = clock::write(*until, Style::Date);
            format!("{who} deleted the conversation; it is erased on {until}")
        }
        Fact::Restored => match by {
            Actor::Contact(_) => "Restored: the customer wrote".into(),
            Actor::Agent(_) | Actor::System => format!("{who} restored the conversation"),
        },
        Fact::Erased => format!("{who} erased the conversation"),
        Fact::Closed => format!("{who} closed the conversation"),
        Fact::Reopened => match by {
            Actor::Contact(_) => "Open again: the customer wrote".into(),
            Actor::Agent(_) | Actor::System => format!("{who} opened the conversation again"),
        },
        Fact::Snoozed { until: Snooze::Until(at) } => {
            format!("{who} snoozed the conversation until {}", later::date(activity.at, *at))
        }
        Fact::Snoozed { until: Snooze::Reply } => {
            format!("{who} snoozed the conversation until the customer writes")
        }
        Fact::Woke => match by {
            Actor::Contact(_) => "Back from snooze: the customer wrote".into(),
            Actor::System => "Back from snooze".into(),
            Actor::Agent(_) => format!("{who} brought the conversation back from snooze"),
        },
        Fact::Labelled { added, removed } => {
            let put = (!added.is_empty()).then(|| format!("put on {}", labels(it, added)));
            let took = (!removed.is_empty()).then(|| format!("took off {}", labels(it, removed)));
            let did: Vec<_> = put.into_iter().chain(took).collect();
            format!("{who} {}", did.join(" and "))
        }
        Fact::Attributed { attribute, from, to } => {
            attributes::told(it, &who, *attribute, from.as_ref(), to.as_ref())
        }
        Fact::TookOver { from: Some(from) } => {
            format!("{who} took over the reply from {}", name(it, *from, "you"))
        }
        Fact::TookOver { from: None } => format!("{who} took over the reply"),
        Fact::TookDraft { of } => {
            format!("{who} goes on with the draft of {}", name(it, *of, "you"))
        }
        Fact::CameThrough { .. } => "The customer came through an advertisement".to_owned(),
        Fact::MarkedUnread => format!("{who} marked the conversation as unread"),
        Fact::Read => format!("{who} looked at the conversation"),
    }
}

/// Whose the conversation became, or stays.
fn whose(it: Workspace, who: &str, by: Actor, fact: &Fact) -> String {
    match fact {
        Fact::Assigned { from: Some(from), to: Some(to) } if by == Actor::Agent(*to) => {
            format!("{who} took the conversation from {}", name(it, *from, "you"))
        }
        Fact::Assigned { to: Some(to), .. } if by == Actor::Agent(*to) => {
            format!("{who} took the conversation")
        }
        Fact::Assigned { to: Some(to), .. } => {
            format!("{who} gave the conversation to {}", name(it, *to, "you"))
        }
        Fact::Assigned { from, to: None } => match from {
            Some(from) if by != Actor::Agent(*from) => {
                format!("{who} took the conversation from {}", name(it, *from, "you"))
            }
            Some(_) | None => format!("{who} gave the conversation back"),
        },
        Fact::Asked { of } => format!("{who} asked {} for the conversation", name(it, *of, "you")),
        Fact::Unasked => match by {
            Actor::Agent(_) => format!("{who} does not ask for the conversation any more"),
            Actor::Contact(_) | Actor::System => {
                "Nobody asks for the conversation any more: whoever did can’t answer it".to_owned()
            }
        },
        Fact::Kept { from } => {
            format!("{who} kept the conversation that {} asked for", name(it, *from, "you"))
        }
        Fact::Ceded { from, to, silent } => {
            let (from, to) = (name(it, *from, "you"), name(it, *to, "you"));
            if *silent {
                format!(
                    "The conversation went from {from} to {to}: no answer for {} seconds",
                    ASKED.0 / 1_000
                )
            } else {
                format!("{who} gave the conversation to {to}, as asked")
            }
        }
        _ => format!("{who} changed whose the conversation is"),
    }
}

/// What a rule did.
fn given(
    it: Workspace,
    (from, to, team): (Option<AgentId>, Option<AgentId>, Option<TeamId>),
    rule: RuleId,
) -> String {
    let rule = it.store.rule_name(rule);
    match (from, to) {
        (Some(from), Some(to)) => {
            format!(
                "Given from {} to {} by the rule “{rule}”",
                name(it, from, "you"),
                name(it, to, "you")
            )
        }
        (None, Some(to)) => format!("Given to {} by the rule “{rule}”", name(it, to, "you")),
        (Some(from), None) => {
            format!("Waits for somebody else than {} by the rule “{rule}”", name(it, from, "you"))
        }
        (None, None) => {
            let team = team.and_then(|team| it.store.team_name(team));
            format!("Put before {} by the rule “{rule}”", team.unwrap_or_else(|| "everyone".into()))
        }
    }
}

fn doer(it: Workspace, by: Actor) -> String {
    match by {
        Actor::Agent(who) => name(it, who, "You"),
        Actor::Contact(_) => "The customer".into(),
        Actor::System => "Onevoice".into(),
    }
}

fn name(it: Workspace, who: AgentId, me: &str) -> String {
    if who == it.me() {
        return me.to_owned();
    }
    it.store.agent(who).map_or_else(|| "a colleague".into(), |it| it.name)
}

fn names(it: Workspace, these: &[AgentId]) -> String {
    these.iter().map(|who| name(it, *who, "you")).collect::<Vec<_>>().join(", ")
}

fn labels(it: Workspace, these: &[LabelId]) -> String {
    let names = it.store.labels_of(these).into_iter().map(|it| format!("“{}”", it.name));
    names.collect::<Vec<_>>().join(", ")
}
