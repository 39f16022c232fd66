//! The first admin.

use futures_util::future::join_all;
use serde_json::Value;
use server::features::agent;
use server::secret::Secret;
use server::setup;
use shared::event::Actor;
use shared::permission::{Role, Visibility};
use shared::problem::{Code, Problem};
use shared::reads::{LoggedIn, SETUP, Setup, SetupState};

use super::{Browser, PASSWORD};
use crate::on_both;
use crate::world::World;

async fn link_token(world: &World) -> String {
    let link = world.app().setup_link().await.unwrap().unwrap();
    let (address, token) = link.split_once("/setup?token=").unwrap();
    assert_eq!(address, world.app().config.public_url);
    token.to_owned()
}

fn form(token: &str) -> Setup {
    let (name, email) = ("  Ada ".into(), "Ada@Example.com".into());
    Setup { token: token.into(), name, email, password: PASSWORD.into() }
}

async fn needed(world: &World) -> bool {
    let reply = Browser::new(world).sends(reqwest::Method::GET, SETUP, None, None::<&Value>).await;
    reply.read::<SetupState>().unwrap().needed
}

async fn posts(world: &World, body: &Setup) -> Result<LoggedIn, Problem> {
    Browser::new(world).posts(SETUP, body).await
}

async fn count(world: &World) -> i64 {
    world.app().store.read(agent::rows::count).await.unwrap()
}

on_both! {
    async fn the_link_makes_the_first_admin_who_is_logged_in_then(world: World) {
        assert!(needed(&world).await);
        let token = link_token(&world).await;
        let mut browser = Browser::new(&world);
        let came: LoggedIn = browser.posts(SETUP, &form(&token)).await.ok().unwrap();
        assert!(!needed(&world).await);
        assert!(browser.refreshes().await.is_ok());

        let ada = world.opens(came.agent, "Ada", came.session).await;
        ada.look(|state| {
            let me = &state.agents()[&came.agent];
            assert_eq!((me.role, me.visibility), (Role::Admin, Visibility::All));
            assert_eq!((me.name.as_str(), me.email.as_deref()), ("Ada", Some("ada@example.com")));
            assert!(me.active && me.joined);
        });
        assert!(Browser::new(&world).logs_in("ada@example.com", PASSWORD).await.is_ok());

        let again = posts(&world, &form(&token)).await.err().unwrap();
        assert_eq!(again.code, Code::LinkExpired);
        assert_eq!(world.app().setup_link().await.unwrap(), None);
    }

    async fn ten_posts_at_once_make_one_admin(world: World) {
        let token = link_token(&world).await;
        let bodies: Vec<_> = (0..10)
            .map(|it| Setup { email: format!("ada{it}@example.com"), ..form(&token) })
            .collect();
        let answers = join_all(bodies.iter().map(|body| posts(&world, body))).await;
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
        for problem in answers.into_iter().filter_map(Result::err) {
            assert_eq!(problem.code, Code::LinkExpired);
        }
        assert_eq!(count(&world).await, 1);
    }

    async fn ten_transactions_at_once_make_one_admin(world: World) {
        let token = link_token(&world).await;
        let makes = (0..10).map(|it| {
            let (token, email) = (token.clone(), format!("ada{it}@example.com"));
            world.app().write(Actor::System, move |tx| {
                setup::first_admin(tx, &token, "Ada".into(), email, &Secret::new("a hash".into()))
            })
        });
        let made = join_all(makes).await;
        let made: Vec<_> = made.into_iter().filter_map(|made| made.unwrap().0).collect();
        assert_eq!((made.len(), count(&world).await), (1, 1));
    }

    async fn what_is_refused_leaves_the_link_good(world: World) {
        let token = link_token(&world).await;
        let wrong = [
            ("password", Setup { password: "too short".into(), ..form(&token) }),
            ("password", Setup { password: "ada@example.com".into(), ..form(&token) }),
            ("email", Setup { email: "ada".into(), ..form(&token) }),
            ("name", Setup { name: " ".into(), ..form(&token) }),
            ("name", Setup { name: "a".repeat(81), ..form(&token) }),
        ];
        for (field, body) in wrong {
            let problem = posts(&world, &body).await.err().unwrap();
            assert_eq!((problem.code, problem.field.as_deref()), (Code::Invalid, Some(field)));
        }
        assert!(needed(&world).await);
        assert!(posts(&world, &form(&token)).await.is_ok());
    }

    async fn only_the_newest_link_works_and_none_when_somebody_is_there(world: World) {
        let (first, second) = (link_token(&world).await, link_token(&world).await);
        for token in [first.as_str(), "", "0000"] {
            let problem = posts(&world, &form(token)).await.err().unwrap();
            assert_eq!(problem.code, Code::LinkExpired);
        }
        world.agent("Ana").await;
        assert!(!needed(&world).await);
        let problem = posts(&world, &form(&second)).await.err().unwrap();
        assert_eq!(problem.code, Code::LinkExpired);
    }
}
