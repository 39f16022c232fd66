//! What the log and the transaction promise, on SQLite and on PostgreSQL alike.

use std::time::Duration;

use server::store::{Conn, Statement, log};
use shared::event::{Actor, Fact, Seq};
use shared::ids::TeamId;
use shared::problem::{Code, Problem};
use shared::team::{self, Team};

use crate::on_both;
use crate::world::World;

on_both! {
    async fn readers_never_skip(world: World) {
        let writers: Vec<_> = (0..8).map(|writer| {
            let world = world.clone();
            tokio::spawn(async move {
                for n in 0..25 {
                    create(&world, &format!("Team {writer} {n}")).await;
                }
            })
        }).collect();
        let reader = tokio::spawn({
            let world = world.clone();
            async move {
                let mut place = Seq(0);
                while place < Seq(200) {
                    let lines = world.app().store.read(move |conn| log::after(conn, place, 1_000)).await.unwrap();
                    for line in lines {
                        assert_eq!(line.seq.0, place.0 + 1, "without gaps");
                        place = line.seq;
                    }
                    tokio::task::yield_now().await;
                }
            }
        });
        for writer in writers {
            writer.await.unwrap();
        }
        reader.await.unwrap();
    }

    async fn a_write_that_fails_leaves_no_trace(world: World) {
        let before = world.app().store.read(log::cursor).await.unwrap();
        let id = TeamId(world.clock.ulid());
        let outcome = world.app().write(Actor::System, move |tx| -> server::error::Result<()> {
            let team = Team { id, name: "Gone".into(), version: 1 };
            tx.happened(Fact::Team(team::Fact::Created)).create(&team)?;
            Err(Problem::forbidden("No.").into())
        }).await;
        assert!(outcome.is_err());
        assert_eq!(world.app().store.read(log::cursor).await.unwrap(), before, "no number is used up");
        let teams = world.app().store.read(server::features::team::rows::all).await.unwrap();
        assert_eq!(teams, []);
        create(&world, "Next").await;
        let after = world.app().store.read(log::cursor).await.unwrap();
        assert_eq!(after.seq.0, before.seq.0 + 1);
    }

    async fn a_write_whose_caller_goes_away_frees_the_lock(world: World) {
        let slow = world.app().write(Actor::System, |tx| {
            std::thread::sleep(Duration::from_millis(50));
            let team = Team { id: TeamId(tx.ulid()), name: "Slow".into(), version: 1 };
            tx.happened(Fact::Team(team::Fact::Created)).create(&team)?;
            Ok(())
        });
        assert!(tokio::time::timeout(Duration::from_millis(5), slow).await.is_err());
        create(&world, "Quick").await;
    }

    async fn the_second_of_two_edits_of_one_version_is_refused(world: World) {
        let id = create(&world, "Sales").await;
        let stale = world.app().store.read(move |conn| server::features::team::rows::find(conn, id)).await.unwrap().unwrap();
        let rename = |mut team: Team, name: &'static str| {
            let world = world.clone();
            async move {
                world.app().write(Actor::System, move |tx| {
                    tx.happened(Fact::Team(team::Fact::Renamed)).change(&mut team, |team| team.name = name.into())?;
                    Ok(())
                }).await
            }
        };
        rename(stale.clone(), "First").await.unwrap();
        assert!(rename(stale, "Second").await.unwrap_err().is_conflict());
    }

    async fn readers_refuse_to_write(world: World) {
        use server::store::schema::teams::dsl;
        use diesel::prelude::*;

        // `returning` runs without a writer: the connection itself has to refuse.
        let outcome = world.app().store.read(|conn| {
            let row = (dsl::id.eq("x"), dsl::name.eq("x"), dsl::version.eq(1));
            Ok(diesel::insert_into(dsl::teams).values(row).returning(dsl::name).all::<String>(conn)?)
        }).await;
        assert!(outcome.is_err());
    }

    async fn the_schema_has_every_column(world: World) {
        use diesel::prelude::*;
        use server::store::schema::{
            agents, commands_done, contact_aliases, contacts, conversations, deliveries, early_statuses, events,
            invitations, jobs, log_head, messages, numbers, sessions, settings, teams, webhooks,
        };

        macro_rules! look_at {
            ($conn:ident: $($table:ident)*) => { $(
                let columns = $table::table.select($table::all_columns).limit(0);
                match $conn {
                    Conn::Sqlite(conn) => diesel::RunQueryDsl::execute(columns, conn),
                    Conn::Postgres(conn) => diesel::RunQueryDsl::execute(columns, conn),
                }?;
            )* };
        }
        world.app().store.read(|conn| {
            look_at!(conn: agents commands_done contact_aliases contacts conversations deliveries early_statuses events
                invitations jobs log_head messages numbers sessions settings teams webhooks);
            Ok(())
        }).await.unwrap();
    }

    async fn a_snapshot_is_one_moment(world: World) {
        let writer = tokio::spawn({
            let world = world.clone();
            async move {
                for n in 0..60 {
                    create(&world, &format!("Team {n}")).await;
                }
            }
        });
        while !writer.is_finished() {
            let (cursor, teams) = world.app().store.snapshot(|conn| {
                let cursor = log::cursor(conn)?;
                std::thread::sleep(Duration::from_millis(2));
                Ok((cursor, server::features::team::rows::all(conn)?))
            }).await.unwrap();
            let lines = world.app().store.read(move |conn| log::after(conn, Seq(0), 1_000)).await.unwrap();
            let known = lines.iter().filter(|line| line.seq <= cursor.seq);
            let created = known.filter(|line| line.body.fact == Fact::Team(team::Fact::Created)).count();
            assert_eq!(teams.len(), created, "as of {:?}", cursor.seq);
        }
        writer.await.unwrap();
    }

    async fn names_are_taken_once(world: World) {
        let admin = world.admin("Ada").await;
        let add = |name: &str| {
            let action = team::Action::Create { name: name.into() };
            shared::command::Action::Team(TeamId(world.clock.ulid()), action)
        };
        admin.does(add("Sales")).await.unwrap();
        assert_eq!(admin.does(add(" Sales ")).await.unwrap_err().code, Code::Taken);
        assert_eq!(admin.does(add("  ")).await.unwrap_err().code, Code::Invalid);
    }
}

async fn create(world: &World, name: &str) -> TeamId {
    let (id, name) = (TeamId(world.clock.ulid()), name.to_owned());
    let action = team::Action::Create { name };
    world
        .app()
        .write(Actor::System, move |tx| server::features::team::handle(tx, id, action))
        .await
        .unwrap();
    id
}
