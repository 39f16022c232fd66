//! Whatever comes again, even at the same moment, happens once: commands of impatient browsers, deliveries of WhatsApp.

use std::collections::BTreeMap;

use serde_json::Value;
use server::store::log;
use shared::command::{Action, Command};
use shared::conversation::{self, Conversation};
use shared::event::{Fact, Seq};
use shared::ids::{AgentId, CommandId, ConversationId, MessageId, NumberId, TeamId};
use shared::message::Status;
use shared::number::ReadReceipts;
use shared::permission::{Role, Visibility};
use shared::{agent, message, number, team};
use simulator::{Misbehaviour, Phone};

use crate::on_both;
use crate::world::{Agent, World};

on_both! {
    async fn a_day_in_which_everything_comes_four_times_is_the_same_day(world: World) {
        let ada = world.admin("Ada").await;
        // The first delivery ever tells the number's account, whose templates are then read.
        world.customer("Early").await.writes("Hello").await;
        let once = a_day(&world, &ada, 1).await;
        world.whatsapp.misbehave(Misbehaviour::DuplicateWebhooks { copies: 3 });
        let again = a_day(&world, &ada, 4).await;
        assert_eq!(once, again);
    }

    async fn the_same_command_for_another_subject_is_still_the_same_command(world: World) {
        let ada = world.admin("Ada").await;
        let id = CommandId(world.clock.ulid());
        let teams = [0, 1].map(|_| TeamId(world.clock.ulid()));
        for team in teams {
            let create = team::Action::Create { name: format!("Team {team}") };
            ada.commands(&Command { id, action: Action::Team(team, create), seen: None }).await.unwrap();
        }
        ada.sees("the first", |state| state.teams().contains_key(&teams[0])).await;
        assert!(!ada.look(|state| state.teams().contains_key(&teams[1])));
    }
}

/// What a day leaves, without its ids and times.
#[derive(Debug, PartialEq)]
struct Day {
    texts: Vec<String>,
    received: Vec<String>,
    shown: (conversation::Status, bool, u32, u32),
    /// How often each thing happened, by the log.
    facts: BTreeMap<String, usize>,
}

/// Somebody new writes, and everything is done that can be done, each command so many times at once.
async fn a_day(world: &World, ada: &Agent, times: usize) -> Day {
    world.rests().await;
    let begin = world.app().store.read(log::cursor).await.unwrap().seq;
    let sam = world.customer(&format!("Sam the {times}")).await;
    for text in ["Hello", "Anybody there?"] {
        sam.writes(text).await;
        world.rests().await;
    }
    let chat = world.conversation(&sam).await;
    assert!(ada.opens(chat).await);

    let people = office(world, ada, times).await;
    let first = answers(world, ada, chat, "Good morning", times).await;
    let assign = |to| conversation::Action::Assign { to };
    for action in [
        assign(Some(ada.id)),
        assign(Some(people)),
        assign(None),
        conversation::Action::Close,
        conversation::Action::Reopen,
        conversation::Action::Read { through: first },
    ] {
        does(world, ada, Action::Conversation(chat, action), times).await;
    }
    world.whatsapp.misbehave(Misbehaviour::RefuseSends { code: 131_047 }.next(1));
    let late = answers(world, ada, chat, "How may I help?", times).await;
    ada.sees_delivery(chat, late, Status::Failed).await;
    does(world, ada, Action::Message(chat, message::Action::Retry { id: late }), times).await;
    ada.sees_delivery(chat, late, Status::Delivered).await;
    sam.writes("My bike").await;
    sam.reads().await;
    ada.sees_delivery(chat, late, Status::Read).await;
    world.rests().await;
    leaves(world, ada, chat, &sam, begin).await
}

/// Teams, people and numbers come and change. Tells who was invited.
async fn office(world: &World, ada: &Agent, times: usize) -> AgentId {
    let team = TeamId(world.clock.ulid());
    let agent = AgentId(world.clock.ulid());
    let number = NumberId(world.clock.ulid());
    let (role, visibility, teams) = (Role::Agent, Visibility::All, vec![team]);
    let invite = agent::Action::Invite {
        name: "Ben".into(),
        email: format!("ben{times}@example.com"),
        role,
        visibility,
        teams: vec![],
    };
    let add = number::Action::Add {
        phone_number_id: format!("10000000000{times}"),
        display: format!("+49 30 12345{times}"),
        name: "Shop".into(),
        access_token: format!("EAAG-a-system-users-token-{times}"),
        team: Some(team),
        account: None,
    };
    let change = number::Action::Change {
        name: "Workshop".into(),
        team: None,
        on_missed: String::new(),
        read_receipts: ReadReceipts::Never,
    };
    for action in [
        Action::Team(team, team::Action::Create { name: format!("Workshop {times}") }),
        Action::Team(team, team::Action::Rename { name: format!("Bikes {times}") }),
        Action::Agent(agent, invite),
        Action::Agent(agent, agent::Action::SetRights { role, visibility, teams }),
        Action::Number(number, add),
        Action::Number(number, change),
    ] {
        does(world, ada, action, times).await;
    }
    agent
}

async fn answers(
    world: &World,
    ada: &Agent,
    chat: ConversationId,
    text: &str,
    times: usize,
) -> MessageId {
    let id = MessageId(world.clock.ulid());
    let send = message::Action::Send { id, text: text.into(), reply_to: None };
    does(world, ada, Action::Message(chat, send), times).await;
    world.rests().await;
    id
}

/// The same command so many times at once, and each is told that it is done; then everything rests.
async fn does(world: &World, ada: &Agent, action: Action, times: usize) {
    let command = Command { id: CommandId(world.clock.ulid()), action, seen: None };
    let impatient: Vec<_> = (0..times)
        .map(|_| {
            let (ada, command) = (ada.clone(), command.clone());
            tokio::spawn(async move { ada.commands(&command).await })
        })
        .collect();
    for answer in impatient {
        answer.await.unwrap().unwrap_or_else(|problem| panic!("{command:?}: {problem}"));
    }
    world.rests().await;
}

async fn leaves(world: &World, ada: &Agent, chat: ConversationId, sam: &Phone, begin: Seq) -> Day {
    let lines = world.app().store.read(move |conn| log::after(conn, begin, 10_000)).await.unwrap();
    let mut facts = BTreeMap::new();
    for line in lines {
        // WhatsApp may tell of a later status first, and the earlier one then says nothing.
        if !matches!(line.body.fact, Fact::Message(message::Fact::Moved { .. })) {
            *facts.entry(kind(&serde_json::to_value(&line.body.fact).unwrap())).or_default() += 1;
        }
    }
    let all = world.conversations().await;
    let it: &Conversation = all.iter().find(|it| it.id == chat).unwrap();
    let received = sam.received().iter().map(|it| it.body["body"].to_string()).collect();
    let shown = (it.status, it.assignee.is_some(), it.unread, it.version);
    Day { texts: ada.texts(chat), received, shown, facts }
}

/// `conversation.assigned` and the like.
fn kind(fact: &Value) -> String {
    let (of, what) = fact.as_object().unwrap().iter().next().unwrap();
    let what = match what {
        Value::Object(fields) => fields.keys().next().unwrap(),
        other => other.as_str().unwrap(),
    };
    format!("{of}.{what}")
}
