//! New rights, and none at all any more.

use futures_util::future::join;
use server::features;
use server::store::Tx;
use shared::agent::Action;
use shared::command;
use shared::event::Actor;
use shared::ids::TeamId;
use shared::permission::{Role, Visibility};
use shared::problem::Code;
use shared::reads::{SESSIONS, Sessions};
use shared::team;
use shared::view::View;

use super::{Browser, PASSWORD, member};
use crate::on_both;
use crate::world::World;

fn create_team(world: &World, name: &str) -> command::Action {
    let id = TeamId(world.clock.ulid());
    command::Action::Team(id, team::Action::Create { name: name.into() })
}

on_both! {
    async fn a_change_of_rights_holds_at_once_also_for_open_sockets(world: World) {
        let (admin, ana) = (world.admin("Ada").await, world.agent("Ana").await);
        let sam = world.customer("Sam").await;
        sam.writes("Hello").await;
        let chat = world.conversation(&sam).await;
        ana.sees_list(View::All, vec![chat]).await;
        let rights = |role, visibility| {
            let teams = vec![];
            command::Action::Agent(ana.id, Action::SetRights { role, visibility, teams })
        };
        assert_eq!(ana.does(create_team(&world, "A")).await.unwrap_err().code, Code::Forbidden);

        admin.does(rights(Role::Admin, Visibility::Own)).await.unwrap();
        ana.sees_list(View::All, vec![]).await;
        assert_eq!(ana.assigns(chat, None).await.unwrap_err().code, Code::NotFound);
        ana.does(create_team(&world, "B")).await.unwrap();

        admin.does(rights(Role::Lead, Visibility::All)).await.unwrap();
        ana.sees_list(View::All, vec![chat]).await;
        assert_eq!(ana.does(create_team(&world, "C")).await.unwrap_err().code, Code::Forbidden);
        assert!(ana.refused.borrow().is_none(), "but nobody has to log in again");
    }

    async fn two_admins_who_demote_each_other_leave_one(world: World) {
        let (ada, bea) = (world.admin("Ada").await, world.admin("Bea").await);
        for _ in 0..5 {
            let (role, visibility, teams) = (Role::Agent, Visibility::All, vec![]);
            let demote = Action::SetRights { role, visibility, teams };
            let (one, other) = join(
                ada.does(command::Action::Agent(bea.id, demote.clone())),
                bea.does(command::Action::Agent(ada.id, demote)),
            )
            .await;
            assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
            let problem = one.err().or(other.err()).unwrap();
            assert_eq!(problem.code, Code::Forbidden);
            for id in [ada.id, bea.id] {
                let teams = vec![];
                let rights = Action::SetRights { role: Role::Admin, visibility: Visibility::All, teams };
                let promote = move |tx: &mut Tx<'_>| features::agent::handle(tx, id, rights);
                world.app().write(Actor::System, promote).await.unwrap();
            }
        }
    }

    async fn who_is_deactivated_is_out_everywhere(world: World) {
        let admin = world.admin("Ada").await;
        let (id, email) = member(&world, "Ana").await;
        let (mut desk, mut phone) = (Browser::new(&world), Browser::new(&world));
        let at_desk = desk.logs_in(&email, PASSWORD).await.ok().unwrap();
        let on_phone = phone.logs_in(&email, PASSWORD).await.ok().unwrap();
        let sockets = [
            world.opens(id, "Ana", at_desk.session).await,
            world.opens(id, "Ana's phone", on_phone.session).await,
        ];

        admin.does(command::Action::Agent(id, Action::Deactivate)).await.unwrap();
        for socket in sockets {
            assert_eq!(socket.is_refused().await.code, Code::NotLoggedIn);
        }
        let read = desk.gets::<Sessions>(SESSIONS, &at_desk.access_token).await;
        assert_eq!(read.unwrap_err().code, Code::NotLoggedIn);
        assert_eq!(desk.refreshes().await.err().unwrap().code, Code::NotLoggedIn);
        assert_eq!(desk.logs_in(&email, PASSWORD).await.err().unwrap().code, Code::WrongPassword);

        admin.does(command::Action::Agent(id, Action::Reactivate)).await.unwrap();
        assert_eq!(phone.refreshes().await.err().unwrap().code, Code::NotLoggedIn);
        let read = desk.gets::<Sessions>(SESSIONS, &at_desk.access_token).await;
        assert_eq!(read.unwrap_err().code, Code::NotLoggedIn, "what ended has ended");
        assert!(desk.logs_in(&email, PASSWORD).await.is_ok());
    }
}
