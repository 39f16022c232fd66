//! Logging out, here and elsewhere.

use futures_util::future::join;
use server::features::session::GRACE;
use shared::ids::SessionId;
use shared::problem::Code;
use shared::reads::{SESSION, SESSIONS, Sessions};

use super::{Browser, PASSWORD, member};
use crate::world::Agent;
use crate::{on_both, on_nodes};

on_both! {
    async fn logging_out_closes_the_socket_and_takes_the_cookie_away(world: World) {
        let (id, email) = member(&world, "Ana").await;
        let mut browser = Browser::new(&world);
        let came = browser.logs_in(&email, PASSWORD).await.ok().unwrap();
        let ana = world.opens(id, "Ana", came.session).await;
        let kept = browser.clone();

        browser.deletes(SESSION, Some(&came.access_token)).await.unwrap();
        assert_eq!(browser.cookie, None);
        assert_eq!(ana.is_refused().await.code, Code::NotLoggedIn);
        let again = browser.gets::<Sessions>(SESSIONS, &came.access_token).await;
        assert_eq!(again.unwrap_err().code, Code::NotLoggedIn);
        assert_eq!(kept.clone().refreshes().await.err().unwrap().code, Code::NotLoggedIn);
        browser.deletes(SESSION, None).await.unwrap();
    }

    async fn the_cookie_or_the_access_token_alone_is_enough_to_log_out(world: World) {
        let (id, email) = member(&world, "Ana").await;
        for by_cookie in [true, false] {
            let mut browser = Browser::new(&world);
            let came = browser.logs_in(&email, PASSWORD).await.ok().unwrap();
            let ana = world.opens(id, "Ana", came.session).await;
            if by_cookie {
                browser.deletes(SESSION, None).await.unwrap();
            } else {
                browser.cookie = None;
                browser.deletes(SESSION, Some(&came.access_token)).await.unwrap();
            }
            assert_eq!(ana.is_refused().await.code, Code::NotLoggedIn);
        }
    }

    async fn sessions_can_be_seen_and_ended_from_another_browser(world: World) {
        let (id, email) = member(&world, "Ana").await;
        let (mut desk, mut phone) = (Browser::new(&world), Browser::new(&world));
        let at_desk = desk.logs_in(&email, PASSWORD).await.ok().unwrap();
        let on_phone = phone.logs_in(&email, PASSWORD).await.ok().unwrap();
        let socket = world.opens(id, "Ana's phone", on_phone.session).await;

        let seen: Sessions = desk.gets(SESSIONS, &at_desk.access_token).await.unwrap();
        let mut seen: Vec<_> = seen.iter().map(|it| (it.id, it.current)).collect();
        seen.sort_unstable();
        let mut meant = [(at_desk.session, true), (on_phone.session, false)];
        meant.sort_unstable();
        assert_eq!(seen, meant);

        let path = format!("{SESSIONS}/{}", on_phone.session);
        desk.deletes(&path, Some(&at_desk.access_token)).await.unwrap();
        assert_eq!(socket.is_refused().await.code, Code::NotLoggedIn);
        assert_eq!(phone.refreshes().await.err().unwrap().code, Code::NotLoggedIn);
        assert!(desk.cookie.is_some());
        let again = desk.deletes(&path, Some(&at_desk.access_token)).await;
        assert_eq!(again.unwrap_err().code, Code::NotFound);

        let path = format!("{SESSIONS}/{}", at_desk.session);
        desk.deletes(&path, Some(&at_desk.access_token)).await.unwrap();
        assert_eq!(desk.cookie, None, "one's own takes the cookie with it");
    }

    async fn sessions_of_others_do_not_exist(world: World) {
        let (admin, ana) = (world.admin("Ada").await, world.agent("Ana").await);
        let mut browser = Browser::new(&world);
        for id in [ana.session, SessionId(world.clock.ulid())] {
            let path = format!("{SESSIONS}/{id}");
            let refused = browser.deletes(&path, Some(&admin.token())).await;
            assert_eq!(refused.unwrap_err().code, Code::NotFound);
        }
        let path = format!("{SESSIONS}/nonsense");
        let refused = browser.deletes(&path, Some(&admin.token())).await;
        assert_eq!(refused.unwrap_err().code, Code::NotFound);
        let mine: Sessions = ana.get(SESSIONS).await.unwrap();
        assert_eq!(mine.iter().map(|it| it.id).collect::<Vec<_>>(), [ana.session]);
    }
}

on_nodes! {
    async fn a_session_is_the_same_at_every_node(world: World) {
        let (id, email) = member(&world, "Ana").await;
        world.set_time(world.clock.now());
        let mut browser = Browser::new(&world);
        let came = browser.logs_in(&email, PASSWORD).await.ok().unwrap();
        let socket = Agent::open(&world.nodes[1], id, "Ana", came.session).await;

        world.set_time(world.clock.now() + GRACE);
        let mut other = Browser::at(&world.nodes[1]).with_cookie(browser.cookie.clone());
        let (here, there) = join(browser.refreshes(), other.refreshes()).await;
        assert!(here.is_ok() && there.is_ok());
        assert_eq!(browser.cookie, other.cookie);

        browser.deletes(SESSION, None).await.unwrap();
        assert_eq!(socket.is_refused().await.code, Code::NotLoggedIn);
        assert_eq!(other.refreshes().await.err().unwrap().code, Code::NotLoggedIn);
    }
}
