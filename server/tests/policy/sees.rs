//! The rule of who sees what says the same in Rust and in SQL, for every viewer and every conversation.

use server::features::conversation::rows;
use server::policy::Viewer;
use shared::event::Actor;
use shared::ids::{AgentId, ConversationId, SessionId};
use shared::permission::{Role, Visibility};
use shared::view::View;

use crate::on_both;

on_both! {
    async fn sql_and_rule_agree_on_what_is_seen_and_listed(world: World) {
        let (sales, care) = (world.team("Sales").await, world.team("Care").await);
        let rights = || crate::world::Rights { role: Role::Agent, visibility: Visibility::All, teams: vec![] };
        let people = [world.person("Ana", rights()).await, world.person("Ben", rights()).await];
        let chats = every_combination(&world, &[None, Some(sales), Some(care)], people).await;

        let now = world.clock.now();
        let teams = [vec![], vec![sales], vec![sales, care]];
        for visibility in Visibility::ALL {
            for teams in &teams {
                for agent in people.into_iter().chain([AgentId(ulid::Ulid::nil())]) {
                    let session = SessionId(ulid::Ulid::nil());
                    let viewer = Viewer { agent, session, rights: Role::Agent.rights().unwrap(), visibility, teams: teams.clone() };
                    let seen = world.app().store.read({
                        let (viewer, chats) = (viewer.clone(), chats.clone());
                        move |conn| {
                            for chat in &chats {
                                let found = rows::find(conn, &viewer, chat.id)?;
                                assert_eq!(found.is_some(), viewer.sees_scope(chat.scope()), "{viewer:?} {chat:?}");
                            }
                            View::ALL.into_iter().chain([View::following()]).map(|view| {
                                let page = rows::page(conn, &viewer, &view, now, None, 1_000)?;
                                let count = rows::count(conn, &viewer, &view, now)?;
                                Ok((view, page, count))
                            }).collect::<server::error::Result<Vec<_>>>()
                        }
                    });
                    for (view, page, count) in seen.await.unwrap() {
                        let mut meant: Vec<_> = chats.iter()
                            .filter(|chat| viewer.sees_scope(chat.scope()) && view.matches(chat, agent, now))
                            .map(|it| view.key(it, now))
                            .collect();
                        meant.sort_by(|a, b| b.cmp(a));
                        assert_eq!(page.iter().map(|it| view.key(it, now)).collect::<Vec<_>>(), meant, "{viewer:?} {view}");
                        assert_eq!(count, meant.len() as u64, "{viewer:?} {view}");
                    }
                }
            }
        }
    }
}

/// One conversation for each team, assignee, follower and status.
async fn every_combination(
    world: &crate::world::World,
    teams: &[Option<shared::ids::TeamId>],
    people: [AgentId; 2],
) -> Vec<shared::conversation::Conversation> {
    let sam = world.customer("Sam").await;
    sam.writes("Hello").await;
    let first = world.conversation(&sam).await;
    world.rests().await;
    let teams = teams.to_vec();
    let work = move |tx: &mut server::store::Tx<'_>| {
        let model = rows::lock(tx.conn(), first)?.unwrap();
        let mut n = 0;
        for team in teams {
            for (assignee, followers) in [
                (None, vec![]),
                (None, vec![people[0]]),
                (Some(people[0]), vec![people[1]]),
                (Some(people[1]), vec![]),
            ] {
                for status in
                    [shared::conversation::Status::Open, shared::conversation::Status::Closed]
                {
                    n += 1;
                    let identity = server::whatsapp::Identity {
                        phone: Some(format!("1555000{n:04}")),
                        ..Default::default()
                    };
                    let contact = server::features::contact::resolve(tx, &identity, None)?;
                    let it = shared::conversation::Conversation {
                        id: ConversationId(tx.ulid()),
                        contact,
                        team,
                        assignee,
                        followers: followers.clone(),
                        status,
                        version: 1,
                        ..model.clone()
                    };
                    let fact = shared::event::Fact::Contact(shared::contact::Fact::Appeared);
                    tx.happened(fact).create(&it)?;
                }
            }
        }
        Ok(())
    };
    world.app().write(Actor::System, work).await.unwrap();
    world.conversations().await
}
