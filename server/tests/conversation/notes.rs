//! Notes: read by colleagues, by leads alone where so wanted, and never by a customer.

use server::features::note::rows;
use server::policy::Viewer;
use shared::command::Action;
use shared::ids::{ConversationId, NoteId, TeamId};
use shared::note::{self, Audience, Body, MENTIONS_MAX, Piece, TEXT_MAX, Who};
use shared::permission::{Role, Visibility};
use shared::problem::{Code, Problem};
use shared::reads::{CONVERSATIONS, Floor, THREAD_PAGE, ThreadPage};
use shared::search::{Found, SEARCH};
use shared::state::State;
use shared::{conversation, mention};

use crate::on_both;
use crate::world::{Agent, Rights, World};

/// What a note says, and to whom.
fn text(words: &str) -> Vec<Piece> {
    vec![Piece::Text(words.into())]
}

async fn notes(
    who: &Agent,
    chat: ConversationId,
    pieces: Vec<Piece>,
    audience: Audience,
) -> Result<NoteId, Problem> {
    let id = NoteId::new(who.clock_now());
    let add = note::Action::Add { id, pieces, files: vec![], audience };
    who.does(Action::Note(chat, add)).await.map(|_| id)
}

async fn person(
    world: &World,
    name: &str,
    role: Role,
    visibility: Visibility,
    teams: &[TeamId],
) -> Agent {
    world.agent_with(name, Rights { role, visibility, teams: teams.to_vec() }, 0).await
}

/// What is noted in a thread that is open, oldest first; a deleted note says nothing.
fn noted(state: &State, chat: ConversationId) -> Vec<String> {
    state.thread(chat).into_iter().flat_map(|it| it.notes().map(note::Note::text)).collect()
}

async fn found(who: &Agent, words: &str) -> usize {
    let found: Found = who.get(&format!("{SEARCH}?q={words}")).await.unwrap();
    found.messages.len()
}

on_both! {
    async fn colleagues_read_a_note_at_once_and_the_customer_never(world: World) {
        let (ana, ben) = (world.agent("Ana").await, world.agent("Ben").await);
        let sam = world.customer("Sam").await;
        sam.writes("Where is my bike?").await;
        let chat = world.conversation(&sam).await;
        assert!(ana.opens(chat).await && ben.opens(chat).await);
        let before = world.conversations().await;

        notes(&ana, chat, text("Lost in the mail"), Audience::Everyone).await.unwrap();
        ben.sees("the note", |state| noted(state, chat) == ["Lost in the mail"]).await;
        assert_eq!(world.conversations().await, before, "neither unread nor waiting nor order change");
        world.set_time(world.clock.now() + conversation::WINDOW + conversation::WINDOW);
        notes(&ben, chat, text("Nobody answered"), Audience::Everyone).await.unwrap();
        ana.sees("the second", |state| noted(state, chat).len() == 2).await;
        world.rests().await;
        assert!(sam.received().is_empty(), "nothing left us");
        let order = ana.look(|state| {
            let thread = state.thread(chat).unwrap();
            let question = thread.messages().next().unwrap().place();
            thread.notes().all(|note| note.place() > question)
        });
        assert!(order, "a note stands below what its author saw");
    }

    async fn a_note_for_leads_reaches_no_other_agent(world: World) {
        let ana = person(&world, "Ana", Role::Agent, Visibility::All, &[]).await;
        let ben = person(&world, "Ben", Role::Agent, Visibility::All, &[]).await;
        let lea = person(&world, "Lea", Role::Lead, Visibility::All, &[]).await;
        let out = person(&world, "Out", Role::Lead, Visibility::Own, &[]).await;
        let sam = world.customer("Sam").await;
        sam.writes("Hello").await;
        let chat = world.conversation(&sam).await;
        for agent in [&ana, &ben, &lea] {
            assert!(agent.opens(chat).await);
        }
        notes(&ana, chat, text("suspected fraud"), Audience::Leads).await.unwrap();
        let id = notes(&lea, chat, text("fraud confirmed"), Audience::Leads).await.unwrap();
        notes(&lea, chat, text("be friendly"), Audience::Everyone).await.unwrap();
        lea.sees("all", |state| noted(state, chat).len() == 3).await;
        ana.sees("their own", |state| noted(state, chat) == ["suspected fraud", "be friendly"]).await;
        ben.sees("what is for all", |state| noted(state, chat) == ["be friendly"]).await;

        for (agent, count) in [(&ana, 1), (&ben, 0), (&lea, 2), (&out, 0)] {
            assert_eq!(found(agent, "fraud").await, count, "{}", agent.name);
        }
        let path = format!("{CONVERSATIONS}/{chat}/messages");
        let page: ThreadPage = ben.get(&path).await.unwrap();
        assert_eq!(page.notes.len(), 1);
        let page: ThreadPage = ben.get(&format!("{path}?until={id}")).await.unwrap();
        assert_eq!(page.notes.len(), 1, "nor by its id");
        let delete = Action::Note(chat, note::Action::Delete { id });
        assert_eq!(ben.does(delete).await.unwrap_err().code, Code::NotFound);
    }

    async fn rule_and_sql_agree_on_who_reads_what(world: World) {
        let roles = [("Ana", Role::Agent), ("Lea", Role::Lead), ("Ada", Role::Admin)];
        let mut agents = vec![];
        for (name, role) in roles {
            agents.push((role, person(&world, name, role, Visibility::All, &[]).await));
        }
        let sam = world.customer("Sam").await;
        sam.writes("Hello").await;
        let (chat, mut ids) = (world.conversation(&sam).await, vec![]);
        for (_, agent) in &agents {
            for audience in [Audience::Everyone, Audience::Leads] {
                ids.push(notes(agent, chat, text("x"), audience).await.unwrap());
            }
        }
        for (role, agent) in agents {
            let viewer = Viewer { agent: agent.id, session: agent.session, rights: role.rights().unwrap(), visibility: Visibility::All, teams: vec![] };
            let ids = ids.clone();
            world.app().store.read(move |conn| {
                let by_sql = rows::these(conn, &viewer, &ids)?;
                for id in ids {
                    let note = rows::find(conn, id)?.unwrap();
                    assert_eq!(viewer.reads(note.audience, note.author), by_sql.contains(&note), "{role} {note:?}");
                }
                Ok(())
            }).await.unwrap();
        }
    }

    async fn whoever_is_mentioned_is_told_until_they_look(world: World) {
        let sales = world.team("Sales").await;
        let ana = world.agent("Ana").await;
        let ben = person(&world, "Ben", Role::Agent, Visibility::All, &[sales]).await;
        let tom = person(&world, "Tom", Role::Agent, Visibility::Own, &[sales]).await;
        let sam = world.customer("Sam").await;
        sam.writes("Hello").await;
        let chat = world.conversation(&sam).await;
        let mention = |who| vec![Piece::Text("Look ".into()), Piece::Mention(who)];
        notes(&ana, chat, mention(Who::Agent(ben.id)), Audience::Everyone).await.unwrap();
        let second = notes(&ana, chat, mention(Who::Team(sales)), Audience::Everyone).await.unwrap();
        ben.sees("both", |state| state.mentions().len() == 2).await;
        assert!(tom.look(|state| state.mentions().is_empty()), "they don't see it");

        ana.does(Action::Note(chat, note::Action::Delete { id: second })).await.unwrap();
        ben.sees("one", |state| state.mentions().len() == 1).await;
        ana.does(Action::Mention(chat, mention::Action::See)).await.unwrap();
        assert_eq!(ben.look(|state| state.mentions().len()), 1, "nobody looks for another");
        ben.does(Action::Mention(chat, mention::Action::See)).await.unwrap();
        ben.sees("none", |state| state.mentions().is_empty()).await;
    }

    async fn who_could_not_read_it_can_not_be_mentioned(world: World) {
        let care = world.team("Care").await;
        let ana = person(&world, "Ana", Role::Lead, Visibility::All, &[]).await;
        let tom = person(&world, "Tom", Role::Agent, Visibility::Own, &[care]).await;
        let sam = world.customer("Sam").await;
        sam.writes("Hello").await;
        let chat = world.conversation(&sam).await;
        let mention = |who| vec![Piece::Mention(who)];
        let lea = person(&world, "Lea", Role::Lead, Visibility::Own, &[]).await;
        let (of_tom, of_care) = (Who::Agent(tom.id), Who::Team(care));
        let problem = notes(&ana, chat, mention(of_care), Audience::Everyone).await.unwrap_err();
        assert!(problem.detail.contains("this conversation"), "{problem}");
        let of_lea = mention(Who::Agent(lea.id));
        let problem = notes(&ana, chat, of_lea, Audience::Leads).await.unwrap_err();
        assert!(problem.detail.contains("does not see this conversation"), "{problem}");
        ana.assigns(chat, Some(tom.id)).await.unwrap();
        notes(&ana, chat, mention(of_tom), Audience::Everyone).await.unwrap();
        let problem = notes(&ana, chat, mention(of_tom), Audience::Leads).await.unwrap_err();
        assert!(problem.detail.contains("leads and admins"), "{problem}");
        tom.sees("one", |state| state.mentions().len() == 1).await;
        assert!(world.conversations().await[0].followers.is_empty(), "who answers need not follow");
    }

    async fn only_its_author_deletes_a_note_and_a_line_stays(world: World) {
        let (ana, ben) = (world.agent("Ana").await, world.agent("Ben").await);
        let sam = world.customer("Sam").await;
        sam.writes("Hello").await;
        let chat = world.conversation(&sam).await;
        assert!(ben.opens(chat).await);
        let id = notes(&ana, chat, text("zebra"), Audience::Everyone).await.unwrap();
        assert_eq!(found(&ben, "zebra").await, 1);
        assert_eq!(found(&ben, "zebra%20has:note").await, 1);
        assert_eq!(found(&ben, "zebra%20from:us").await, 0);
        let delete = || Action::Note(chat, note::Action::Delete { id });
        assert_eq!(ben.does(delete()).await.unwrap_err().code, Code::NotFound);
        ana.does(delete()).await.unwrap();
        ana.does(delete()).await.unwrap();
        let gone = Body::Deleted { by: ana.id };
        ben.sees("the line", |state| {
            state.thread(chat).is_some_and(|it| it.notes().all(|note| note.body == gone && note.version == 2))
        }).await;
        assert_eq!(found(&ben, "zebra").await, 0);
        let add = note::Action::Add { id, pieces: text("again"), files: vec![], audience: Audience::Everyone };
        ana.does(Action::Note(chat, add)).await.unwrap();
        assert_eq!(ben.look(|state| noted(state, chat)), [""], "the same id is the same note");
    }

    async fn a_note_without_words_or_with_too_many_is_refused(world: World) {
        let ana = world.agent("Ana").await;
        let sam = world.customer("Sam").await;
        sam.writes("Hello").await;
        let chat = world.conversation(&sam).await;
        let many = vec![Piece::Mention(Who::Agent(ana.id)); MENTIONS_MAX + 1];
        for pieces in [vec![], text(" \n"), text(&"x".repeat(TEXT_MAX + 1)), many] {
            let problem = notes(&ana, chat, pieces, Audience::Everyone).await.unwrap_err();
            assert_eq!((problem.code, problem.field.as_deref()), (Code::Invalid, Some("pieces")));
        }
        notes(&ana, chat, text(&"ü".repeat(TEXT_MAX)), Audience::Everyone).await.unwrap();
    }

    async fn a_thread_with_more_notes_than_messages_comes_in_pages(world: World) {
        let (ana, ben) = (world.agent("Ana").await, world.agent("Ben").await);
        let sam = world.customer("Sam").await;
        sam.writes("Hello").await;
        let chat = world.conversation(&sam).await;
        let count = THREAD_PAGE + 20;
        for n in 0..count {
            notes(&ana, chat, text(&n.to_string()), Audience::Everyone).await.unwrap();
        }
        assert!(ben.opens(chat).await);
        assert_eq!(ben.look(|state| noted(state, chat).len()), THREAD_PAGE);
        assert!(ben.texts(chat).is_empty(), "the question stands above");
        assert!(matches!(ben.look(|state| state.thread(chat).unwrap().floor()), Some(Floor::At(_))));
        while ben.scrolls_up(chat).await {}
        assert_eq!(ben.look(|state| noted(state, chat).len()), count);
        assert_eq!(ben.texts(chat), ["Hello"]);
    }
}
