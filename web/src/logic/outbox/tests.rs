//! What must hold of commands on their way.

use shared::conversation;

use super::*;

const NOW: Timestamp = Timestamp(1_000);

fn conversation(n: u64) -> ConversationId {
    ConversationId(ulid::Ulid::from_parts(n, 0))
}

fn say(to: u64, n: u64) -> Command {
    let send = message::Action::Send {
        id: MessageId(ulid::Ulid::from_parts(n, 0)),
        text: format!("text {n}"),
        reply_to: None,
    };
    Command {
        id: CommandId(ulid::Ulid::from_parts(n, 0)),
        action: Action::Message(conversation(to), send),
        seen: None,
    }
}

fn outbox(commands: &[Command]) -> Outbox {
    let mut outbox = Outbox::default();
    for command in commands {
        outbox.push(command.clone(), NOW);
    }
    outbox
}

fn texts(outbox: &Outbox, to: u64) -> Vec<String> {
    outbox.outgoing(conversation(to)).map(|it| it.text.to_owned()).collect()
}

#[test]
fn what_was_written_first_is_asked_first() {
    let mut outbox = outbox(&[say(1, 1), say(1, 2), say(2, 3)]);
    assert_eq!(outbox.take_turns(), [say(1, 1), say(2, 3)], "one at a time in each conversation");
    assert_eq!(outbox.take_turns(), []);
    outbox.done(say(1, 1).id, Seq(7));
    assert_eq!(outbox.take_turns(), [say(1, 2)]);
}

#[test]
fn a_message_is_shown_until_the_picture_has_it() {
    let mut outbox = outbox(&[say(1, 1), say(1, 2)]);
    outbox.take_turns();
    outbox.done(say(1, 1).id, Seq(7));
    assert!(!outbox.settle(Seq(6)));
    assert_eq!(texts(&outbox, 1), ["text 1", "text 2"]);
    assert!(outbox.settle(Seq(7)));
    assert_eq!(texts(&outbox, 1), ["text 2"]);
    assert_eq!(texts(&outbox, 2), Vec::<String>::new());
}

#[test]
fn what_was_left_comes_before_what_is_new_and_once() {
    let mut outbox = outbox(&[say(1, 3)]);
    for left in [say(1, 2), say(1, 1), say(1, 3)] {
        outbox.push_first(left, NOW);
    }
    assert_eq!(texts(&outbox, 1), ["text 1", "text 2", "text 3"]);
    assert_eq!(outbox.take_turns(), [say(1, 1)]);
}

#[test]
fn a_lost_answer_keeps_its_place_and_its_id() {
    let mut outbox = outbox(&[say(1, 1), say(1, 2)]);
    let asked = outbox.take_turns();
    outbox.trouble(asked[0].id);
    assert!(outbox.outgoing(conversation(1)).next().unwrap().troubled);
    outbox.pause();
    assert_eq!(outbox.take_turns(), asked, "the same command, and nothing overtook it");
    assert_eq!(outbox.unanswered(), 2);
}

#[test]
fn a_refusal_gives_the_command_back_and_lets_the_next_one_pass() {
    let mut outbox = outbox(&[say(1, 1), say(1, 2)]);
    outbox.take_turns();
    assert_eq!(outbox.refused(say(1, 1).id).unwrap().command, say(1, 1));
    assert_eq!(outbox.refused(say(1, 1).id), None);
    assert_eq!(outbox.take_turns(), [say(1, 2)]);
}

#[test]
fn what_is_not_said_in_a_thread_does_not_wait_for_it() {
    let close = |n| Command {
        id: CommandId(ulid::Ulid::from_parts(n, 0)),
        action: Action::Conversation(conversation(n), conversation::Action::Close),
        seen: None,
    };
    let mut outbox = outbox(&[close(1), close(2)]);
    assert_eq!(outbox.take_turns().len(), 2);
    assert!(outbox.any(|it| matches!(it, Action::Conversation(id, _) if *id == conversation(2))));
    assert_eq!(texts(&outbox, 1), Vec::<String>::new());
}

#[test]
fn only_what_may_pass_is_asked_again() {
    assert!(again(Code::Unavailable, 1_000));
    assert!(again(Code::TooMany, 1_000));
    assert!(again(Code::Internal, 0));
    assert!(!again(Code::Internal, FAULTS_MAX));
    assert!(!again(Code::WindowClosed, 0));
    assert!(!again(Code::NotLoggedIn, 0));
}
