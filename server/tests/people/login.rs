//! Email and password.

use reqwest::Method;
use reqwest::header::{CACHE_CONTROL, ORIGIN, RETRY_AFTER, SET_COOKIE};
use shared::agent::Action;
use shared::command;
use shared::problem::Code;
use shared::protocol::SOCKET;
use shared::reads::{
    BOOTSTRAP, Bootstrap, JOIN, LoggedIn, Login, REFRESH, SESSION, SESSIONS, SETUP, Sessions,
};
use shared::time::Millis;

use server::features::invitation;
use server::store::Tx;
use shared::event::Actor;
use shared::reads::Join;

use super::{Browser, PASSWORD, member};
use crate::on_both;
use crate::world::http::{answer, client};
use crate::world::{Database, Rights, World};
use shared::permission::{Role, Visibility};

fn login(email: &str, password: &str) -> Login {
    Login { email: email.into(), password: password.into() }
}

on_both! {
    async fn the_right_password_lets_in_and_no_script_gets_the_cookie(world: World) {
        let (id, email) = member(&world, "Ana").await;
        let mut browser = Browser::new(&world);
        let body = login(&format!(" {} ", email.to_uppercase()), PASSWORD);
        let reply = browser.sends(Method::POST, SESSION, None, Some(&body)).await;

        let cookie = reply.headers[SET_COOKIE].to_str().unwrap().to_owned();
        let mut parts: Vec<_> = cookie.split("; ").skip(1).collect();
        parts.sort_unstable();
        assert_eq!(parts, ["HttpOnly", "Max-Age=2592000", "Path=/api/session", "SameSite=Strict"]);
        assert_eq!(reply.headers[CACHE_CONTROL], "no-store");

        let came: LoggedIn = reply.read().unwrap();
        assert_eq!(came.agent, id);
        let page = client().get(world.nodes[0].url(BOOTSTRAP)).bearer_auth(came.access_token);
        let page: Bootstrap = answer(page).await.unwrap();
        assert_eq!(page.me, id);
        assert!(came.expires > came.now);
    }

    async fn a_wrong_password_and_an_unknown_address_get_the_same_answer(world: World) {
        let (_, email) = member(&world, "Ana").await;
        let mut browser = Browser::new(&world);
        let wrong = browser.logs_in(&email, "some other password").await.err().unwrap();
        let unknown = browser.logs_in("nobody@example.com", PASSWORD).await.err().unwrap();
        assert_eq!(wrong.code, Code::WrongPassword);
        assert_eq!(wrong, unknown);
        assert_eq!(browser.cookie, None);
        let no_address = browser.logs_in("ana", PASSWORD).await.err().unwrap();
        assert_eq!((no_address.code, no_address.field.as_deref()), (Code::Invalid, Some("email")));
    }

    async fn who_has_not_joined_or_has_left_gets_the_same_answer_too(world: World) {
        let admin = world.admin("Ada").await;
        let (id, email) = member(&world, "Ana").await;
        admin.does(command::Action::Agent(id, Action::Deactivate)).await.unwrap();
        let rights = Rights { role: Role::Agent, visibility: Visibility::All, teams: vec![] };
        let invited = world.person("Ben", rights).await.to_string().to_lowercase();

        let mut browser = Browser::new(&world);
        let left = browser.logs_in(&email, PASSWORD).await.err().unwrap();
        let invited = browser.logs_in(&format!("{invited}@example.com"), "").await.err().unwrap();
        assert_eq!(left.code, Code::WrongPassword);
        assert_eq!(left, invited);
    }

    async fn too_many_tries_are_refused_and_told_when_to_come_back(world: World) {
        let (_, email) = member(&world, "Ana").await;
        let now = world.clock.now();
        world.set_time(now);
        let mut browser = Browser::new(&world);
        for _ in 0..5 {
            let problem = browser.logs_in(&email, "some other password").await.err().unwrap();
            assert_eq!(problem.code, Code::WrongPassword);
        }
        let body = login(&email, PASSWORD);
        let reply = browser.sends(Method::POST, SESSION, None, Some(&body)).await;
        assert_eq!(reply.headers[RETRY_AFTER], "12");
        assert_eq!(reply.read::<LoggedIn>().err().unwrap().code, Code::TooMany);

        world.set_time(now + Millis::seconds(12));
        assert!(browser.logs_in(&email, PASSWORD).await.is_ok());
    }

    async fn logging_in_again_replaces_the_session_of_the_browser(world: World) {
        let (_, email) = member(&world, "Ana").await;
        let mut browser = Browser::new(&world);
        let first = browser.logs_in(&email, PASSWORD).await.ok().unwrap();
        let second = browser.logs_in(&email, PASSWORD).await.ok().unwrap();
        assert_ne!(first.session, second.session);
        let sessions: Sessions = browser.gets(SESSIONS, &second.access_token).await.unwrap();
        assert_eq!(sessions.iter().map(|it| it.id).collect::<Vec<_>>(), [second.session]);
        let problem = browser.gets::<Sessions>(SESSIONS, &first.access_token).await.unwrap_err();
        assert_eq!(problem.code, Code::NotLoggedIn);
    }

    async fn another_site_can_ask_for_nothing_that_has_to_do_with_the_cookie(world: World) {
        let (_, email) = member(&world, "Ana").await;
        let mut browser = Browser::new(&world);
        browser.logs_in(&email, PASSWORD).await.ok().unwrap();
        let cookie = format!("onevoice_session={}", browser.cookie.clone().unwrap());
        let routes = [
            (Method::POST, SESSION),
            (Method::DELETE, SESSION),
            (Method::POST, REFRESH),
            (Method::POST, SETUP),
            (Method::POST, JOIN),
        ];
        let from_elsewhere = [
            (ORIGIN.as_str(), "https://example.org"),
            (ORIGIN.as_str(), "null"),
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
        ];
        for (method, path) in routes {
            for (header, value) in from_elsewhere {
                let request = client().request(method.clone(), world.nodes[0].url(path));
                let request = request.header("Cookie", &cookie).header(header, value);
                let response = request.json(&login(&email, PASSWORD)).send().await.unwrap();
                assert_eq!(response.status().as_u16(), 403, "{method} {path} with {header}: {value}");
                assert!(!response.headers().contains_key(SET_COOKIE));
            }
        }
        for (header, value) in from_elsewhere {
            let socket = client().get(world.nodes[0].url(SOCKET)).header(header, value);
            assert_eq!(socket.send().await.unwrap().status().as_u16(), 403, "{header}: {value}");
        }
        assert!(browser.refreshes().await.is_ok(), "and nothing has happened");

        let proxied = client().post(world.nodes[0].url(REFRESH)).header("Cookie", &cookie);
        let proxied = proxied.header(ORIGIN, "https://inbox.example.org");
        let proxied = proxied.header("sec-fetch-site", "same-origin");
        assert!(proxied.send().await.unwrap().status().is_success(), "a proxy changes the host");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn behind_tls_the_cookie_goes_over_tls_alone_and_no_neighbour_can_set_it() {
    let https = [("ONEVOICE_PUBLIC_URL", "https://inbox.example.com")];
    World::tell_having(Database::sqlite().await, None, 1, &https, async |world| {
        let rights = Rights { role: Role::Agent, visibility: Visibility::All, teams: vec![] };
        let id = world.person("Ana", rights).await;
        let make = move |tx: &mut Tx<'_>| invitation::make(tx, id);
        let ((token, _), _) = world.app().write(Actor::System, make).await.unwrap();
        let join = Join { token: token.expose().clone(), password: PASSWORD.into() };
        let ask = |path: &str| client().post(world.nodes[0].url(path));
        let came = ask(JOIN).json(&join).send().await.unwrap();
        assert_eq!(
            came.headers()["strict-transport-security"],
            "max-age=63072000; includeSubDomains"
        );
        let cookie = came.headers()[SET_COOKIE].to_str().unwrap().to_owned();
        let mut parts: Vec<_> = cookie.split("; ").collect();
        let value = parts.remove(0);
        parts.sort_unstable();
        assert_eq!(parts, ["HttpOnly", "Max-Age=2592000", "Path=/", "SameSite=Strict", "Secure"]);
        assert!(value.starts_with("__Host-onevoice_session="), "{value}");
        // One of the name that any host may set is not looked at.
        let tossed = value.trim_start_matches("__Host-").to_owned();
        for (cookie, status) in [(tossed, 401), (value.to_owned(), 200)] {
            let answer = ask(REFRESH).header("Cookie", cookie).send().await.unwrap();
            assert_eq!(answer.status().as_u16(), status);
        }
    })
    .await;
}
