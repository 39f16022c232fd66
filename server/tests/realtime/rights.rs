//! New rights take effect on open sockets, and on those that were away when they changed.

use shared::agent::Action;
use shared::permission::{Role, Visibility};
use shared::view::View;

use crate::on_both;
use crate::world::Rights;

on_both! {
    async fn rights_that_changed_while_the_network_was_away_hold(world: World) {
        let admin = world.admin("Ada").await;
        let olga = world.agent_with("Olga", Rights { role: Role::Agent, visibility: Visibility::Own, teams: vec![] }, 0).await;
        let sam = world.customer("Sam").await;
        sam.writes("Hello").await;
        let chat = world.conversation(&sam).await;
        olga.sees_list(View::All, vec![]).await;

        olga.loses_the_network();
        let all = Action::SetRights { role: Role::Agent, visibility: Visibility::All, teams: vec![] };
        admin.does(shared::command::Action::Agent(olga.id, all)).await.unwrap();
        olga.finds_the_network();
        olga.sees_list(View::All, vec![chat]).await;

        olga.loses_the_network();
        let own = Action::SetRights { role: Role::Agent, visibility: Visibility::Own, teams: vec![] };
        admin.does(shared::command::Action::Agent(olga.id, own)).await.unwrap();
        olga.finds_the_network();
        olga.sees_list(View::All, vec![]).await;
    }
}
