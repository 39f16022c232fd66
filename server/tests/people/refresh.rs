//! The refresh token: replaced while its browser lives, worthless to a thief.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use server::features::session::{GRACE, IDLE, LIFETIME};
use server::maintenance;
use shared::problem::Code;
use shared::reads::{SESSION, SESSIONS, Sessions};
use shared::time::Millis;

use super::{Browser, PASSWORD, member};
use crate::on_both;
use crate::world::World;

/// A browser of somebody, just logged in, and the time standing still.
async fn browser(world: &World) -> Browser {
    let (_, email) = member(world, "Ana").await;
    world.set_time(world.clock.now());
    let mut browser = Browser::new(world);
    browser.logs_in(&email, PASSWORD).await.ok().unwrap();
    browser
}

fn passes(world: &World, span: Millis) {
    world.set_time(world.clock.now() + span);
}

async fn refused(browser: &mut Browser) -> bool {
    browser.refreshes().await.err().map(|it| it.code) == Some(Code::NotLoggedIn)
}

on_both! {
    async fn a_token_is_replaced_when_it_is_used_but_not_twice_in_a_minute(world: World) {
        let mut browser = browser(&world).await;
        let first = browser.cookie.clone();
        assert!(browser.refreshes().await.is_ok());
        assert_eq!(browser.cookie, first, "it is fresh");

        passes(&world, GRACE);
        let came = browser.refreshes().await.ok().unwrap();
        let second = browser.cookie.clone();
        assert_ne!(second, first);
        let sessions: Sessions = browser.gets(SESSIONS, &came.access_token).await.unwrap();
        assert_eq!((sessions[0].id, sessions[0].last_used), (came.session, world.clock.now()));

        assert!(browser.refreshes().await.is_ok());
        assert_eq!(browser.cookie, second);
    }

    async fn tabs_that_ask_at_once_get_the_same_token(world: World) {
        let mut browser = browser(&world).await;
        for _ in 0..3 {
            passes(&world, GRACE);
            let mut tabs = vec![browser.clone(); 8];
            let answers = join_all(tabs.iter_mut().map(Browser::refreshes)).await;
            assert!(answers.iter().all(Result::is_ok));
            let cookies: BTreeSet<_> = tabs.iter().map(|tab| tab.cookie.clone()).collect();
            assert_eq!(cookies.len(), 1);
            assert_ne!(tabs[0].cookie, browser.cookie);
            browser.cookie.clone_from(&tabs[0].cookie);
        }
    }

    async fn a_session_that_is_used_every_day_ends_all_the_same_after_a_time(world: World) {
        let mut browser = browser(&world).await;
        let begun = world.clock.now();
        while world.clock.now() + IDLE < begun + LIFETIME {
            passes(&world, Millis::days(29));
            assert!(browser.refreshes().await.is_ok());
        }
        world.set_time(begun + LIFETIME - Millis(1));
        let came = browser.refreshes().await.ok().unwrap();
        let mut kept = browser.clone();
        passes(&world, Millis(1));
        maintenance::forget(world.app()).await.unwrap();
        let read = browser.gets::<Sessions>(SESSIONS, &came.access_token).await;
        assert_eq!(read.unwrap_err().code, Code::NotLoggedIn, "also where it is not refreshed");
        assert!(refused(&mut kept).await);
    }

    async fn a_session_that_is_too_old_is_not_refreshed(world: World) {
        let mut browser = browser(&world).await;
        let begun = world.clock.now();
        for day in [29, 58, 87] {
            world.set_time(begun + Millis::days(day));
            assert!(browser.refreshes().await.is_ok());
        }
        world.set_time(begun + LIFETIME);
        assert!(refused(&mut browser).await);
        assert_eq!(browser.cookie, None);
    }

    async fn a_lost_answer_can_be_asked_for_again(world: World) {
        let mut browser = browser(&world).await;
        passes(&world, GRACE);
        let mut lost = browser.clone();
        lost.refreshes().await.ok().unwrap();

        passes(&world, Millis(GRACE.0 - 1));
        browser.refreshes().await.ok().unwrap();
        assert_eq!(browser.cookie, lost.cookie, "as if the answer had come");
        passes(&world, GRACE);
        assert!(browser.refreshes().await.is_ok());
    }

    async fn a_copy_that_is_used_after_the_grace_ends_the_session_and_closes_its_socket(world: World) {
        let mut browser = browser(&world).await;
        passes(&world, GRACE);
        let mut thief = browser.clone();
        let came = browser.refreshes().await.ok().unwrap();
        let ana = world.opens(came.agent, "Ana", came.session).await;

        passes(&world, GRACE);
        assert!(refused(&mut thief).await);
        assert_eq!(thief.cookie, None, "taken away");
        let problem = ana.is_refused().await;
        assert_eq!(problem.code, Code::NotLoggedIn);
        let problem = browser.gets::<Sessions>(SESSIONS, &came.access_token).await.unwrap_err();
        assert_eq!(problem.code, Code::NotLoggedIn, "nor does the access token work");
        assert!(refused(&mut browser).await, "whoever has the newest token might be the thief");
        assert_eq!(browser.cookie, None);
    }

    async fn a_thief_who_is_faster_and_hurries_is_noticed_too(world: World) {
        let mut browser = browser(&world).await;
        let mut thief = browser.clone();
        for _ in 0..3 {
            passes(&world, GRACE);
            thief.refreshes().await.ok().unwrap();
        }
        assert!(refused(&mut browser).await, "its token is three generations old");
        assert!(refused(&mut thief).await);
    }

    async fn tokens_that_somebody_makes_up_end_nothing(world: World) {
        let mut browser = browser(&world).await;
        let real = browser.cookie.clone().unwrap();
        let (session, rest) = real.split_once('.').unwrap();
        let (secret, seal) = rest.split_once('.').unwrap();
        let zeros = "0".repeat(64);
        let made_up = [
            session.to_owned(),
            format!("{session}.{secret}"),
            format!("{session}.{zeros}.{seal}"),
            format!("{session}.{secret}.{zeros}"),
            format!("{real}00"),
            "x".repeat(4_000),
        ];
        for token in made_up {
            let mut stranger = browser.with_cookie(Some(token));
            assert!(refused(&mut stranger).await);
            stranger.deletes(SESSION, None).await.unwrap();
        }
        let mut nobody = browser.with_cookie(None);
        assert!(refused(&mut nobody).await);
        assert!(browser.refreshes().await.is_ok());
    }

    async fn a_session_lasts_while_it_is_used_and_thirty_days_longer(world: World) {
        let mut browser = browser(&world).await;
        for _ in 0..2 {
            passes(&world, IDLE);
            assert!(browser.refreshes().await.is_ok());
        }
        passes(&world, Millis(IDLE.0 + 1));
        assert!(refused(&mut browser).await);
    }

    async fn what_nobody_used_for_thirty_days_is_ended_also_where_a_socket_is_open(world: World) {
        let mut browser = browser(&world).await;
        let came = browser.refreshes().await.ok().unwrap();
        let ana = world.opens(came.agent, "Ana", came.session).await;
        passes(&world, Millis(IDLE.0 + 1));
        maintenance::forget(world.app()).await.unwrap();
        assert_eq!(ana.is_refused().await.code, Code::NotLoggedIn);
        assert!(refused(&mut browser).await);
    }
}
