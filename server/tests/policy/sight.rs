//! What one may not see is not there, and what one may not do is refused.

use shared::command::Action;
use shared::conversation;
use shared::ids::TeamId;
use shared::permission::{Role, Visibility};
use shared::problem::Code;
use shared::team;

use crate::on_both;

on_both! {
    async fn what_one_may_not_see_does_not_exist(world: World) {
        let (sam, sales) = (world.customer("Sam").await, world.team("Sales").await);
        sam.writes("Hello").await;
        let chat = world.conversation(&sam).await;
        let rights = crate::world::Rights { role: Role::Lead, visibility: Visibility::Own, teams: vec![sales] };
        let olga = world.agent_with("Olga", rights, 0).await;

        let problem = olga.writes(chat, "Hi").await.unwrap_err();
        assert_eq!(problem.code, Code::NotFound);
        let problem = olga.assigns(chat, Some(olga.id)).await.unwrap_err();
        assert_eq!(problem.code, Code::NotFound);
        let path = format!("/api/conversations/{chat}");
        assert_eq!(olga.get::<conversation::Conversation>(&path).await.unwrap_err().code, Code::NotFound);
        let path = format!("{path}/messages");
        assert_eq!(olga.get::<shared::reads::ThreadPage>(&path).await.unwrap_err().code, Code::NotFound);
    }

    async fn seen_but_not_allowed_is_forbidden(world: World) {
        let ana = world.agent("Ana").await;
        let team = Action::Team(TeamId(world.clock.ulid()), team::Action::Create { name: "Mine".into() });
        assert_eq!(ana.does(team).await.unwrap_err().code, Code::Forbidden);
    }

    async fn who_is_assigned_sees_and_who_loses_it_sees_no_more(world: World) {
        let ana = world.agent("Ana").await;
        let rights = crate::world::Rights { role: Role::Agent, visibility: Visibility::Own, teams: vec![] };
        let olga = world.agent_with("Olga", rights, 0).await;
        let sam = world.customer("Sam").await;
        sam.writes("Hello").await;
        let chat = world.conversation(&sam).await;
        ana.sees_list(shared::view::View::All, vec![chat]).await;
        olga.sees_list(shared::view::View::All, vec![]).await;

        ana.assigns(chat, Some(olga.id)).await.unwrap();
        olga.sees_list(shared::view::View::Mine, vec![chat]).await;
        olga.opens(chat).await;
        sam.writes("Anybody?").await;
        olga.sees_text(chat, "Anybody?").await;

        ana.assigns(chat, Some(ana.id)).await.unwrap();
        olga.sees_list(shared::view::View::All, vec![]).await;
        olga.sees("the thread is gone", |state| state.thread(chat).is_none()).await;
    }
}
