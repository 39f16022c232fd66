//! Spaces: one's own, and those that are shared with everyone or a team.

use shared::colour::Colour;
use shared::command::Action as AnyAction;
use shared::ids::SpaceId;
use shared::permission::{Role, Visibility};
use shared::problem::{Code, Problem};
use shared::space::{Action, Audience, Icon, Looks, SPACES_MAX};
use shared::view::View;

use crate::on_both;
use crate::world::{Agent, Rights, World};

fn looks(name: &str, view: &str, audience: Audience) -> Looks {
    let (icon, colour) = (Icon::Clock, Colour::Teal);
    Looks { name: name.into(), icon, colour, view: view.parse().unwrap(), audience }
}

async fn does(who: &Agent, id: SpaceId, action: Action) -> Result<(), Problem> {
    who.does(AnyAction::Space(id, action)).await.map(drop)
}

async fn makes(world: &World, who: &Agent, looks: Looks) -> Result<SpaceId, Problem> {
    let id = SpaceId(world.clock.ulid());
    does(who, id, Action::Create(looks)).await.map(|()| id)
}

/// What somebody has, in order.
async fn sees(who: &Agent, names: &[&str]) {
    who.sees(&format!("{names:?}"), |state| {
        let mut all: Vec<_> = state.spaces().values().collect();
        all.sort_by_key(|it| (it.audience.shared(), it.place, it.id));
        all.iter().map(|it| it.name.as_str()).eq(names.iter().copied())
    })
    .await;
}

async fn lead(world: &World) -> Agent {
    let rights = Rights { role: Role::Lead, visibility: Visibility::All, teams: vec![] };
    world.agent_with("Lea", rights, 0).await
}

on_both! {
    async fn what_is_ones_own_nobody_else_has(world: World) {
        let (ana, ben, lea) = (world.agent("Ana").await, world.agent("Ben").await, lead(&world).await);
        let id = makes(&world, &ana, looks(" Late ", "is:open.is:waiting", Audience::Owner)).await.unwrap();
        sees(&ana, &["Late"]).await;
        for other in [&ben, &lea] {
            assert_eq!(does(other, id, Action::Delete).await.unwrap_err().code, Code::NotFound);
        }
        let change = Action::Change(looks("Later", "is:open", Audience::Owner));
        does(&ana, id, change).await.unwrap();
        sees(&ana, &["Later"]).await;
        does(&ana, id, Action::Delete).await.unwrap();
        sees(&ana, &[]).await;
        assert_eq!(does(&ana, id, Action::Delete).await.unwrap_err().code, Code::NotFound);
    }

    async fn who_organises_shares_and_takes_back(world: World) {
        let sales = world.team("Sales").await;
        let rights = Rights { role: Role::Agent, visibility: Visibility::All, teams: vec![sales] };
        let (ana, ben, lea) = (world.agent_with("Ana", rights, 0).await, world.agent("Ben").await, lead(&world).await);
        let for_all = makes(&world, &lea, looks("For all", "is:unread", Audience::Everyone)).await.unwrap();
        let for_sales = makes(&world, &lea, looks("For sales", "is:open.who:me", Audience::Team(sales))).await.unwrap();
        sees(&ana, &["For all", "For sales"]).await;
        sees(&ben, &["For all"]).await;
        ben.sees_list(View::All, vec![]).await;

        let mine = looks("Mine now", "is:unread", Audience::Owner);
        for action in [Action::Delete, Action::Move { to: 1 }, Action::Change(mine.clone())] {
            assert_eq!(does(&ana, for_all, action).await.unwrap_err().code, Code::Forbidden);
        }
        let problem = makes(&world, &ana, looks("Hello", "is:unread", Audience::Everyone)).await.unwrap_err();
        assert_eq!(problem.code, Code::Forbidden);
        does(&lea, for_sales, Action::Move { to: 0 }).await.unwrap();
        sees(&ana, &["For sales", "For all"]).await;
        does(&lea, for_all, Action::Change(mine)).await.unwrap();
        sees(&lea, &["Mine now", "For sales"]).await;
        sees(&ana, &["For sales"]).await;
        sees(&ben, &[]).await;
    }

    async fn a_space_without_a_name_and_one_too_many_are_refused(world: World) {
        let ana = world.agent("Ana").await;
        let problem = makes(&world, &ana, looks("  ", "is:open", Audience::Owner)).await.unwrap_err();
        assert_eq!((problem.code, problem.field.as_deref()), (Code::Invalid, Some("name")));
        for n in 0..SPACES_MAX {
            makes(&world, &ana, looks(&format!("Space {n}"), "is:open", Audience::Owner)).await.unwrap();
        }
        let problem = makes(&world, &ana, looks("More", "is:open", Audience::Owner)).await.unwrap_err();
        assert_eq!(problem.code, Code::Invalid);
    }
}
