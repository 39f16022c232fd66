//! Who answers: me, a colleague, or nobody yet.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::availability::Availability;
use shared::conversation::{Action, Conversation};
use shared::ids::{AgentId, ConversationId, TeamId};
use shared::permission::Permission;
use shared::reads;

use crate::features::ask_for::AskItem;
use crate::features::availability::Face;
use crate::features::hand_over::HandOver;
use crate::features::may;
use crate::features::moves;
use crate::ui::icon::{Icon, Kind};
use crate::ui::keys::Keys;
use crate::ui::menu::Menu;
use crate::watch::memo;
use crate::workspace::Workspace;

/// Who answers, and a menu to change it.
#[component]
pub fn Assign(id: ConversationId, conversation: Memo<Option<Conversation>>) -> impl IntoView {
    let it: Workspace = expect_context();
    let me = it.me();
    let assignee = memo(move || conversation.with(|it| it.as_ref().and_then(|it| it.assignee)));
    let team = memo(move || conversation.with(|it| it.as_ref().map(|it| it.team)));
    let busy = move || {
        let gives = |it: &Action| {
            matches!(it, Action::Assign { .. } | Action::Claim | Action::Transfer { .. })
        };
        it.acting(id, gives)
    };
    let takes = memo(move || it.store.may(Permission::Reply));
    let gives = memo(move || it.store.may(Permission::Assign));
    let (loads, handing) = (Loads::new(), RwSignal::new(false));
    let give = move |to: Option<AgentId>| {
        if let Some(of) = conversation.get_untracked() {
            moves::assign(it, &of, to);
        }
    };
    let label = Signal::derive(move || match assignee.get() {
        None => "Assign to a colleague".to_owned(),
        Some(_) => format!("Assigned to {}", name(it, assignee.get())),
    });
    let face = move || match assignee.get() {
        None => {
            view! { <span class="word">"Assign"</span><Icon kind=Kind::ChevronDown /> }.into_any()
        }
        Some(who) => {
            let name = memo(move || name(it, Some(who)));
            view! {
                <Face who=who small=true />
                <span class="word">{move || if who == me { "You".to_owned() } else { name.get() }}</span>
                <Icon kind=Kind::ChevronDown />
            }
            .into_any()
        }
    };
    view! {
        <span class="assign" on:pointerenter=move |_| loads.read(it) aria-busy=move || busy().to_string()>
            <Show when=move || assignee.get().is_none()>
                <button class="button" data-testid="assign-me" disabled=move || !takes.get()
                    title=may::hint(it, "Assign to me", "assign-me") aria-keyshortcuts=it.keys.aria("assign-me")
                    on:click=move |_| give(Some(me))>
                    <Icon kind=Kind::Person />
                    <span class="word">"Take it"</span>
                </button>
            </Show>
            <Menu id="assign-menu" testid="assign-menu" label=label face=face on_open=move || loads.read(it)>
                <Show when=move || assignee.get().is_some_and(|it| it != me)>
                    <button role="menuitem" tabindex="-1" data-testid="assign-me" disabled=move || !gives.get() on:click=move |_| give(Some(me))>
                        <Icon kind=Kind::Person />
                        "Assign to me"
                        <Keys keys=it.keys.by_id("assign-me") />
                    </button>
                </Show>
                <AskItem conversation=conversation />
                <For each=move || colleagues(it, me, loads) key=Clone::clone let:who>
                    <Colleague who=who loads=loads on_choose=move |who| give(Some(who)) />
                </For>
                <button role="menuitem" tabindex="-1" data-testid="hand-over" disabled=move || !gives.get() on:click=move |_| handing.set(true)>
                    <Icon kind=Kind::Forward />
                    "Hand over with a note…"
                </button>
                <Show when=move || assignee.get().is_some()>
                    <button role="menuitem" tabindex="-1" data-testid="unassign"
                        disabled=move || !(gives.get() || takes.get() && assignee.get() == Some(me)) on:click=move |_| give(None)>
                        <Icon kind=Kind::Close />
                        "Unassign"
                    </button>
                </Show>
                <Teams testid="transfer-to" current=team on_choose=move |to| {
                    if let Some(of) = conversation.get_untracked() {
                        moves::transfer(it, &of, to);
                    }
                } />
            </Menu>
            <HandOver id=id open=handing loads=loads />
        </span>
    }
}

/// The teams that a conversation can be given to, and everyone.
#[component]
pub fn Teams(
    /// Their name for tests.
    testid: &'static str,
    /// Whose it is, if it is one that is known.
    #[prop(optional, into)]
    current: Signal<Option<Option<TeamId>>>,
    on_choose: impl Fn(Option<TeamId>) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let it: Workspace = expect_context();
    let any = memo(move || !it.store.teams().is_empty());
    let these = move || {
        let others = it.store.teams().into_iter().map(|it| (Some(it.id), it.name));
        let all = others.chain([(None, "Everyone".to_owned())]);
        all.filter(|(id, _)| current.get() != Some(*id)).collect::<Vec<_>>()
    };
    view! {
        <Show when=move || any.get()>
            <div role="group" aria-label="Give to a team" class="menu-group">
                <p class="menu-heading" aria-hidden="true">"Give to a team"</p>
                <For each=these key=Clone::clone let:team>
                    <button role="menuitem" tabindex="-1" data-testid=testid disabled=move || !it.store.may(Permission::Assign)
                        on:click=move |_| on_choose(team.0)>
                        <Icon kind=Kind::People />
                        <bdi>{team.1.clone()}</bdi>
                    </button>
                </For>
            </div>
        </Show>
    }
}

#[component]
fn Colleague(who: AgentId, loads: Loads, on_choose: impl Fn(AgentId) + 'static) -> impl IntoView {
    let it: Workspace = expect_context();
    view! {
        <button role="menuitem" tabindex="-1" class="colleague" data-testid=format!("assign-to-{who}") disabled=move || !it.store.may(Permission::Assign)
            on:click=move |_| on_choose(who)>
            <Face who=who small=true />
            <bdi>{move || name(it, Some(who))}</bdi>
            {move || away(it, who).map(|why| view! { <span class="quiet">{why}</span> })}
            {move || loads.of(who).map(|n| view! {
                <span class="load" title="open conversations">
                    {n}
                    <span class="visually-hidden">" open conversations"</span>
                </span>
            })}
        </button>
    }
}

/// Why somebody is not at work, if they are not.
pub fn away(it: Workspace, who: AgentId) -> Option<String> {
    let who = it.store.agent(who)?;
    match who.availability {
        _ if who.in_call.is_some() => Some("In a call".to_owned()),
        _ if who.wrap_up.is_some() => Some("After a call".to_owned()),
        Availability::Online => None,
        Availability::Away { why } => Some(why.words().to_owned()),
        Availability::Offline => Some("Offline".to_owned()),
    }
}

/// Who could answer, without one: who is online first, of those who has least to do.
pub fn colleagues(
    it: Workspace,
    without: impl Into<Option<AgentId>>,
    loads: Loads,
) -> Vec<AgentId> {
    let (mut all, without) = (it.store.agents(), without.into());
    all.retain(|it| it.active && it.joined && Some(it.id) != without);
    all.sort_by_key(|it| {
        let there = match it.availability {
            Availability::Online if it.in_call.is_none() && it.wrap_up.is_none() => 0,
            Availability::Online => 1,
            Availability::Away { .. } => 2,
            Availability::Offline => 3,
        };
        (there, loads.of(it.id).unwrap_or_default())
    });
    all.into_iter().map(|it| it.id).collect()
}

/// How much everybody has to do, as the server said when it was last asked.
#[derive(Clone, Copy)]
pub struct Loads(RwSignal<Option<reads::Loads>>);

impl Loads {
    /// Not asked yet.
    #[expect(clippy::new_without_default, reason = "it belongs to the owner it is made under")]
    pub fn new() -> Self {
        Self(RwSignal::new(None))
    }

    /// Nothing where nobody knows.
    pub fn all(self) -> Option<reads::Loads> {
        self.0.get()
    }

    /// Asks.
    pub fn read(self, it: Workspace) {
        spawn_local(async move {
            if let Ok(loads) = it.session().get::<reads::Loads>(reads::LOADS).await {
                // The thread may have been closed.
                let _ = self.0.try_set(Some(loads));
            }
        });
    }

    /// Nothing where nobody knows.
    pub fn of(self, who: AgentId) -> Option<u32> {
        self.0.with(|it| it.as_ref().map(|it| it.get(&who).copied().unwrap_or_default()))
    }
}

fn name(it: Workspace, who: Option<AgentId>) -> String {
    who.and_then(|it_is| it.store.agent(it_is)).map_or_else(|| "Someone".into(), |it| it.name)
}
