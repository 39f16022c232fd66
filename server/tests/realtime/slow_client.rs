//! Clients that don't behave: each is only late, or refused, or closed; nobody else is any the worse for it.

use server::features;
use server::store::{Tx, log};
use shared::command::Action;
use shared::event::{Actor, Entity, Seq};
use shared::problem::Code;
use shared::protocol::{ClientFrame, Cursor, PROTOCOL, ServerFrame};
use shared::time::{Millis, Timestamp};
use shared::view::View;
use tokio_tungstenite::tungstenite::Message as Frame;

use super::history::History;
use super::socket::{Socket, batches, events};
use crate::on_both;
use crate::world::chance::chance;
use crate::world::{Agent, World};

on_both! {
    async fn who_does_not_read_is_only_late_and_makes_nobody_wait(world: World) {
        let ana = world.agent("Ana").await;
        let resume = here(&world).await;
        let mut slow = Socket::with_buffer(&world.nodes[0], Some(64 * 1024)).await;
        slow.says(&ClientFrame::Hello { protocol: PROTOCOL, token: ana.token(), resume, idle: false }).await;
        let head = floods(&world, &ana, 3_000).await;
        ana.sees("all of it", |state| state.cursor().seq >= head).await;

        let mut at = resume.seq;
        while at < head {
            match slow.hears().await {
                Some(ServerFrame::Batch(batch)) => {
                    assert_eq!(batch.from, at, "nothing is left out, nothing comes twice");
                    at = batch.through;
                }
                Some(_) => {}
                // After half a minute without room it may be closed, and goes on from here.
                None => slow = Socket::hello(&world.nodes[0], ana.token(), Cursor { seq: at, ..resume }).await,
            }
        }
    }

    async fn what_is_no_hello_is_refused(world: World) {
        let ana = world.agent("Ana").await;
        let resume = here(&world).await;
        let hello = |protocol, token: &str| ClientFrame::Hello { protocol, token: token.into(), resume, idle: false };
        let text = |frame: &ClientFrame| Frame::text(serde_json::to_string(frame).unwrap());
        let other = world.person("Ben", rights()).await;
        let wrong_session = world.app().tokens.issue(other, ana.session).unwrap().0;
        for (what, first, code) in [
            ("garbage", Frame::text("{]"), Code::Malformed),
            ("nothing", Frame::text(""), Code::Malformed),
            ("another frame", text(&ClientFrame::Watch { views: View::ALL.into(), since: Timestamp(0) }), Code::Malformed),
            ("half a hello", Frame::text(r#"{"hello":{"protocol":1}}"#), Code::Malformed),
            ("an older tab", text(&hello(PROTOCOL - 1, &ana.token())), Code::Outdated),
            ("a newer tab", text(&hello(PROTOCOL + 1, &ana.token())), Code::Outdated),
            ("no token", text(&hello(PROTOCOL, "")), Code::NotLoggedIn),
            ("a made-up token", text(&hello(PROTOCOL, "a.b.c")), Code::NotLoggedIn),
            ("a colleague's session", text(&hello(PROTOCOL, &wrong_session)), Code::NotLoggedIn),
        ] {
            let mut socket = Socket::open(&world.nodes[0]).await;
            socket.sends(first).await;
            let heard = socket.hears_all().await;
            let [ServerFrame::Refused(problem)] = &heard[..] else { panic!("{what}: {heard:?}") };
            assert_eq!(problem.code, code, "{what}");
        }
    }

    async fn bytes_and_frames_that_are_too_large_close_the_socket(world: World) {
        let ana = world.agent("Ana").await;
        let resume = here(&world).await;
        for bad in [Frame::binary(vec![1, 2, 3]), Frame::text("x".repeat(70_000))] {
            let mut unknown = Socket::open(&world.nodes[0]).await;
            unknown.sends(bad.clone()).await;
            assert_eq!(unknown.hears_all().await, [], "before the hello");

            let mut known = Socket::hello(&world.nodes[0], ana.token(), resume).await;
            known.sends(bad).await;
            let heard = known.hears_all().await;
            assert!(events(&heard).next().is_none(), "after it: {heard:?}");
        }
        let mut twice = Socket::hello(&world.nodes[0], ana.token(), resume).await;
        twice.says(&ClientFrame::Hello { protocol: PROTOCOL, token: ana.token(), resume, idle: false }).await;
        let last = twice.hears_all().await.pop();
        assert!(matches!(&last, Some(ServerFrame::Refused(it)) if it.code == Code::Malformed), "{last:?}");
    }

    async fn a_token_that_is_too_old_opens_no_socket(world: World) {
        let ana = world.agent("Ana").await;
        let (token, resume) = (ana.token(), here(&world).await);
        world.set_time(world.clock.now() + Millis::minutes(11));
        let heard = Socket::hello(&world.nodes[0], token, resume).await.hears_all().await;
        assert!(matches!(&heard[..], [ServerFrame::Refused(it)] if it.code == Code::NotLoggedIn), "{heard:?}");
        let mut fresh = Socket::hello(&world.nodes[0], ana.token(), resume).await;
        assert!(matches!(fresh.hears().await, Some(ServerFrame::Welcome { .. })));
    }

    async fn after_the_logout_not_a_word_reaches_the_socket(world: World) {
        let (ana, ben) = (world.agent("Ana").await, world.agent("Ben").await);
        let resume = here(&world).await;
        let mut open = Socket::hello(&world.nodes[0], ana.token(), resume).await;
        let token = ana.token();
        let mut history = history(&world, &[&ana, &ben]).await;
        history.goes_on(20).await;
        let (session, who) = (ana.session, ana.id);
        let work = move |tx: &mut Tx<'_>| features::session::end(tx, session, who);
        let ((), ended) = world.app().write(Actor::Agent(who), work).await.unwrap();
        history.goes_on(20).await;

        let heard = open.hears_all().await;
        let last = heard.last();
        assert!(matches!(last, Some(ServerFrame::Refused(it)) if it.code == Code::NotLoggedIn), "{last:?}");
        assert!(batches(&heard).all(|batch| batch.through < ended), "{heard:?}");
        let again = Socket::hello(&world.nodes[0], token, resume).await.hears_all().await;
        assert!(matches!(&again[..], [ServerFrame::Refused(it)] if it.code == Code::NotLoggedIn), "{again:?}");
        ana.refused.clone().wait_for(Option::is_some).await.unwrap();
    }

    async fn with_new_rights_nothing_more_comes_by_the_old_ones(world: World) {
        let (ada, ana) = (world.admin("Ada").await, world.agent("Ana").await);
        let mut history = history(&world, &[&ada]).await;
        history.goes_on(20).await;
        let mut open = Socket::hello(&world.nodes[0], ana.token(), here(&world).await).await;
        let own = shared::agent::Action::SetRights {
            role: shared::permission::Role::Agent,
            visibility: shared::permission::Visibility::Own,
            teams: vec![],
        };
        history.goes_on(20).await;
        let changed = ada.does(Action::Agent(ana.id, own)).await.unwrap().seq;
        history.goes_on(20).await;

        let heard = open.hears_all().await;
        assert_eq!(heard.last(), Some(&ServerFrame::Reset));
        assert!(batches(&heard).all(|batch| batch.through <= changed), "{heard:?}");
        let mut again = Socket::hello(&world.nodes[0], ana.token(), ana.fresh().await.cursor()).await;
        history.goes_on(20).await;
        let head = history.goes_on(20).await;
        let mut heard = vec![];
        while batches(&heard).all(|batch| batch.through < head) {
            heard.push(again.hears().await.unwrap());
        }
        // Numbers are everyone's, and their templates are read whenever that ends.
        let all = |it: &Entity| matches!(it, Entity::Number(_));
        assert!(events(&heard).all(|it| it.now.iter().all(all)), "none of it is Ana's: {heard:?}");
    }
}

/// About how many bytes a flood is made of: more than all buffers on the way hold.
const LONG: usize = 4_000;

/// Long messages, so many.
async fn floods(world: &World, ana: &Agent, messages: usize) -> Seq {
    let history = history(world, &[ana]).await;
    let mut head = Seq(0);
    for block in 0..messages.div_ceil(100) {
        let chat = history.chats[block % history.chats.len()];
        let work = move |tx: &mut Tx<'_>| {
            let number = features::number::rows::all(tx.conn())?.remove(0);
            (0..100).try_for_each(|place| {
                let it = features::conversation::rows::lock(tx.conn(), chat)?.unwrap();
                let text = format!("{block} {place} {}", "long ".repeat(LONG / 5));
                let at = tx.now();
                features::message::receive(tx, &number, it, super::history::received(&text, at))
            })
        };
        head = world.app().write(Actor::System, work).await.unwrap().1;
    }
    head
}

async fn history(world: &World, people: &[&Agent]) -> History {
    let teams = vec![world.team("Sales").await, world.team("Care").await];
    let people = people.iter().map(|agent| agent.id).collect();
    History::begin(world, chance(), (people, vec![]), teams, 10).await
}

async fn here(world: &World) -> Cursor {
    world.app().store.read(log::cursor).await.unwrap()
}

fn rights() -> crate::world::Rights {
    crate::world::Rights {
        role: shared::permission::Role::Agent,
        visibility: shared::permission::Visibility::All,
        teams: vec![],
    }
}

/// What only time can show; the database has no part in it.
mod in_the_long_run {
    use super::*;
    use crate::world::Database;
    use crate::world::chance::full;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn who_never_says_hello_hears_nothing_and_is_closed() {
        World::tell(Database::sqlite().await, None, 1, |world: World| async move {
            let ana = world.agent("Ana").await;
            let mut silent = Socket::open(&world.nodes[0]).await;
            history(&world, &[&ana]).await.goes_on(20).await;
            assert_eq!(silent.hears_all().await, []);
        })
        .await;
    }

    /// The server gives up after half a minute without room, which nothing but the clock on the wall tells.
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn who_never_reads_is_closed_and_can_come_back() {
        if !full() {
            return;
        }
        World::tell(Database::sqlite().await, None, 1, |world: World| async move {
            let ana = world.agent("Ana").await;
            let resume = here(&world).await;
            let mut stuck = Socket::with_buffer(&world.nodes[0], Some(64 * 1024)).await;
            stuck
                .says(&ClientFrame::Hello {
                    protocol: PROTOCOL,
                    token: ana.token(),
                    resume,
                    idle: false,
                })
                .await;
            let head = floods(&world, &ana, 3_000).await;
            tokio::time::sleep(std::time::Duration::from_secs(40)).await;
            let heard = stuck.hears_all().await;
            let through = batches(&heard).last().unwrap().through;
            assert!(through < head, "no more was kept for it than buffers on the way hold");

            let resume = Cursor { seq: through, ..resume };
            let mut back = Socket::hello(&world.nodes[0], ana.token(), resume).await;
            let mut at = through;
            while at < head {
                if let ServerFrame::Batch(batch) = back.hears().await.unwrap() {
                    assert_eq!(batch.from, at);
                    at = batch.through;
                }
            }
        })
        .await;
    }
}
