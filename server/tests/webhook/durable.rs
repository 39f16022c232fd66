//! Whoever got a 200 can forget the delivery: it is committed, and no outage and no race loses or doubles it.

use diesel::connection::SimpleConnection;
use diesel::{Connection, SqliteConnection};
use server::error::Error;
use server::ingest;
use server::store::columns::Time;
use server::store::jobs;
use server::store::webhooks::Raw;
use shared::event::Actor;
use tokio_postgres::NoTls;

use super::tools::{contents, deliver_to, is_read, kept, says, shuffled, sql};
use super::types::text;
use crate::world::http::client;
use crate::world::{Database, World, eventually};
use crate::{on_both, on_nodes};

on_both! {
    async fn there_is_no_200_without_a_commit(world: World) {
        let (ana, sam) = (world.agent("Ana").await, world.customer("Sam").await);
        refuse_commits(&world).await;
        let body = world.whatsapp.envelope(vec![says(&world, &sam, 0)]);
        for _ in 0..3 {
            assert_eq!(deliver_to(&client(), &world.nodes[0], &body).await, 500);
        }
        sam.writes("Hello").await;
        assert_eq!(kept(&world).await, []);
        assert_eq!(world.whatsapp.pending_webhooks(), 1);

        // WhatsApp repeats what was not answered 200, and then everything is as if nothing had been.
        sql(&world, "DROP TRIGGER refuse", "DROP TRIGGER refuse ON webhooks").await;
        world.rests().await;
        let chat = world.conversation(&sam).await;
        assert_eq!(contents(&ana, chat).await, [text("Hello")]);
    }

    async fn the_answer_waits_for_the_commit(world: World) {
        let (ana, sam) = (world.agent("Ana").await, world.customer("Sam").await);
        let body = world.whatsapp.envelope(vec![says(&world, &sam, 0)]);
        let node = world.nodes[0].clone();
        let url = world.app().config.database_url.clone();
        let deliver = async move { deliver_to(&client(), &node, &body).await };
        if world.app().store.is_sqlite() {
            let mut writer = SqliteConnection::establish(&url).unwrap();
            writer.batch_execute("PRAGMA busy_timeout = 30000; BEGIN IMMEDIATE").unwrap();
            let delivery = tokio::spawn(deliver);
            // Nobody can see from outside that it waits; but whatever else is asked meanwhile is answered.
            for _ in 0..20 {
                ana.fresh().await;
            }
            assert!(!delivery.is_finished());
            writer.batch_execute("COMMIT").unwrap();
            assert_eq!(delivery.await.unwrap(), 200);
        } else {
            let (mut client, connection) = tokio_postgres::connect(&url, NoTls).await.unwrap();
            tokio::spawn(connection);
            let lock = client.transaction().await.unwrap();
            lock.batch_execute("LOCK TABLE webhooks IN EXCLUSIVE MODE").await.unwrap();
            let delivery = tokio::spawn(deliver);
            let waits = "SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'webhooks'::regclass";
            let waiting = eventually(async || lock.query(waits, &[]).await.unwrap().first().map(drop));
            waiting.await.expect("it wants to write");
            assert!(!delivery.is_finished());
            lock.commit().await.unwrap();
            assert_eq!(delivery.await.unwrap(), 200);
        }
        is_read(&world).await;
        let chat = world.conversation(&sam).await;
        assert_eq!(contents(&ana, chat).await, [text("0")]);
    }
}

on_nodes! {
    async fn the_same_deliveries_at_two_nodes_in_another_order_are_all_taken_once(world: World) {
        let (ana, sam) = (world.agent("Ana").await, world.customer("Sam").await);
        let bodies: Vec<_> = (0..200).map(|n| world.whatsapp.envelope(vec![says(&world, &sam, n)])).collect();
        let http = client();
        let deliveries: Vec<_> = (0..2).flat_map(|place| {
            let http = http.clone();
            let bodies = shuffled(bodies.clone(), place);
            let node = world.nodes[usize::try_from(place).unwrap()].clone();
            bodies.into_iter().map(move |body| {
                let node = node.clone();
                let http = http.clone();
                tokio::spawn(async move { deliver_to(&http, &node, &body).await })
            })
        }).collect();
        for delivery in deliveries {
            assert_eq!(delivery.await.unwrap(), 200);
        }
        is_read(&world).await;
        let expected: Vec<_> = (0..200).map(|n| text(&n.to_string())).collect();
        assert_eq!(contents(&ana, world.conversation(&sam).await).await, expected);
    }

    async fn somebody_new_is_one_person_also_to_two_who_read_at_once(world: World) {
        let (ana, sam) = (world.agent("Ana").await, world.customer("Sam").await);
        // As two workers would, when the lease of one ran out while it works.
        let reading: Vec<_> = (0..50).map(|n| {
            let body = world.whatsapp.envelope(vec![says(&world, &sam, n)]).to_string().into_bytes();
            let app = world.nodes[n % 2].app.clone();
            tokio::spawn(async move {
                loop {
                    let raw = Raw { id: -1, body: body.clone(), received_at: Time(app.clock.now()), tries: 0 };
                    match app.write(Actor::System, move |tx| ingest::take_in(tx, &raw)).await {
                        Ok(_) => return,
                        Err(error) if Error::is_conflict(&error) => {}
                        Err(error) => panic!("{error}"),
                    }
                }
            })
        }).collect();
        for reader in reading {
            reader.await.unwrap();
        }
        let all = world.conversations().await;
        assert_eq!((all.len(), all[0].unread), (1, 50), "{all:#?}");
        assert_eq!(contents(&ana, all[0].id).await.len(), 50);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_that_break_lose_nothing_on_postgres() {
    World::tell(Database::postgres().await, None, 1, |world| async move {
        let mut customers = vec![];
        for n in 0..10 {
            customers.push(world.customer(&format!("Customer {n}")).await);
        }
        let begin = world.clock.now().seconds() - 1_000;
        for n in 0..20 {
            for customer in &customers {
                customer.writes_at(&n.to_string(), begin + n).await;
            }
        }
        break_connections(&world.app().config.database_url, 5..=200).await;
        let back = eventually(async || world.app().store.read(jobs::waiting).await.ok());
        back.await.expect("the server finds its database again");
        world.rests().await;
        let errors: Vec<_> = kept(&world).await.into_iter().filter_map(|it| it.error).collect();
        assert_eq!(errors, Vec::<String>::new(), "an outage is no delivery's fault");
        let ana = world.agent("Ana").await;
        let expected: Vec<_> = (0..20).map(|n| text(&n.to_string())).collect();
        for customer in customers {
            assert_eq!(contents(&ana, world.conversation(&customer).await).await, expected);
        }
    })
    .await;
}

/// Breaks every connection of the server whenever five more deliveries are kept.
async fn break_connections(url: &str, when: std::ops::RangeInclusive<i64>) {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    tokio::spawn(connection);
    let others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()";
    for enough in when.step_by(5) {
        let reached = eventually(async || {
            let count = client.query_one("SELECT count(*) FROM webhooks", &[]).await.unwrap();
            (count.get::<_, i64>(0) >= enough).then_some(())
        });
        reached.await.expect("it goes on");
        client.batch_execute(others).await.unwrap();
    }
}

/// Lets every transaction that keeps a delivery fail, at its very end.
async fn refuse_commits(world: &World) {
    let sqlite =
        "CREATE TABLE refused (id INTEGER REFERENCES webhooks (id) DEFERRABLE INITIALLY DEFERRED);
        CREATE TRIGGER refuse AFTER INSERT ON webhooks BEGIN INSERT INTO refused VALUES (-1); END";
    let postgres = "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'not today'; END $$;
        CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON webhooks DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION refuse()";
    sql(world, sqlite, postgres).await;
}
