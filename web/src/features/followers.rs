//! Who follows a conversation: faces above the thread, and a menu to follow it, to stop, and to let others go.

use leptos::prelude::*;
use shared::command::Action as Wish;
use shared::conversation::{Action, Conversation, Scope};
use shared::ids::{AgentId, ConversationId};
use shared::permission::Permission;

use crate::features::faces::faces;
use crate::ui::avatar::Avatar;
use crate::ui::icon::{Icon, Kind};
use crate::ui::keys::Keys;
use crate::ui::menu::Menu;
use crate::watch::memo;
use crate::workspace::Workspace;

/// Whether I follow it.
pub fn mine(it: Workspace, conversation: Memo<Option<Conversation>>) -> Memo<bool> {
    let me = it.me();
    memo(move || conversation.with(|it| it.as_ref().is_some_and(|it| it.followers.contains(&me))))
}

/// Follows it, or stops. Who sees it only because they follow is told that they don’t any more.
pub fn flip(it: Workspace, of: &Conversation) {
    let (id, me, name) = (of.id, it.me(), of.contact.name.clone());
    if !of.followers.contains(&me) {
        return it.act(id, Action::Follow);
    }
    let scope = Scope { followers: vec![], ..of.scope() };
    let seen = it.store.peek(|it| {
        let me = it.agents().get(&me)?;
        Some(me.visibility.shows(&scope, me.id, &me.teams))
    });
    it.sender.send_then(Wish::Conversation(id, Action::Unfollow), move || {
        if seen == Some(true) {
            let words = format!("You don’t follow {name} any more.");
            it.toasts().undoable(words, move || it.act(id, Action::Follow));
        } else {
            it.toasts().note(format!("You don’t see {name} any more."));
        }
    });
}

/// Who follows, and a menu to change it.
#[component]
pub fn Followers(id: ConversationId, conversation: Memo<Option<Conversation>>) -> impl IntoView {
    let it: Workspace = expect_context();
    let all = memo(move || {
        conversation.with(|it| it.as_ref().map(|it| it.followers.clone()).unwrap_or_default())
    });
    let follows = mine(it, conversation);
    let me = it.me();
    let others = move || all.get().into_iter().filter(|who| *who != me).collect::<Vec<_>>();
    let busy = move || {
        it.acting(id, |it| matches!(it, Action::Follow | Action::Unfollow | Action::LetGo { .. }))
    };
    let label = Signal::derive(move || match all.with(Vec::len) {
        0 => "Followers: nobody".to_owned(),
        n => format!("Followers: {n}"),
    });
    let face = move || {
        view! {
            <Icon kind=Kind::Eye />
            <span class="viewers">{faces(it, all.get())}</span>
        }
        .into_any()
    };
    let flip = move |_| conversation.with_untracked(|of| of.as_ref().map_or((), |of| flip(it, of)));
    view! {
        <span class="followers" aria-busy=move || busy().to_string()>
            <Menu id="followers-menu" testid="followers" label=label face=face>
                <button role="menuitem" tabindex="-1" data-testid="follow" on:click=flip>
                    <Icon kind=Kind::Eye />
                    {move || if follows.get() { "Stop following" } else { "Follow" }}
                    <Keys keys=it.keys.by_id("follow") />
                </button>
                <Show when=move || !others().is_empty()>
                    <div role="group" aria-label="Followers" class="menu-group">
                        <p class="menu-heading" aria-hidden="true">"Followers"</p>
                        <For each=others key=Clone::clone let:who>
                            <Follower id=id who=who />
                        </For>
                    </div>
                </Show>
            </Menu>
        </span>
    }
}

/// Who follows; chosen, they do no longer.
#[component]
fn Follower(id: ConversationId, who: AgentId) -> impl IntoView {
    let it: Workspace = expect_context();
    let name = Signal::derive(move || it.store.name_of(who));
    view! {
        <button role="menuitem" tabindex="-1" class="colleague" data-testid=format!("let-go-{who}")
            disabled=move || !it.store.may(Permission::Assign)
            title=move || format!("Take {} off the followers", name.get())
            on:click=move |_| it.act(id, Action::LetGo { who })>
            <Avatar id=who.0 name=name small=true />
            <bdi>{name}</bdi>
            <span class="visually-hidden">": take off the followers"</span>
            <Icon kind=Kind::Close />
        </button>
    }
}
