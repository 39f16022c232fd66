//! Links for colleagues: the first password, and another one.

use futures_util::future::join_all;
use reqwest::Method;
use serde_json::Value;
use server::features::invitation::LIFETIME;
use shared::agent::Action;
use shared::command;
use shared::ids::AgentId;
use shared::permission::{Role, Visibility};
use shared::problem::{Code, Problem};
use shared::reads::{INVITATIONS, Invitation, Invited, JOIN};
use shared::time::Millis;

use super::{Browser, PASSWORD, member};
use crate::on_both;
use crate::world::http::answer;
use crate::world::{Agent, World};

/// An admin makes a link; this is its token.
async fn link(admin: &Agent, to: AgentId) -> Result<String, Problem> {
    let request = admin.request(Method::POST, &format!("{INVITATIONS}/{to}"));
    let made: Invitation = answer(request).await?;
    let (_, token) = made.link.split_once("/join?token=").unwrap();
    Ok(token.to_owned())
}

async fn shows(world: &World, token: &str) -> Result<Invited, Problem> {
    let path = format!("{JOIN}?token={token}");
    Browser::new(world).sends(Method::GET, &path, None, None::<&Value>).await.read()
}

/// Somebody whom this admin invites.
async fn invites(world: &World, admin: &Agent, name: &str) -> (AgentId, String) {
    let id = AgentId(world.clock.ulid());
    let invite = Action::Invite {
        name: name.into(),
        email: format!("{name}@Example.com"),
        role: Role::Agent,
        visibility: Visibility::All,
        teams: vec![],
    };
    admin.does(command::Action::Agent(id, invite)).await.unwrap();
    (id, link(admin, id).await.unwrap())
}

async fn expired(world: &World, token: &str) -> bool {
    let joined = Browser::new(world).joins(token, PASSWORD).await.err().map(|it| it.code);
    let shown = shows(world, token).await.err().map(|it| it.code);
    (joined, shown) == (Some(Code::LinkExpired), Some(Code::LinkExpired))
}

on_both! {
    async fn a_colleague_chooses_a_password_and_everyone_sees_them_join(world: World) {
        let (admin, ana) = (world.admin("Ada").await, world.agent("Ana").await);
        let (id, token) = invites(&world, &admin, "Ben").await;
        ana.sees("Ben, who has not joined", |state| {
            state.agents().get(&id).is_some_and(|ben| !ben.joined && ben.version == 1)
        })
        .await;
        let invited = shows(&world, &token).await.unwrap();
        assert_eq!((invited.name.as_str(), invited.email.as_str()), ("Ben", "ben@example.com"));

        let mut browser = Browser::new(&world);
        let came = browser.joins(&token, PASSWORD).await.ok().unwrap();
        assert_eq!(came.agent, id);
        world.opens(id, "Ben", came.session).await;
        ana.sees("Ben, who has joined", |state| {
            // Invited, joined, online.
            state.agents().get(&id).is_some_and(|ben| ben.joined && ben.version == 3)
        })
        .await;
        assert!(browser.refreshes().await.is_ok());
        assert!(Browser::new(&world).logs_in("ben@example.com", PASSWORD).await.is_ok());
        assert!(expired(&world, &token).await, "it works once");
    }

    async fn ten_who_use_a_link_at_once_are_one(world: World) {
        let admin = world.admin("Ada").await;
        let (id, token) = invites(&world, &admin, "Ben").await;
        let mut browsers = vec![Browser::new(&world); 10];
        let answers = join_all(browsers.iter_mut().map(|it| it.joins(&token, PASSWORD))).await;
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
        for problem in answers.into_iter().filter_map(Result::err) {
            assert_eq!(problem.code, Code::LinkExpired);
        }
        admin.sees("Ben, who joined once", |state| {
            state.agents().get(&id).is_some_and(|ben| ben.joined && ben.version == 2)
        })
        .await;
    }

    async fn a_link_works_for_three_days(world: World) {
        let admin = world.admin("Ada").await;
        let now = world.clock.now();
        world.set_time(now);
        let (_, late) = invites(&world, &admin, "Ben").await;
        let (_, in_time) = invites(&world, &admin, "Eve").await;
        world.set_time(now + LIFETIME - Millis(1));
        assert!(Browser::new(&world).joins(&in_time, PASSWORD).await.is_ok());
        world.set_time(now + LIFETIME);
        assert!(expired(&world, &late).await);
    }

    async fn another_link_takes_the_place_of_the_one_before(world: World) {
        let admin = world.admin("Ada").await;
        let (id, first) = invites(&world, &admin, "Ben").await;
        let second = link(&admin, id).await.unwrap();
        assert!(expired(&world, &first).await);
        for made_up in ["", "0000", &"0".repeat(64)] {
            assert!(expired(&world, made_up).await);
        }
        assert!(Browser::new(&world).joins(&second, PASSWORD).await.is_ok());
    }

    async fn who_forgot_a_password_gets_another_and_is_out_where_they_were_in(world: World) {
        let admin = world.admin("Ada").await;
        let (id, email) = member(&world, "Ana").await;
        let mut old = Browser::new(&world);
        let came = old.logs_in(&email, PASSWORD).await.ok().unwrap();
        let socket = world.opens(id, "Ana", came.session).await;

        let token = link(&admin, id).await.unwrap();
        assert!(old.refreshes().await.is_ok(), "nothing happens before it is used");
        let mut new = Browser::new(&world);
        assert!(new.joins(&token, "yet more of bicycles").await.is_ok());
        assert_eq!(socket.is_refused().await.code, Code::NotLoggedIn);
        assert_eq!(old.refreshes().await.err().unwrap().code, Code::NotLoggedIn);
        assert_eq!(old.logs_in(&email, PASSWORD).await.err().unwrap().code, Code::WrongPassword);
        assert!(old.logs_in(&email, "yet more of bicycles").await.is_ok());
        assert!(new.refreshes().await.is_ok());
    }

    async fn a_bad_password_is_refused_and_leaves_the_link_good(world: World) {
        let admin = world.admin("Ada").await;
        let (_, token) = invites(&world, &admin, "Maximiliana").await;
        let mut browser = Browser::new(&world);
        for bad in ["elevenchars", "maximilianamaximiliana", "maximiliana@example.com", "password1234"] {
            let problem = browser.joins(&token, bad).await.err().unwrap();
            assert_eq!((problem.code, problem.field.as_deref()), (Code::Invalid, Some("password")));
        }
        assert!(browser.joins(&token, PASSWORD).await.is_ok());
    }

    async fn only_admins_make_links_and_only_for_who_is_here(world: World) {
        let (admin, ana) = (world.admin("Ada").await, world.agent("Ana").await);
        assert_eq!(link(&ana, ana.id).await.unwrap_err().code, Code::Forbidden);
        let nobody = AgentId(world.clock.ulid());
        assert_eq!(link(&admin, nobody).await.unwrap_err().code, Code::NotFound);

        let (id, token) = invites(&world, &admin, "Ben").await;
        admin.does(command::Action::Agent(id, Action::Deactivate)).await.unwrap();
        assert!(expired(&world, &token).await);
        assert_eq!(link(&admin, id).await.unwrap_err().code, Code::Forbidden);
        admin.does(command::Action::Agent(id, Action::Reactivate)).await.unwrap();
        assert!(expired(&world, &token).await, "it was for then");
        assert!(link(&admin, id).await.is_ok());
    }
}
