//! Quick replies: made by those who organise, and known to everyone at once.

use reqwest::Method;
use shared::command::Action;
use shared::ids::{MessageId, QuickReplyId, TeamId, UploadId};
use shared::message;
use shared::message::file::Hash;
use shared::message::sending::{Again, Upload};
use shared::permission::{Role, Visibility};
use shared::problem::{Code, Problem};
use shared::quick_reply::{self, Given, Offered, SHORTCUT_MAX};
use shared::state::State;

use crate::on_both;
use crate::world::http::answer;
use crate::world::{Agent, Rights, World};

fn given(shortcut: &str, text: &str) -> Given {
    let (title, offered) = ("Greeting".into(), Offered::Everywhere);
    Given { title, shortcut: shortcut.into(), text: text.into(), files: vec![], offered }
}

async fn makes(world: &World, who: &Agent, given: Given) -> Result<QuickReplyId, Problem> {
    let id = QuickReplyId(world.clock.ulid());
    let create = quick_reply::Action::Create(given);
    who.does(Action::QuickReply(id, create)).await.map(|_| id)
}

async fn lead(world: &World) -> Agent {
    let rights = Rights { role: Role::Lead, visibility: Visibility::Own, teams: vec![] };
    world.agent_with("Lea", rights, 0).await
}

/// The shortcuts that are there, archived ones in brackets.
fn known(state: &State) -> Vec<String> {
    let name = |it: &quick_reply::QuickReply| {
        if it.archived { format!("({})", it.shortcut) } else { it.shortcut.clone() }
    };
    state.quick_replies().values().map(name).collect()
}

async fn upload(who: &Agent, name: &str) -> Upload {
    let request = who.request(Method::POST, "/api/uploads").query(&[("name", name)]);
    answer(request.body(format!("%PDF-1.7 {name}"))).await.unwrap()
}

on_both! {
    async fn its_files_go_with_the_message_of_whoever_takes_it(world: World) {
        let (lea, ana) = (lead(&world).await, world.agent("Ana").await);
        let sam = world.customer("Sam").await;
        sam.writes("How much?").await;
        let chat = world.conversation(&sam).await;
        let prices = upload(&lea, "Prices.pdf").await;
        let with = |files: Vec<UploadId>| Given { files, ..given("prices", "") };
        assert_eq!(makes(&world, &lea, with(vec![])).await.unwrap_err().field.as_deref(), Some("text"));
        let of_others = makes(&world, &lea, with(vec![upload(&ana, "x.pdf").await.id])).await;
        assert_eq!(of_others.unwrap_err().field.as_deref(), Some("files"));
        let id = makes(&world, &lea, with(vec![prices.id, prices.id])).await.unwrap();
        ana.sees("its file, once", |state| {
            let it = state.quick_replies().get(&id);
            it.is_some_and(|it| it.files.iter().map(|it| it.name.as_str()).eq(["Prices.pdf"]))
        }).await;
        let again = |hash| {
            let of = Again::QuickReply { id, hash };
            answer::<Upload>(ana.request(Method::POST, "/api/uploads/again").json(&of))
        };
        assert_eq!(again(Hash([7; 32])).await.unwrap_err().code, Code::NotFound);
        let mine = again(prices.file.hash).await.unwrap();
        let (message, caption) = (MessageId(world.clock.ulid()), Some("Here you are".to_owned()));
        let send = message::Action::SendFile { id: message, upload: mine.id, caption, voice: false, reply_to: None };
        ana.does(Action::Message(chat, send)).await.unwrap();
        world.rests().await;
        assert_eq!(sam.received()[0].body["filename"], "Prices.pdf");
        let change = quick_reply::Action::Change(given("prices", "Ask me"));
        lea.does(Action::QuickReply(id, change)).await.unwrap();
        ana.sees("none", |state| state.quick_replies()[&id].files.is_empty()).await;
        assert_eq!(again(prices.file.hash).await.unwrap_err().code, Code::NotFound);
    }
}

on_both! {
    async fn everyone_has_a_quick_reply_at_once(world: World) {
        let (lea, ana) = (lead(&world).await, world.agent("Ana").await);
        let id = makes(&world, &lea, given(" /Hello ", "Hi {{contact.first_name}}!")).await.unwrap();
        ana.sees("it", |state| known(state) == ["hello"]).await;
        let change = quick_reply::Action::Change(given("hi", "Hi {{contact.name}}!"));
        lea.does(Action::QuickReply(id, change)).await.unwrap();
        ana.sees("the other text", |state| {
            known(state) == ["hi"] && state.quick_replies()[&id].text == "Hi {{contact.name}}!"
        }).await;
        lea.does(Action::QuickReply(id, quick_reply::Action::Archive)).await.unwrap();
        ana.sees("it archived", |state| known(state) == ["(hi)"]).await;
        lea.does(Action::QuickReply(id, quick_reply::Action::Restore)).await.unwrap();
        ana.sees("it again", |state| known(state) == ["hi"]).await;
    }

    async fn a_shortcut_is_one_word_and_one_reply(world: World) {
        let lea = lead(&world).await;
        let first = makes(&world, &lea, given("hi", "Hi")).await.unwrap();
        let field = |problem: Problem| (problem.code, problem.field.unwrap_or_default());
        let taken = || (Code::Taken, "shortcut".to_owned());
        assert_eq!(field(makes(&world, &lea, given("HI", "Ho")).await.unwrap_err()), taken());
        lea.does(Action::QuickReply(first, quick_reply::Action::Archive)).await.unwrap();
        assert_eq!(field(makes(&world, &lea, given("/hi", "Ho")).await.unwrap_err()), taken());
        for bad in ["", "/", "two words", "a/b", &"x".repeat(SHORTCUT_MAX + 1)] {
            let problem = makes(&world, &lea, given(bad, "Ho")).await.unwrap_err();
            assert_eq!(field(problem), (Code::Invalid, "shortcut".to_owned()), "{bad}");
        }
    }

    async fn what_could_never_be_said_is_refused(world: World) {
        let (lea, ana) = (lead(&world).await, world.agent("Ana").await);
        for bad in ["", " \n", "Hi {{contact.nam}}", &"x".repeat(4_097)] {
            let problem = makes(&world, &lea, given("hi", bad)).await.unwrap_err();
            assert_eq!((problem.code, problem.field.as_deref()), (Code::Invalid, Some("text")));
        }
        let nowhere = Offered::Team(TeamId(world.clock.ulid()));
        let problem = makes(&world, &lea, Given { offered: nowhere, ..given("hi", "Hi") }).await.unwrap_err();
        assert_eq!(problem.field.as_deref(), Some("offered"));
        assert_eq!(makes(&world, &ana, given("hi", "Hi")).await.unwrap_err().code, Code::Forbidden);
    }
}
