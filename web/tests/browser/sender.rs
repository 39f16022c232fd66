//! What was said is asked until there is an answer, happens once, and is shown until the log has it.

use leptos::prelude::*;
use shared::command::Action;
use shared::conversation;
use shared::event::Seq;
use shared::problem::Code;
use wasm_bindgen_test::wasm_bindgen_test;
use web::drafts::Drafts;
use web::logic::outbox::Outbox;
use web::send::Sender;
use web::session::Session;
use web::ui::toast::Toasts;

use super::picture::{in_app, me, sam, settle};
use super::server::{Say, Server};

fn start() -> (Server, Sender, Drafts) {
    let server = Server::start();
    let (sender, drafts) = in_app(|| {
        let drafts = Drafts::new();
        let sender = Sender::new(Session::new(), drafts, Toasts::new());
        sender.open(me());
        (sender, drafts)
    });
    (server, sender, drafts)
}

fn write(drafts: Drafts, text: &str) {
    drafts.update(sam(), |draft| draft.text = text.into());
}

fn shown(sender: Sender) -> Vec<String> {
    untrack(|| {
        sender.read(|it| it.outgoing(sam()).map(|outgoing| outgoing.text.to_owned()).collect())
    })
}

/// Waits until it has been asked so often.
async fn asked(server: &Server, times: usize) {
    while server.commands().len() < times {
        settle().await;
    }
    settle().await;
}

/// Waits until nothing is without an answer.
async fn answered(sender: Sender) {
    while untrack(|| sender.read(Outbox::unanswered)) > 0 {
        settle().await;
    }
}

#[wasm_bindgen_test]
async fn a_lost_answer_is_asked_for_again_with_the_same_id() {
    let (server, sender, drafts) = start();
    server.says([Say::Nothing, Say::No(Code::Unavailable), Say::Done(5)]);
    write(drafts, "  Hello  ");
    untrack(|| sender.say_then(sam(), || ()));
    assert_eq!(untrack(|| drafts.get(sam()).text), "", "it left the composer");
    assert_eq!(shown(sender), ["Hello"], "it is shown at once");
    for times in 1..=3 {
        asked(&server, times).await;
        sender.hurry();
    }
    answered(sender).await;
    let asked = server.commands();
    assert_eq!(asked.len(), 3);
    assert!(asked.windows(2).all(|two| two.first() == two.last()), "one command, three times");
    assert_eq!(shown(sender), ["Hello"], "until the log has it");
    sender.settle(Seq(5));
    assert_eq!(shown(sender), Vec::<String>::new());
}

#[wasm_bindgen_test]
async fn what_the_log_had_before_the_answer_is_not_shown_twice() {
    let (server, sender, drafts) = start();
    server.says([Say::Done(5)]);
    sender.settle(Seq(6));
    write(drafts, "Hello");
    untrack(|| sender.say_then(sam(), || ()));
    asked(&server, 1).await;
    answered(sender).await;
    assert_eq!(shown(sender), Vec::<String>::new());
}

#[wasm_bindgen_test]
async fn a_refused_text_comes_back_above_what_was_written_since() {
    let (server, sender, drafts) = start();
    server.says([Say::No(Code::WindowClosed), Say::Done(2)]);
    write(drafts, "First");
    untrack(|| sender.say_then(sam(), || ()));
    write(drafts, "Second");
    answered(sender).await;
    assert_eq!(untrack(|| drafts.get(sam()).text), "First\nSecond");
    assert_eq!(shown(sender), Vec::<String>::new());
    assert_eq!(server.commands().len(), 1, "a refusal is an answer");
}

#[wasm_bindgen_test]
async fn messages_of_one_conversation_go_one_after_the_other() {
    let (server, sender, drafts) = start();
    for text in ["One", "Two"] {
        write(drafts, text);
        untrack(|| sender.say_then(sam(), || ()));
    }
    asked(&server, 1).await;
    assert_eq!(server.commands().len(), 1, "the second waits for the first");
    server.says([Say::Done(1), Say::Done(2)]);
    sender.hurry();
    answered(sender).await;
    let ids: Vec<_> = server.commands().iter().map(|it| it.id).collect();
    let [first, again, second] = ids.try_into().expect("three requests");
    assert_eq!(first, again, "the first was asked again");
    assert_ne!(again, second);
    assert_eq!(shown(sender), ["One", "Two"]);
}

#[wasm_bindgen_test]
async fn several_requests_share_one_refresh() {
    let (server, sender, _) = start();
    server.says([Say::Done(1), Say::Done(2), Say::Done(3)]);
    for n in 1..=3 {
        let id = super::picture::id(n, shared::ids::ConversationId);
        untrack(|| sender.send(Action::Conversation(id, conversation::Action::Close)));
    }
    answered(sender).await;
    assert_eq!(server.commands().len(), 3);
    assert_eq!(server.refreshes(), 1);
}

#[wasm_bindgen_test]
async fn a_token_that_is_not_taken_is_replaced_and_the_command_asked_again() {
    let (server, sender, drafts) = start();
    server.says([Say::No(Code::NotLoggedIn), Say::Done(1)]);
    write(drafts, "Hello");
    untrack(|| sender.say_then(sam(), || ()));
    answered(sender).await;
    assert_eq!(server.refreshes(), 2, "one to begin with, one instead of the bad one");
    assert_eq!(server.commands().len(), 2);
    assert_eq!(untrack(|| drafts.get(sam()).text), "");
}

#[wasm_bindgen_test]
async fn nothing_is_said_when_nothing_is_written() {
    let (server, sender, drafts) = start();
    write(drafts, " \n ");
    untrack(|| sender.say_then(sam(), || ()));
    settle().await;
    assert_eq!(server.commands().len(), 0);
}
