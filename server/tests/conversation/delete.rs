//! What is deleted is gone for everybody but who may restore it; a customer who writes brings it back; after a month nothing
//! of it is left.

use std::time::SystemTime;

use server::store::Conn;
use shared::bulk::{Action as Bulk, Targets, What};
use shared::command::Action;
use shared::conversation::{self, DELETED_KEPT};
use shared::ids::{BulkId, ConversationId};
use shared::permission::{Role, Visibility};
use shared::problem::Code;
use shared::reads::{CONVERSATIONS, ThreadPage};
use shared::search::{Found, SEARCH};
use shared::time::Millis;
use shared::view::View;

use crate::on_both;
use crate::world::{Agent, Rights, World};

async fn lead(world: &World) -> Agent {
    let rights = Rights { role: Role::Lead, visibility: Visibility::All, teams: vec![] };
    world.agent_with("Lea", rights, 0).await
}

fn delete(chat: ConversationId) -> Action {
    Action::Conversation(chat, conversation::Action::Delete)
}

fn restore(chat: ConversationId) -> Action {
    Action::Conversation(chat, conversation::Action::Restore)
}

on_both! {
    async fn what_is_deleted_is_gone_for_all_but_who_may_restore_it(world: World) {
        let (ana, lea) = (world.agent("Ana").await, lead(&world).await);
        let sam = world.customer("Sam").await;
        sam.writes("A parcel").await;
        let chat = world.conversation(&sam).await;
        let everything: View = "everything".parse().unwrap();
        for it in [&ana, &lea] {
            it.looks_at(&View::deleted()).await;
            it.looks_at(&everything).await;
            it.opens(chat).await;
        }
        assert_eq!(ana.does(delete(chat)).await.unwrap_err().code, Code::Forbidden);
        lea.does(delete(chat)).await.unwrap();
        for it in [&ana, &lea] {
            it.sees_list(View::All, vec![]).await;
            it.sees_list(everything.clone(), vec![]).await;
            it.sees("no count", |state| state.count(&View::All) == Some(0)).await;
            let found: Found = it.get(&format!("{SEARCH}?q=parcel")).await.unwrap();
            assert!(found.messages.is_empty() && found.people.is_empty(), "{found:?}");
        }
        ana.sees("nothing of it", |state| state.conversation(chat).is_none() && state.thread(chat).is_none()).await;
        ana.sees_list(View::deleted(), vec![]).await;
        let thread = format!("{CONVERSATIONS}/{chat}/messages");
        assert_eq!(ana.get::<ThreadPage>(&thread).await.unwrap_err().code, Code::NotFound);
        lea.sees_list(View::deleted(), vec![chat]).await;
        let problem = lea.writes(chat, "Hello?").await.unwrap_err();
        assert!(problem.detail.contains("Restore it"), "{problem}");

        lea.does(restore(chat)).await.unwrap();
        lea.does(restore(chat)).await.unwrap();
        ana.sees_list(View::All, vec![chat]).await;
        lea.sees_list(View::deleted(), vec![]).await;
        assert!(ana.opens(chat).await);
        ana.sees_text(chat, "A parcel").await;
    }

    async fn whoever_writes_is_seen_again(world: World) {
        let (ana, lea) = (world.agent("Ana").await, lead(&world).await);
        let sam = world.customer("Sam").await;
        sam.writes("Hello").await;
        let chat = world.conversation(&sam).await;
        ana.sees_list(View::All, vec![chat]).await;
        lea.does(delete(chat)).await.unwrap();
        ana.sees_list(View::All, vec![]).await;
        sam.writes("Are you there?").await;
        ana.sees_list(View::All, vec![chat]).await;
        ana.opens(chat).await;
        ana.sees("both, and that it came back", |state| {
            let thread = state.thread(chat).unwrap();
            let told: Vec<_> = thread.activities().map(|it| it.fact.clone()).collect();
            thread.messages().count() == 2 && told.last() == Some(&conversation::Fact::Restored)
        }).await;
    }

    async fn many_are_deleted_and_taken_back_by_who_may(world: World) {
        let (ana, lea) = (world.agent("Ana").await, lead(&world).await);
        let mut chats = vec![];
        for name in ["Sam", "Rosa"] {
            let customer = world.customer(name).await;
            customer.writes("Hello").await;
            chats.push(world.conversation(&customer).await);
        }
        let start = |targets| Bulk::Start { what: What::Delete, targets };
        let of_ana = start(Targets::These(chats.clone()));
        let refused = ana.does(Action::Bulk(BulkId(world.clock.ulid()), of_ana)).await;
        assert_eq!(refused.unwrap_err().code, Code::Forbidden);
        let id = BulkId(world.clock.ulid());
        lea.does(Action::Bulk(id, start(Targets::Matching(View::All)))).await.unwrap();
        ana.sees_list(View::All, vec![]).await;
        lea.sees("the end", |state| state.bulks().get(&id).is_some_and(|it| it.finished)).await;
        lea.does(Action::Bulk(BulkId(world.clock.ulid()), Bulk::Undo { of: id })).await.unwrap();
        ana.sees_list(View::All, chats).await;
    }

    async fn after_a_month_nothing_is_left(world: World) {
        let start = world.clock.now();
        world.set_time(start);
        let lea = lead(&world).await;
        let sam = world.customer("Samuel").await;
        let photo = b"\x89PNG\r\n\x1a\nof a cat".to_vec();
        sam.writes("A secret word").await;
        let chat = world.conversation(&sam).await;
        sam.sends_file("image", "image/png", photo, serde_json::json!({})).await;
        lea.opens(chat).await;
        lea.sees("the picture", |state| {
            state.thread(chat).unwrap().messages().any(|it| it.content.media().is_some_and(|it| it.bytes.here().is_some()))
        }).await;
        let hash = lea.look(|state| {
            let found = state.thread(chat).unwrap().messages().find_map(|it| it.content.media()?.bytes.here().cloned());
            found.unwrap().hash
        });
        lea.does(delete(chat)).await.unwrap();
        world.set_time(start + DELETED_KEPT - Millis::days(1));
        lea.looks_at(&View::deleted()).await;
        lea.sees_list(View::deleted(), vec![chat]).await;
        let (file, _) = world.app().files.read(hash).await.unwrap().expect("it is still there");
        // As if it had been there for long.
        file.into_std().await.set_modified(SystemTime::UNIX_EPOCH).unwrap();

        world.set_time(start + DELETED_KEPT);
        lea.sees_list(View::deleted(), vec![]).await;
        world.rests().await;
        assert!(world.conversations().await.is_empty());
        let traces = world.app().store.read(move |conn: &mut Conn| traces(conn, chat)).await.unwrap();
        assert!(traces.is_empty(), "{traces:?}");
        assert!(world.app().files.read(hash).await.unwrap().is_none());
        // The same customer begins anew.
        sam.writes("Hello again").await;
        let next = world.conversation(&sam).await;
        assert_ne!(next, chat);
    }
}

/// What the log still tells.
fn traces(conn: &mut Conn, chat: ConversationId) -> server::error::Result<Vec<String>> {
    let lines = server::store::log::after(conn, shared::event::Seq(0), i64::MAX)?;
    let said = lines.iter().map(|line| serde_json::to_string(&line.body).unwrap());
    Ok(said
        .filter(|line| line.contains("secret word") || line.contains("Samuel"))
        .filter(|line| line.contains(&chat.to_string()) || line.contains("secret"))
        .collect())
}
