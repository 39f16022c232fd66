//! A server that is told to stop lets its calls end first.

use std::sync::Arc;

use serde_json::Value;
use simulator::Phase;

use super::*;
use crate::world::Database;
use crate::world::database::redis;
use crate::world::http::client;
use crate::world::program::Program;

/// What it says of itself, and how, while it is there.
async fn health(program: &Program) -> Option<(u16, String)> {
    let reply = client().get(format!("http://{}/health", program.address)).send().await.ok()?;
    let code = reply.status().as_u16();
    let body: Value = reply.json().await.ok()?;
    Some((code, body["status"].as_str()?.to_owned()))
}

/// Which of them waits for a call, and the code by which it says so. Those that have none are gone.
async fn waits_for_it(programs: &[Arc<Program>]) -> (usize, u16) {
    let waiting = eventually(async || {
        for (place, program) in programs.iter().enumerate() {
            if let Some((code, status)) = health(program).await
                && status == "stopping once calls are over"
            {
                return Some((place, code));
            }
        }
        None
    });
    waiting.await.expect("one waits for the call")
}

/// It waits until they have hung up, and everything goes on meanwhile.
async fn waits(world: World, programs: Vec<Arc<Program>>, code: u16) {
    let ana = world.agent("Ana").await;
    let (sam, at) = known(&world).await;
    sam.calls().await;
    let call = comes(&ana, at).await;
    let voice = join(&ana, at, call.id, false).await.unwrap();
    sam.hears(880).await;
    for program in &programs {
        program.is_told_to_stop().await;
    }
    let (place, said) = waits_for_it(&programs).await;
    assert_eq!(said, code);
    ana.moves_to(&world.nodes[place]);
    world.whatsapp.set_webhook_url(world.nodes[place].webhook_url());
    sam.writes("Can you still read me?").await;
    ana.sees("what the customer writes", |state| {
        let row = state.conversation(at).and_then(|it| it.last.as_ref());
        row.is_some_and(|it| it.text == "Can you still read me?")
    })
    .await;
    voice.hears(440).await;
    sam.hears(880).await;
    wants(&ana, at, Action::HangUp { call: call.id }).await.unwrap();
    sam.awaits_call(Phase::Ended).await;
    for program in &programs {
        program.ends().await;
        program.start().await;
    }
    ended(&ana, at).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn alone_it_goes_on_until_they_have_hung_up_on_sqlite() {
    let story = |world, programs| waits(world, programs, 200);
    World::tell_of_programs(Database::sqlite().await, None, 1, story).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_of_several_says_that_others_should_take_what_is_new_on_postgres() {
    let story = |world, programs| waits(world, programs, 503);
    World::tell_of_programs(Database::postgres().await, Some(&redis()), 2, story).await;
}

/// Told again it stops at once, and the call is over for everybody.
async fn told_again(world: World, programs: Vec<Arc<Program>>) {
    let ana = world.agent("Ana").await;
    let (sam, at) = known(&world).await;
    sam.calls().await;
    let call = comes(&ana, at).await;
    let _voice = join(&ana, at, call.id, false).await.unwrap();
    sam.hears(880).await;
    programs[0].is_told_to_stop().await;
    waits_for_it(&programs).await;
    programs[0].stops().await;
    sam.awaits_call(Phase::Ended).await;
    programs[0].start().await;
    ended(&ana, at).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn told_again_it_stops_at_once_on_sqlite() {
    World::tell_of_programs(Database::sqlite().await, None, 1, told_again).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn told_again_it_stops_at_once_on_postgres() {
    World::tell_of_programs(Database::postgres().await, Some(&redis()), 1, told_again).await;
}
