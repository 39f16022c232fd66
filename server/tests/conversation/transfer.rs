//! From team to team: who sees it by their team has it, who does not any more loses it at once.

use shared::command::Action;
use shared::conversation;
use shared::ids::{ConversationId, TeamId};
use shared::permission::{Role, Visibility};
use shared::problem::Code;
use shared::view::View;

use crate::on_both;
use crate::world::{Agent, Rights, World};

async fn of_team(world: &World, name: &str, team: TeamId) -> Agent {
    let rights = Rights { role: Role::Agent, visibility: Visibility::Team, teams: vec![team] };
    world.agent_with(name, rights, 0).await
}

fn give(chat: ConversationId, to: Option<TeamId>) -> Action {
    Action::Conversation(chat, conversation::Action::Transfer { to })
}

on_both! {
    async fn it_goes_to_another_team_and_away_from_who_is_not_in_it(world: World) {
        let (sales, care) = (world.team("Sales").await, world.team("Care").await);
        let (sue, carl) = (of_team(&world, "Sue", sales).await, of_team(&world, "Carl", care).await);
        let sam = world.customer("Sam").await;
        sam.writes("Hello").await;
        let chat = world.conversation(&sam).await;
        sue.sees_list(View::All, vec![chat]).await;
        carl.sees_list(View::All, vec![chat]).await;
        sue.does(give(chat, Some(sales))).await.unwrap();
        carl.sees_list(View::All, vec![]).await;
        sue.assigns(chat, Some(sue.id)).await.unwrap();
        sue.opens(chat).await;

        sue.does(give(chat, Some(care))).await.unwrap();
        carl.sees_list(View::Unassigned, vec![chat]).await;
        sue.sees("no more of it", |state| state.conversation(chat).is_none() && state.thread(chat).is_none()).await;
        assert_eq!(sue.does(give(chat, Some(sales))).await.unwrap_err().code, Code::NotFound);
        carl.opens(chat).await;
        let told = conversation::Fact::Transferred { from: Some(sales), to: Some(care) };
        carl.sees("who gave it", |state| {
            state.thread(chat).unwrap().activities().any(|it| it.fact == told)
        }).await;
        let gone = give(chat, Some(TeamId(world.clock.ulid())));
        assert_eq!(carl.does(gone).await.unwrap_err().code, Code::Invalid);
        carl.assigns(chat, Some(carl.id)).await.unwrap();
        carl.does(give(chat, None)).await.unwrap();
        sue.sees_list(View::All, vec![chat]).await;
        carl.sees_list(View::Mine, vec![chat]).await;
    }
}
