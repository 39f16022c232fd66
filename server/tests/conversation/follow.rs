//! Followers: who sees a conversation whatever else they see, how that begins, and how it ends.

use server::policy::Viewer;
use shared::command::Action;
use shared::conversation::{Action as Wish, Conversation, Fact};
use shared::ids::{AgentId, BulkId, ConversationId, NoteId};
use shared::note::{self, Audience, Piece, Who};
use shared::permission::{Role, Visibility};
use shared::problem::{Code, Problem};
use shared::reads::{CONVERSATIONS, ThreadPage};
use shared::search::{Found, SEARCH};
use shared::state::{State, Thread};
use shared::view::View;
use shared::{agent, bulk};

use crate::on_both;
use crate::world::{Agent, Rights, World};

async fn person(world: &World, name: &str, visibility: Visibility) -> Agent {
    world.agent_with(name, Rights { role: Role::Agent, visibility, teams: vec![] }, 0).await
}

async fn wants(who: &Agent, chat: ConversationId, what: Wish) -> Result<(), Problem> {
    who.does(Action::Conversation(chat, what)).await.map(drop)
}

async fn mentions(who: &Agent, chat: ConversationId, whom: AgentId) -> Result<(), Problem> {
    let id = NoteId::new(who.clock_now());
    let pieces = vec![Piece::Mention(Who::Agent(whom)), Piece::Text(" what do you think?".into())];
    let add = note::Action::Add { id, pieces, files: vec![], audience: Audience::Everyone };
    who.does(Action::Note(chat, add)).await.map(drop)
}

async fn followers(world: &World) -> Vec<AgentId> {
    world.conversations().await.remove(0).followers
}

/// What a thread that is open tells of people who follow.
fn told(state: &State, chat: ConversationId) -> Vec<Fact> {
    let lines = state.thread(chat).into_iter().flat_map(Thread::activities);
    let about = |it: &Fact| {
        matches!(it, Fact::BroughtIn { .. } | Fact::Followed { .. } | Fact::LetGo { .. })
    };
    lines.map(|it| it.fact.clone()).filter(about).collect()
}

async fn begin(world: &World) -> ConversationId {
    let sam = world.customer("Sam").await;
    sam.writes("Where is my zebra?").await;
    world.conversation(&sam).await
}

on_both! {
    async fn who_is_mentioned_sees_it_from_then_on_until_they_stop(world: World) {
        let (ana, tom) = (world.agent("Ana").await, person(&world, "Tom", Visibility::Own).await);
        let chat = begin(&world).await;
        assert!(ana.opens(chat).await);
        assert!(!tom.opens(chat).await, "not his");
        tom.looks_at(&View::following()).await;
        mentions(&ana, chat, tom.id).await.unwrap();

        tom.sees("it", |state| state.conversation(chat).is_some() && state.mentions().len() == 1).await;
        tom.sees("the counts", |state| state.count(&View::All) == Some(1) && state.count(&View::following()) == Some(1)).await;
        tom.sees_list(View::All, vec![chat]).await;
        tom.sees_list(View::following(), vec![chat]).await;
        assert!(tom.opens(chat).await);
        ana.sees("who was brought in", |state| told(state, chat) == [Fact::BroughtIn { who: vec![tom.id] }]).await;
        let found: Found = tom.get(&format!("{SEARCH}?q=zebra")).await.unwrap();
        assert_eq!(found.messages.len(), 1);
        tom.writes(chat, "I have it").await.unwrap();

        wants(&tom, chat, Wish::Unfollow).await.unwrap();
        tom.sees("nothing", |state| state.conversation(chat).is_none() && state.thread(chat).is_none()).await;
        tom.sees("no counts", |state| state.count(&View::All) == Some(0) && state.count(&View::following()) == Some(0)).await;
        let path = format!("{CONVERSATIONS}/{chat}/messages");
        assert_eq!(tom.get::<ThreadPage>(&path).await.unwrap_err().code, Code::NotFound);
        assert_eq!(wants(&tom, chat, Wish::Follow).await.unwrap_err().code, Code::NotFound);
        assert_eq!(ana.look(|state| told(state, chat).len()), 1, "who stops does so for themselves");
    }

    async fn who_sees_it_can_follow_and_goes_on_seeing_it(world: World) {
        let (ana, ben) = (world.agent("Ana").await, world.agent("Ben").await);
        let (sales, care) = (world.team("Sales").await, world.team("Care").await);
        let rights = Rights { role: Role::Agent, visibility: Visibility::Team, teams: vec![sales] };
        let tom = world.agent_with("Tom", rights, 0).await;
        let chat = begin(&world).await;
        assert!(ana.opens(chat).await && tom.opens(chat).await);
        wants(&tom, chat, Wish::Follow).await.unwrap();
        wants(&tom, chat, Wish::Follow).await.unwrap();
        assert_eq!(followers(&world).await, [tom.id]);
        wants(&ana, chat, Wish::Transfer { to: Some(care) }).await.unwrap();
        ana.sees("the transfer", |state| state.conversation(chat).is_some_and(|it| it.team == Some(care))).await;
        tom.sees("the same", |state| state.conversation(chat).is_some_and(|it| it.team == Some(care))).await;
        assert!(ana.look(|state| told(state, chat).is_empty()), "following is no news");

        wants(&ben, chat, Wish::LetGo { who: tom.id }).await.unwrap();
        tom.sees("nothing", |state| state.conversation(chat).is_none()).await;
        ana.sees("who let go", |state| told(state, chat) == [Fact::LetGo { who: tom.id }]).await;
        wants(&ben, chat, Wish::LetGo { who: tom.id }).await.unwrap();
    }

    async fn closing_ends_what_was_seen_by_following_alone(world: World) {
        let (ana, ben) = (world.agent("Ana").await, world.agent("Ben").await);
        let tom = person(&world, "Tom", Visibility::Own).await;
        let chat = begin(&world).await;
        wants(&ben, chat, Wish::Follow).await.unwrap();
        mentions(&ana, chat, tom.id).await.unwrap();
        tom.sees_list(View::All, vec![chat]).await;
        wants(&ana, chat, Wish::Close).await.unwrap();
        tom.sees("nothing", |state| state.conversation(chat).is_none()).await;
        assert_eq!(followers(&world).await, [ben.id], "who sees it anyway goes on");
        tom.sees("no count", |state| state.count(&View::Closed) == Some(0)).await;

        // Reopening is not taking back: only who says so brings him in again, and the thread tells it.
        assert!(ana.opens(chat).await);
        wants(&ana, chat, Wish::Reopen).await.unwrap();
        assert_eq!(followers(&world).await, [ben.id]);
        wants(&ana, chat, Wish::BringBack { who: vec![tom.id] }).await.unwrap();
        tom.sees_list(View::All, vec![chat]).await;
        let brought = Fact::BroughtIn { who: vec![tom.id] };
        ana.sees("who was brought in", |state| told(state, chat).last() == Some(&brought)).await;
        wants(&ana, chat, Wish::BringBack { who: vec![tom.id, ben.id] }).await.unwrap();
        assert_eq!(followers(&world).await.len(), 2, "who follows goes on");

        // The same for many, and taken back for many.
        let (close, undo) = (BulkId(world.clock.ulid()), BulkId(world.clock.ulid()));
        let (what, targets) = (bulk::What::Close, bulk::Targets::These(vec![chat]));
        ana.does(Action::Bulk(close, bulk::Action::Start { what, targets })).await.unwrap();
        tom.sees("nothing again", |state| state.conversation(chat).is_none()).await;
        ana.sees("the end", |state| state.bulks().get(&close).is_some_and(|it| it.finished)).await;
        ana.does(Action::Bulk(undo, bulk::Action::Undo { of: close })).await.unwrap();
        tom.sees_list(View::All, vec![chat]).await;
    }

    async fn who_has_left_follows_nothing(world: World) {
        let ada = world.admin("Ada").await;
        let (ana, tom) = (world.agent("Ana").await, person(&world, "Tom", Visibility::Own).await);
        let chat = begin(&world).await;
        mentions(&ana, chat, tom.id).await.unwrap();
        tom.sees_list(View::All, vec![chat]).await;
        ada.does(Action::Agent(tom.id, agent::Action::Deactivate)).await.unwrap();
        tom.is_refused().await;
        world.rests().await;
        assert!(followers(&world).await.is_empty());
        let problem = mentions(&ana, chat, tom.id).await.unwrap_err();
        assert!(problem.detail.contains("not here any more"), "{problem}");
        ada.does(Action::Agent(tom.id, agent::Action::Reactivate)).await.unwrap();
        world.rests().await;
        assert!(followers(&world).await.is_empty());
    }

    async fn what_is_deleted_is_out_of_sight_for_who_follows_too(world: World) {
        let ada = world.admin("Ada").await;
        let tom = person(&world, "Tom", Visibility::Own).await;
        let chat = begin(&world).await;
        mentions(&ada, chat, tom.id).await.unwrap();
        tom.sees_list(View::All, vec![chat]).await;
        wants(&ada, chat, Wish::Delete).await.unwrap();
        tom.sees("nothing", |state| state.conversation(chat).is_none()).await;
        wants(&ada, chat, Wish::Restore).await.unwrap();
        tom.sees_list(View::All, vec![chat]).await;
        let viewer = Viewer {
            agent: tom.id,
            session: tom.session,
            rights: Role::Agent.rights().unwrap(),
            visibility: Visibility::Own,
            teams: vec![],
        };
        let all: Vec<Conversation> = world.conversations().await;
        assert!(all.iter().all(|it| viewer.sees_scope(it.scope())));
        wants(&ada, chat, Wish::Delete).await.unwrap();
        let later = world.clock.now() + shared::conversation::DELETED_KEPT;
        world.set_time(later + shared::time::Millis::minutes(1));
        world.rests().await;
        assert!(world.conversations().await.is_empty(), "followers keep nothing from being erased");
    }
}
