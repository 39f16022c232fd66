//! Who answers: me, a colleague, or nobody yet.

use leptos::prelude::*;
use shared::conversation::{Action, Conversation};
use shared::ids::{AgentId, ConversationId, TeamId};

use crate::features::moves;
use crate::ui::avatar::Avatar;
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
    let busy =
        move || it.acting(id, |it| matches!(it, Action::Assign { .. } | Action::Transfer { .. }));
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
            let name = Signal::derive(move || name(it, Some(who)));
            view! {
                <Avatar id=who.0 name=name small=true />
                <span class="word">{move || if who == me { "You".to_owned() } else { name.get() }}</span>
                <Icon kind=Kind::ChevronDown />
            }
            .into_any()
        }
    };
    view! {
        <span class="assign" aria-busy=move || busy().to_string()>
            <Show when=move || assignee.get().is_none()>
                <button class="button" data-testid="assign-me" title=it.keys.hint("Assign to me", "assign-me") aria-keyshortcuts=it.keys.aria("assign-me")
                    on:click=move |_| give(Some(me))>
                    <Icon kind=Kind::Person />
                    <span class="word">"Take it"</span>
                </button>
            </Show>
            <Menu id="assign-menu" testid="assign-menu" label=label face=face>
                <Show when=move || assignee.get().is_some_and(|it| it != me)>
                    <button role="menuitem" tabindex="-1" data-testid="assign-me" on:click=move |_| give(Some(me))>
                        <Icon kind=Kind::Person />
                        "Assign to me"
                        <Keys keys=it.keys.by_id("assign-me") />
                    </button>
                </Show>
                <For each=move || colleagues(it, me) key=|it| it.0 let:colleague>
                    <Colleague who=colleague.0 name=colleague.1 on_choose=move |who| give(Some(who)) />
                </For>
                <Show when=move || assignee.get().is_some()>
                    <button role="menuitem" tabindex="-1" data-testid="unassign" on:click=move |_| give(None)>
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
                    <button role="menuitem" tabindex="-1" data-testid=testid on:click=move |_| on_choose(team.0)>
                        <Icon kind=Kind::People />
                        <bdi>{team.1.clone()}</bdi>
                    </button>
                </For>
            </div>
        </Show>
    }
}

#[component]
fn Colleague(who: AgentId, name: String, on_choose: impl Fn(AgentId) + 'static) -> impl IntoView {
    view! {
        <button role="menuitem" tabindex="-1" data-testid=format!("assign-to-{who}") on:click=move |_| on_choose(who)>
            <Avatar id=who.0 name=name.clone() small=true />
            {name}
        </button>
    }
}

/// Who could answer, besides me.
fn colleagues(it: Workspace, me: AgentId) -> Vec<(AgentId, String)> {
    let all = it.store.agents().into_iter();
    all.filter(|it| it.active && it.joined && it.id != me).map(|it| (it.id, it.name)).collect()
}

fn name(it: Workspace, who: Option<AgentId>) -> String {
    who.and_then(|it_is| it.store.agent(it_is)).map_or_else(|| "Someone".into(), |it| it.name)
}
