//! Discussions: notes under one message, beside what the customer sees, for whoever may read such a note.

use shared::command::Action;
use shared::ids::{ConversationId, MessageId, NoteId};
use shared::mention;
use shared::note::{self, Audience, Note, Piece, Who};
use shared::permission::{Role, Visibility};
use shared::problem::{Code, Problem};
use shared::reads::{CONVERSATIONS, ThreadPage};
use shared::search::{Found, SEARCH};
use shared::state::State;

use crate::on_both;
use crate::world::{Agent, Rights, World};

fn text(words: &str) -> Vec<Piece> {
    vec![Piece::Text(words.into())]
}

async fn says(
    who: &Agent,
    (chat, about): (ConversationId, MessageId),
    pieces: Vec<Piece>,
    audience: Audience,
) -> Result<NoteId, Problem> {
    let id = NoteId::new(who.clock_now());
    let say = note::Action::Discuss { id, about, pieces, files: vec![], audience };
    who.does(Action::Note(chat, say)).await.map(|_| id)
}

/// What is said of a message, oldest first.
fn said(state: &State, (chat, about): (ConversationId, MessageId)) -> Vec<String> {
    let thread = state.thread(chat).into_iter();
    thread.flat_map(|it| it.discussed(about).map(Note::text).collect::<Vec<_>>()).collect()
}

async fn person(world: &World, name: &str, role: Role, visibility: Visibility) -> Agent {
    world.agent_with(name, Rights { role, visibility, teams: vec![] }, 0).await
}

/// Sam asked something, and what he asked.
async fn asked(world: &World, words: &str) -> (simulator::Phone, (ConversationId, MessageId)) {
    let sam = world.customer("Sam").await;
    sam.writes(words).await;
    let chat = world.conversation(&sam).await;
    let found = world.conversations().await.into_iter().find(|it| it.id == chat).unwrap();
    (sam, (chat, found.last.unwrap().message))
}

on_both! {
    async fn colleagues_discuss_a_message_and_the_customer_sees_nothing(world: World) {
        let (ana, ben) = (world.agent("Ana").await, world.agent("Ben").await);
        let (sam, at) = asked(&world, "May I pay later?").await;
        assert!(ana.opens(at.0).await && ben.opens(at.0).await);
        let before = world.conversations().await;
        says(&ana, at, text("May he?"), Audience::Everyone).await.unwrap();
        ben.sees("the question", |state| said(state, at) == ["May he?"]).await;
        says(&ben, at, text("Yes, until Friday"), Audience::Everyone).await.unwrap();
        ana.sees("the answer", |state| said(state, at) == ["May he?", "Yes, until Friday"]).await;
        assert_eq!(world.conversations().await, before, "neither unread nor waiting nor order change");
        world.rests().await;
        assert!(sam.received().is_empty(), "nothing left us");
        // Another message has another discussion.
        sam.writes("Hello?").await;
        ana.sees_text(at.0, "Hello?").await;
        let last = ana.look(|state| state.conversation(at.0).unwrap().last.clone().unwrap().message);
        assert_eq!(ana.look(|state| said(state, (at.0, last))), Vec::<String>::new());
    }

    async fn who_may_not_read_a_note_reads_it_in_no_discussion(world: World) {
        let ana = person(&world, "Ana", Role::Agent, Visibility::All).await;
        let ben = person(&world, "Ben", Role::Agent, Visibility::All).await;
        let lea = person(&world, "Lea", Role::Lead, Visibility::All).await;
        let out = person(&world, "Out", Role::Lead, Visibility::Own).await;
        let (_, at) = asked(&world, "I did not do it").await;
        for agent in [&ana, &ben, &lea] {
            assert!(agent.opens(at.0).await);
        }
        says(&ana, at, text("suspected fraud"), Audience::Leads).await.unwrap();
        let id = says(&lea, at, text("fraud confirmed"), Audience::Leads).await.unwrap();
        says(&lea, at, text("be friendly"), Audience::Everyone).await.unwrap();
        lea.sees("all", |state| said(state, at).len() == 3).await;
        ana.sees("her own", |state| said(state, at) == ["suspected fraud", "be friendly"]).await;
        ben.sees("what is for all", |state| said(state, at) == ["be friendly"]).await;
        for (agent, count) in [(&ana, 1), (&ben, 0), (&lea, 2), (&out, 0)] {
            let found: Found = agent.get(&format!("{SEARCH}?q=fraud")).await.unwrap();
            assert_eq!(found.messages.len(), count, "{}", agent.name);
        }
        let path = format!("{CONVERSATIONS}/{}/messages?until={id}", at.0);
        let page: ThreadPage = ben.get(&path).await.unwrap();
        assert_eq!(page.notes.len(), 1, "nor by its id");
        assert_eq!(says(&out, at, text("me too"), Audience::Everyone).await.unwrap_err().code, Code::NotFound);
    }

    async fn a_message_of_another_customer_is_not_discussed_here(world: World) {
        let ana = world.agent("Ana").await;
        let (_, at) = asked(&world, "One").await;
        let rosa = world.customer("Rosa").await;
        rosa.writes("Two").await;
        let other = world.conversation(&rosa).await;
        let problem = says(&ana, (other, at.1), text("Which?"), Audience::Everyone).await.unwrap_err();
        assert_eq!((problem.code, problem.field.as_deref()), (Code::Invalid, Some("about")));
        let empty = says(&ana, at, text("  "), Audience::Everyone).await.unwrap_err();
        assert_eq!(empty.field.as_deref(), Some("pieces"));
    }

    async fn who_is_asked_by_name_sees_it_from_then_on_and_looks_at_one_by_one(world: World) {
        let ana = world.agent("Ana").await;
        let olga = person(&world, "Olga", Role::Agent, Visibility::Own).await;
        let (_, at) = asked(&world, "Is it in stock?").await;
        let ask = || vec![Piece::Mention(Who::Agent(olga.id)), Piece::Text(" is it?".into())];
        let first = says(&ana, at, ask(), Audience::Everyone).await.unwrap();
        let second = says(&ana, at, ask(), Audience::Everyone).await.unwrap();
        olga.sees("both", |state| state.mentions().len() == 2).await;
        assert!(olga.opens(at.0).await, "she follows it now");
        olga.sees("the discussion", |state| said(state, at).len() == 2).await;
        olga.does(Action::Mention(at.0, mention::Action::SeeOne { note: first })).await.unwrap();
        olga.sees("the other", |state| state.mentions().values().map(|it| it.note).eq([second])).await;
        let delete = Action::Note(at.0, note::Action::Delete { id: second });
        ana.does(delete).await.unwrap();
        olga.sees("nothing left to look at", |state| state.mentions().is_empty()).await;
        olga.sees("that it is gone", |state| said(state, at) == [" is it?", ""]).await;
    }
}
