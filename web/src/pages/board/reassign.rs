//! Moving what somebody has to others: from whom and which, to whom, and before it is done what each of them would then have.

use std::collections::BTreeSet;

use leptos::prelude::*;
use shared::board::Load;
use shared::bulk::{Targets, What, shares};
use shared::filter::{Filter, Who};
use shared::ids::{AgentId, TeamId};
use shared::permission::Permission;
use web_sys::SubmitEvent;

use super::{Which, total};
use crate::features::assign::{Loads, away, colleagues};
use crate::features::bulk::start_for;
use crate::features::may;
use crate::ui::avatar::Avatar;
use crate::ui::choice::{Choice, OneOf};
use crate::ui::dialog::Dialog;
use crate::ui::field::Select;
use crate::ui::icon::{Icon, Kind};
use crate::watch::memo;
use crate::workspace::Workspace;

/// How nobody is named where one chooses from whom.
const NOBODY: &str = "nobody";
/// How everyone is named where one chooses a team.
const EVERYONE: &str = "everyone";

/// The window, and from whom one began to move something.
#[derive(Clone, Copy)]
pub struct Moving {
    open: RwSignal<bool>,
    from: RwSignal<String>,
}

impl Moving {
    /// Closed.
    #[expect(clippy::new_without_default, reason = "it belongs to the owner it is made under")]
    pub fn new() -> Self {
        Self { open: RwSignal::new(false), from: RwSignal::new(NOBODY.to_owned()) }
    }

    /// Opens the window for what somebody has, or nobody.
    pub fn begin(self, from: Option<AgentId>) {
        self.from.set(from.map_or_else(|| NOBODY.to_owned(), |it| it.to_string()));
        self.open.set(true);
    }
}

/// Opens the window for what somebody has.
#[component]
pub fn MoveButton(from: AgentId, #[prop(into)] name: Signal<String>) -> impl IntoView {
    let (it, moving): (Workspace, Moving) = (expect_context(), expect_context());
    let hint = move || format!("Move what {} has", name.get());
    let why = may::why(it, Permission::Assign);
    view! {
        <button class="icon-button small" data-testid="board-move-theirs" aria-label=hint disabled=move || why.get().is_some()
            title=move || why.get().map_or_else(hint, str::to_owned) on:click=move |_| moving.begin(Some(from))>
            <Icon kind=Kind::Forward />
        </button>
    }
}

/// The window.
#[component]
pub fn Reassign(limit: RwSignal<u32>) -> impl IntoView {
    let moving: Moving = expect_context();
    view! {
        <Dialog title="Move conversations" open=moving.open>
            <Form moving=moving limit=limit />
        </Dialog>
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum To {
    Colleagues,
    Team,
    Nobody,
}

/// What is chosen.
#[derive(Clone, Copy)]
struct Chosen {
    it: Workspace,
    limit: RwSignal<u32>,
    from: RwSignal<String>,
    which: RwSignal<Which>,
    to: RwSignal<To>,
    people: RwSignal<BTreeSet<AgentId>>,
    team: RwSignal<String>,
    loads: Loads,
}

impl Chosen {
    fn from(self) -> Option<AgentId> {
        self.from.with(|it| it.parse().ok())
    }

    fn many(self, which: Which) -> u64 {
        let from = self.from();
        let sum = total(self.it, |load: &Load| load.assignee == from);
        which.of(&sum)
    }

    /// Who could get some, who has least to do first.
    fn others(self) -> Vec<AgentId> {
        let from = self.from();
        let all = colleagues(self.it, None, self.loads);
        all.into_iter().filter(|it| Some(*it) != from).collect()
    }

    /// Those who are to get some, in the order in which they are shown.
    fn among(self) -> Vec<AgentId> {
        let mut all = self.others();
        all.retain(|it| self.people.with(|chosen| chosen.contains(it)));
        all
    }

    /// What would be done; nothing if there is nothing to do.
    fn what(self) -> Option<What> {
        let wanted = match self.to.get() {
            To::Colleagues => match self.among().as_slice() {
                [] => None,
                [one] => Some(What::Assign { to: Some(*one) }),
                many => Some(What::Share { among: many.to_vec() }),
            },
            To::Team => {
                let to = self.team.with(|it| it.parse::<TeamId>().ok());
                Some(What::Transfer { to })
            }
            To::Nobody => self.from().map(|_| What::Assign { to: None }),
        };
        wanted.filter(|_| self.many(self.which.get()) > 0)
    }
}

#[component]
fn Form(moving: Moving, limit: RwSignal<u32>) -> impl IntoView {
    let it: Workspace = expect_context();
    let loads = Loads::new();
    loads.read(it);
    let chosen = Chosen {
        it,
        limit,
        from: moving.from,
        which: RwSignal::new(Which::Open),
        to: RwSignal::new(To::Colleagues),
        people: RwSignal::new(BTreeSet::new()),
        team: RwSignal::new(EVERYONE.to_owned()),
        loads,
    };
    let sources = Signal::derive(move || {
        let people = it.store.agents().into_iter().filter(|it| it.active);
        let people = people.map(|it| (it.id.to_string(), it.name));
        [(NOBODY.to_owned(), "Nobody: what is unassigned".to_owned())]
            .into_iter()
            .chain(people)
            .collect::<Vec<_>>()
    });
    let what = memo(move || chosen.what());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(what) = what.get_untracked() else { return };
        let who = chosen.from.with_untracked(|it| it.parse().map_or(Who::Nobody, Who::Agent));
        let these = Filter { assignee: [who].into(), ..Filter::default() };
        let view = chosen.which.get_untracked().list(these, limit.get_untracked());
        start_for(it, what, Targets::Matching(view));
        moving.open.set(false);
    };
    let button = move || match chosen.many(chosen.which.get()) {
        1 => "Move 1 conversation".to_owned(),
        many => format!("Move {many} conversations"),
    };
    view! {
        <form class="form reassign" on:submit=submit novalidate>
            <Select label="Whose" name="from" testid="move-from" options=sources value=chosen.from />
            <Kinds chosen=chosen />
            <OneOf legend="To whom" name="to" choices=targets() value=chosen.to />
            {move || match chosen.to.get() {
                To::Colleagues => view! { <People chosen=chosen /> }.into_any(),
                To::Team => view! { <Teams chosen=chosen /> }.into_any(),
                To::Nobody => view! { <p class="quiet">"They wait for whoever takes them, or for your rules of assignment."</p> }.into_any(),
            }}
            <div class="buttons">
                <button class="button primary" data-testid="move-submit" disabled=move || what.with(Option::is_none)>{button}</button>
            </div>
        </form>
    }
}

fn targets() -> Vec<Choice<To>> {
    let one = |value, name: &str, effect| Choice { value, name: name.to_owned(), effect };
    vec![
        one(To::Colleagues, "Colleagues", "Shared out so that nobody has more than they must."),
        one(To::Team, "A team", "Who answers and is not in it no longer answers."),
        one(To::Nobody, "Nobody", "Unassigned again."),
    ]
}

/// Which of them, with how many there are just now.
#[component]
fn Kinds(chosen: Chosen) -> impl IntoView {
    let one = move |which: Which| {
        let words = move || format!("{} ({})", which.name(), chosen.many(which));
        view! {
            <label class="choice">
                <input type="radio" name="which" prop:checked=move || chosen.which.get() == which on:change=move |_| chosen.which.set(which) />
                <span>{words}</span>
            </label>
        }
    };
    view! {
        <fieldset class="choices inline">
            <legend>"Which"</legend>
            {Which::ALL.map(one).into_iter().collect_view()}
        </fieldset>
    }
}

/// Everybody who could get some, and how many they would.
#[component]
fn People(chosen: Chosen) -> impl IntoView {
    let it = chosen.it;
    let gets = memo(move || {
        let among = chosen.among();
        let many = u32::try_from(chosen.many(chosen.which.get())).unwrap_or(u32::MAX);
        chosen.loads.all().map(|loads| shares(&among, &loads, many)).unwrap_or_default()
    });
    let line = move |who: AgentId| {
        let name = Signal::derive(move || it.store.name_of(who));
        let now = move || chosen.loads.of(who);
        let share =
            memo(move || gets.with(|all| all.iter().find(|one| one.0 == who).map(|one| one.1)));
        let flip = move |_| {
            chosen.people.update(|all| {
                if !all.remove(&who) {
                    all.insert(who);
                }
            });
        };
        view! {
            <tr data-testid="move-person">
                <th scope="row">
                    <label class="board-who">
                        <input type="checkbox" prop:checked=move || chosen.people.with(|all| all.contains(&who)) on:change=flip />
                        <Avatar id=who.0 name=name small=true />
                        <bdi>{name}</bdi>
                        <span class="quiet">{move || away(it, who)}</span>
                    </label>
                </th>
                <td class="number">{now}</td>
                <td class="number" data-testid="move-gets">{move || share.get().map(|it| format!("+{it}"))}</td>
                <td class="number" data-testid="move-then">{move || Some(now()? + share.get()?)}</td>
            </tr>
        }
    };
    view! {
        <table class="board-table">
            <caption>"What everybody would have open"</caption>
            <thead>
                <tr>
                    <th scope="col">"Who"</th>
                    <th scope="col" class="number">"Now"</th>
                    <th scope="col" class="number">"Gets"</th>
                    <th scope="col" class="number">"Then"</th>
                </tr>
            </thead>
            <tbody>
                <For each=move || chosen.others() key=|it| *it children=line />
            </tbody>
        </table>
    }
}

/// Which team.
#[component]
fn Teams(chosen: Chosen) -> impl IntoView {
    let it = chosen.it;
    let options = Signal::derive(move || {
        let teams = it.store.teams().into_iter().map(|it| (it.id.to_string(), it.name));
        teams.chain([(EVERYONE.to_owned(), "Everyone".to_owned())]).collect::<Vec<_>>()
    });
    let (limit, which) = (chosen.limit, chosen.which);
    let now = move || {
        let to = chosen.team.with(|it| it.parse::<TeamId>().ok());
        let has = total(it, |load: &Load| load.team == to).open;
        let from = chosen.from();
        let stays = total(it, |load: &Load| load.team == to && load.assignee == from);
        limit.track();
        let which = which.get();
        let comes = chosen.many(which) - which.of(&stays).min(chosen.many(which));
        format!("{has} open now, {} then.", has + comes)
    };
    view! {
        <Select label="Which team" name="team" testid="move-team" options=options value=chosen.team />
        <p class="quiet" data-testid="move-team-then" role="status">{now}</p>
    }
}
