//! Conversations that we begin: with the right person, and never a second one.

use shared::chat::{Begin, CHATS, Line};
use shared::command::Action;
use shared::ids::ConversationId;
use shared::permission::{Role, Visibility};
use shared::problem::{Code, Problem};
use tokio::join;

use crate::on_both;
use crate::world::{Agent, Rights};

fn begin(who: &Agent, phone: &str, name: &str) -> (ConversationId, Action) {
    let number = who.look(|state| *state.numbers().keys().next().unwrap());
    let id = ConversationId::new(who.clock_now());
    (id, Action::Begin(id, Begin { number, phone: phone.into(), name: name.into() }))
}

async fn begins(who: &Agent, phone: &str, name: &str) -> Result<ConversationId, Problem> {
    let (id, action) = begin(who, phone, name);
    who.does(action).await.map(|_| id)
}

async fn look(who: &Agent, phone: &str) -> Result<Line, Problem> {
    let number = who.look(|state| *state.numbers().keys().next().unwrap());
    who.get(&format!("{CHATS}?number={number}&phone={}", phone.replace('+', "%2B"))).await
}

/// `16505550101` as people write it.
fn written(digits: &str) -> String {
    let (country, rest) = digits.split_at(1);
    let (area, line) = rest.split_at(3);
    format!("+{country} ({area}) {line}")
}

on_both! {
    async fn a_conversation_that_we_begin_is_its_beginners_and_the_answer_comes_into_it(world: World) {
        let (ana, ben) = (world.agent("Ana").await, world.agent("Ben").await);
        let sam = world.customer("Sam").await;
        let phone = sam.number();
        assert_eq!(look(&ana, &written(&phone)).await.unwrap(), Line { phone: phone.clone(), conversation: None });
        let chat = begins(&ana, &written(&phone), " Sam Carter ").await.unwrap();
        ben.sees("whose it is", |state| {
            state.conversation(chat).is_some_and(|it| {
                it.assignee == Some(ana.id) && it.contact.name == "Sam Carter" && it.window_until.is_none()
            })
        })
        .await;
        assert_eq!(ana.writes(chat, "Hello").await.unwrap_err().code, Code::WindowClosed);

        sam.writes("Who is this?").await;
        world.rests().await;
        let all = world.conversations().await;
        assert_eq!((all.len(), all[0].id, all[0].contact.name.as_str()), (1, chat, "Sam Carter"));
        assert!(all[0].window_until.is_some());
        assert_eq!(look(&ben, &phone).await.unwrap().conversation, Some(chat));
    }

    async fn of_two_who_begin_at_once_one_does_and_the_other_is_told(world: World) {
        let (ana, ben) = (world.agent("Ana").await, world.agent("Ben").await);
        let sam = world.customer("Sam").await;
        let phone = sam.number();
        let other = written(&phone);
        let (one, two) = join!(begins(&ana, &phone, ""), begins(&ben, &other, ""));
        let told: Vec<_> = [one, two].into_iter().filter_map(Result::err).collect();
        assert_eq!(told.iter().map(|it| it.code).collect::<Vec<_>>(), [Code::Taken]);
        assert_eq!(world.conversations().await.len(), 1);
    }

    async fn a_phone_number_that_nobody_could_have_is_told_with_its_field(world: World) {
        let ana = world.agent("Ana").await;
        for phone in ["", "Sam", "0151 2345678", "+49 1", "+49 151 23456789012345"] {
            let problem = begins(&ana, phone, "").await.unwrap_err();
            assert_eq!((problem.code, problem.field.as_deref()), (Code::Invalid, Some("phone")), "{phone}");
            assert!(look(&ana, phone).await.is_err(), "{phone}");
        }
        assert!(world.conversations().await.is_empty());
    }

    async fn who_does_not_see_the_conversation_is_told_that_there_is_one_and_no_more(world: World) {
        let rights = Rights { role: Role::Agent, visibility: Visibility::Own, teams: vec![] };
        let olga = world.agent_with("Olga", rights, 0).await;
        let sam = world.customer("Sam").await;
        sam.writes("Hello").await;
        world.conversation(&sam).await;
        assert_eq!(begins(&olga, &sam.number(), "").await.unwrap_err().code, Code::Taken);
        assert_eq!(look(&olga, &sam.number()).await.unwrap_err().code, Code::Taken);
    }
}
