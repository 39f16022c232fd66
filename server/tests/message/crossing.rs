//! Nobody answers a customer twice without meaning to: who had not seen the latest answer is refused, and told what it said.

mod any_order;

use reqwest::Method;
use server::store::log;
use shared::answer::{Meanwhile, Said, Seen};
use shared::command::{Action, Command};
use shared::held::Preferences;
use shared::ids::{CommandId, ConversationId, MessageId};
use shared::message::{self, Author};
use shared::note::{self, Audience, Piece};
use shared::problem::{Code, Problem};
use shared::time::Millis;
use simulator::Phone;

use crate::on_both;
use crate::world::http::answer as answer_of;
use crate::world::{Agent, World};

const ROUNDS: usize = 12;

/// All answer at the same moment, again and again, each time having seen everything: one of them is heard.
pub async fn one_is_heard_in_each_round(
    world: &World,
    agents: &[Agent],
    chat: ConversationId,
    sam: &Phone,
) {
    let mut heard = vec![];
    for agent in agents {
        agent.opens(chat).await;
    }
    for round in 0..ROUNDS {
        world.rests().await;
        let all = world.conversations().await;
        let version = all.iter().find(|it| it.id == chat).unwrap().version;
        for agent in agents {
            let there = |it: &shared::conversation::Conversation| it.version == version;
            agent.sees("what is", |state| state.conversation(chat).is_some_and(there)).await;
        }
        let answering: Vec<_> = agents
            .iter()
            .enumerate()
            .map(|(n, agent)| {
                let (agent, text) = (agent.clone(), format!("{round} by {n}"));
                tokio::spawn(async move { (agent.answers(chat, &text).await, text) })
            })
            .collect();
        let mut taken = vec![];
        let mut refused = vec![];
        for it in answering {
            match it.await.unwrap() {
                (Ok(_), text) => taken.push(text),
                (Err(problem), _) => refused.push(problem),
            }
        }
        assert_eq!(taken.len(), 1, "round {round}: {taken:?} {refused:?}");
        assert_eq!(refused.len(), agents.len() - 1);
        for problem in refused {
            assert_eq!(problem.code, Code::Answered);
            let said = &problem.meanwhile.unwrap().said;
            assert_eq!(said.iter().map(|it| &it.preview).collect::<Vec<_>>(), [&taken[0]]);
        }
        heard.append(&mut taken);
    }
    world.rests().await;
    assert_eq!(texts(sam), heard);
}

fn texts(phone: &Phone) -> Vec<String> {
    phone.received().iter().filter_map(|it| it.text().map(str::to_owned)).collect()
}

async fn begun(world: &World) -> (Agent, Agent, Phone, ConversationId) {
    let (ana, ben) = (world.agent("Ana").await, world.agent("Ben").await);
    let sam = world.customer("Sam").await;
    sam.writes("Hello?").await;
    let chat = world.conversation(&sam).await;
    for agent in [&ana, &ben] {
        agent.opens(chat).await;
        agent.sees_text(chat, "Hello?").await;
    }
    (ana, ben, sam, chat)
}

fn version(agent: &Agent, chat: ConversationId) -> u32 {
    agent.look(|state| state.conversation(chat).unwrap().version)
}

/// Answers with what was seen at some version, nothing of their own on its way.
async fn answers_as_of(
    agent: &Agent,
    chat: ConversationId,
    version: u32,
    text: &str,
) -> Result<MessageId, Problem> {
    let id = MessageId::new(agent.now());
    agent
        .answers_having(chat, (id, text), Seen { version, own: vec![], fence: None })
        .await
        .map(|_| id)
}

fn meanwhile(refused: Problem) -> Meanwhile {
    assert_eq!((refused.code, refused.code.status()), (Code::Answered, 409));
    *refused.meanwhile.unwrap()
}

async fn wants_to_undo(agent: &Agent, undo_seconds: u8) {
    let request = agent.request(Method::POST, "/api/preferences");
    answer_of::<()>(request.json(&Preferences { undo_seconds })).await.unwrap();
}

on_both! {
    async fn of_five_who_answer_at_once_one_is_heard(world: World) {
        let (ana, ben, sam, chat) = begun(&world).await;
        let mut all = vec![ana, ben];
        for name in ["Cid", "Dora", "Eve"] {
            all.push(world.agent(name).await);
        }
        one_is_heard_in_each_round(&world, &all, chat, &sam).await;
    }

    async fn of_two_tabs_of_one_person_one_is_heard(world: World) {
        let (ana, _, sam, chat) = begun(&world).await;
        let other = world.opens(ana.id, "Ana", ana.session).await;
        one_is_heard_in_each_round(&world, &[ana, other], chat, &sam).await;
    }

    async fn who_is_refused_learns_what_was_said_and_leaves_no_trace(world: World) {
        let (ana, ben, sam, chat) = begun(&world).await;
        let before = version(&ben, chat);
        let first = ana.answers(chat, "Hi, Sam").await.unwrap();
        world.rests().await;
        let head = world.app().store.read(log::cursor).await.unwrap().seq;
        let at = ana.look(|state| state.thread(chat).unwrap().message(first).unwrap().arrived);

        let told = meanwhile(answers_as_of(&ben, chat, before, "Hello!").await.unwrap_err());
        let said = Said { message: first, by: Author::Agent(ana.id), at, preview: "Hi, Sam".into() };
        assert_eq!(told.said, [said]);
        assert_eq!(told.version, version(&ana, chat));
        world.rests().await;
        assert_eq!(world.app().store.read(log::cursor).await.unwrap().seq, head);
        assert_eq!(texts(&sam), ["Hi, Sam"]);
    }

    async fn send_anyway_leaves_once_and_not_over_yet_another_answer(world: World) {
        let (ana, ben, sam, chat) = begun(&world).await;
        let cid = world.agent("Cid").await;
        let before = version(&ben, chat);
        ana.answers(chat, "Hi, Sam").await.unwrap();
        let id = MessageId::new(ben.now());
        let seen = |version| Seen { version, own: vec![], fence: None };
        let told = meanwhile(ben.answers_having(chat, (id, "Hello!"), seen(before)).await.unwrap_err());

        answers_as_of(&cid, chat, told.version, "Welcome").await.unwrap();
        let again = ben.answers_having(chat, (id, "Hello!"), seen(told.version)).await.unwrap_err();
        let told = meanwhile(again);
        assert_eq!(told.said[0].preview, "Welcome", "of what he was not told yet he is told");

        let send = message::Action::Send { id, text: "Hello!".into(), reply_to: None };
        let (action, seen) = (Action::Message(chat, send), Some(seen(told.version)));
        let anyway = Command { id: CommandId(world.clock.ulid()), action, seen };
        ben.commands(&anyway).await.unwrap();
        ben.commands(&anyway).await.unwrap();
        // Another command for the same message, from before it was known to be taken.
        ben.answers_having(chat, (id, "Hello!"), anyway.seen.clone().unwrap()).await.unwrap();
        world.rests().await;
        assert_eq!(texts(&sam), ["Hi, Sam", "Welcome", "Hello!"]);
    }

    async fn a_refused_command_may_be_given_again_under_its_id(world: World) {
        let (ana, ben, sam, chat) = begun(&world).await;
        let before = version(&ben, chat);
        ana.answers(chat, "Hi").await.unwrap();
        let send = message::Action::Send { id: MessageId::new(ben.now()), text: "Ho".into(), reply_to: None };
        let (action, seen) = (Action::Message(chat, send), Seen { version: before, own: vec![], fence: None });
        let mut command = Command { id: CommandId(world.clock.ulid()), action, seen: Some(seen) };
        let told = meanwhile(ben.commands(&command).await.unwrap_err());
        command.seen = Some(Seen { version: told.version, own: vec![], fence: None });
        ben.commands(&command).await.unwrap();
        world.rests().await;
        assert_eq!(texts(&sam), ["Hi", "Ho"]);
    }

    async fn what_the_same_tab_said_a_moment_before_is_no_surprise(world: World) {
        let (ana, ben, sam, chat) = begun(&world).await;
        let seen = version(&ana, chat);
        let first = answers_as_of(&ana, chat, seen, "One").await.unwrap();
        let second = MessageId::new(ana.now());
        let own = Seen { version: seen, own: vec![first], fence: None };
        ana.answers_having(chat, (second, "Two"), own.clone()).await.unwrap();
        let told = meanwhile(answers_as_of(&ben, chat, seen, "Mine").await.unwrap_err());
        assert_eq!(told.said.len(), 2);
        answers_as_of(&ben, chat, told.version, "Mine").await.unwrap();
        let third = MessageId::new(ana.now());
        let told = meanwhile(ana.answers_having(chat, (third, "Three"), own).await.unwrap_err());
        assert_eq!(told.said.last().unwrap().preview, "Mine");
        world.rests().await;
        assert_eq!(texts(&sam), ["One", "Two", "Mine"]);
    }

    async fn what_a_colleague_may_still_take_back_counts_until_they_do(world: World) {
        let (ana, ben, sam, chat) = begun(&world).await;
        world.set_time(world.clock.now());
        wants_to_undo(&ana, 10).await;
        let before = version(&ben, chat);
        let id = ana.answers(chat, "Wrong").await.unwrap();
        let told = meanwhile(answers_as_of(&ben, chat, before, "Mine").await.unwrap_err());
        assert_eq!((told.said[0].message, told.said[0].preview.as_str()), (id, "Wrong"));
        ana.does(Action::Message(chat, message::Action::Withdraw { id })).await.unwrap();
        answers_as_of(&ben, chat, before, "Mine").await.unwrap();
        // Who saw it wait is not told again when it leaves.
        let id = ana.answers(chat, "Right").await;
        let id = match id {
            Ok(id) => id,
            Err(told) => answers_as_of(&ana, chat, meanwhile(told).version, "Right").await.unwrap(),
        };
        let waits = |state: &shared::state::State| state.thread(chat).unwrap().held_one(id).is_some();
        ben.sees("what waits", waits).await;
        let waiting = version(&ben, chat);
        world.set_time(world.clock.now() + Millis::seconds(11));
        ben.sees_text(chat, "Right").await;
        answers_as_of(&ben, chat, waiting, "And mine").await.unwrap();
        world.rests().await;
        assert_eq!(texts(&sam), ["Mine", "Right", "And mine"]);
    }

    async fn a_scheduled_answer_counts_when_it_leaves(world: World) {
        let (ana, ben, _, chat) = begun(&world).await;
        world.set_time(world.clock.now());
        let due = ana.now() + Millis::hours(1);
        let id = MessageId::new(ana.now());
        let text = "Later".to_owned();
        let schedule = message::Action::Schedule { id, text, reply_to: None, due, unless_reply: false };
        ana.does(Action::Message(chat, schedule)).await.unwrap();
        answers_as_of(&ben, chat, version(&ben, chat), "Now").await.unwrap();
        world.rests().await;
        let before = version(&ben, chat);
        world.set_time(due + Millis::seconds(1));
        ben.sees_text(chat, "Later").await;
        let told = meanwhile(answers_as_of(&ben, chat, before, "Too").await.unwrap_err());
        assert_eq!(told.said[0].message, id);
    }

    async fn who_schedules_is_told_too_and_notes_stop_nobody(world: World) {
        let (ana, ben, _, chat) = begun(&world).await;
        let before = version(&ben, chat);
        let pieces = vec![Piece::Text("Careful".into())];
        let add = note::Action::Add { id: shared::ids::NoteId::new(ana.now()), pieces, files: vec![], audience: Audience::Everyone };
        ana.does(Action::Note(chat, add)).await.unwrap();
        answers_as_of(&ben, chat, before, "First").await.unwrap();
        let schedule = message::Action::Schedule {
            id: MessageId::new(ana.now()),
            text: "Later".into(),
            reply_to: None,
            due: ana.now() + Millis::hours(1),
            unless_reply: false,
        };
        let seen = Some(Seen { version: before, own: vec![], fence: None });
        let command = Command { id: CommandId(world.clock.ulid()), action: Action::Message(chat, schedule), seen };
        meanwhile(ana.commands(&command).await.unwrap_err());
    }
}
