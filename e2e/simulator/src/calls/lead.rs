//! How a call goes: by what the customer does, and by what the business asks for.

use std::sync::Arc;

use super::{Call, Phase, Until, told, webhooks};
use crate::error::Refusal;
use crate::ids;
use crate::misbehaviour::Misbehaviour;
use crate::options::BusinessNumber;
use crate::voice::Voice;
use crate::world::{State, World};

/// A customer calls; `None` when they are in a call with this number already.
pub(crate) async fn call(
    world: &Arc<World>,
    chat: usize,
    number: &BusinessNumber,
    tone: u32,
) -> Option<String> {
    let (voice, offer) = Voice::calls().await.expect("a voice can be had");
    voice.plays(tone);
    let mut state = world.state();
    if state.in_call(chat, number) {
        return None;
    }
    let id = begin(world, &mut state, chat, number, true, voice);
    webhooks::connect(world, &mut state, &id, "offer", &offer);
    super::permission::called(world, &mut state, chat, number, &id);
    Some(id)
}

/// The business calls: gives the call's id. The customer's phone rings.
pub(crate) fn connect(
    world: &Arc<World>,
    chat: usize,
    number: &BusinessNumber,
    callback_data: Option<String>,
    (voice, answer): (Voice, String),
) -> Result<String, Refusal> {
    let mut state = world.state();
    if state.in_call(chat, number) {
        return Err(Refusal::of(138_003));
    }
    let id = begin(world, &mut state, chat, number, false, voice);
    if let Some(call) = state.call(&id) {
        call.callback_data = callback_data;
    }
    webhooks::connect(world, &mut state, &id, "answer", &answer);
    webhooks::status(world, &mut state, &id, "RINGING");
    Ok(id)
}

/// The business will answer: sound can get ready.
pub(crate) async fn pre_accept(
    world: &Arc<World>,
    id: &str,
    answer: String,
) -> Result<(), Refusal> {
    let voice = {
        let mut state = world.state();
        let call = ringing(&mut state, id)?;
        if call.answer.as_ref().is_some_and(|before| *before == answer) {
            return Ok(());
        }
        if call.answer.is_some() {
            return Err(Refusal::because(138_008, "The SDP differs from that of pre_accept"));
        }
        call.answer = Some(answer.clone());
        call.voice.clone()
    };
    voice.answered(&answer).await.map_err(|error| Refusal::because(138_008, error.to_string()))
}

/// The business answers.
pub(crate) async fn accept(
    world: &Arc<World>,
    id: &str,
    answer: String,
    callback_data: Option<String>,
) -> Result<(), Refusal> {
    pre_accept(world, id, answer).await?;
    let mut state = world.state();
    let call = ringing(&mut state, id)?;
    call.callback_data = callback_data.or(call.callback_data.take());
    start(world, call);
    show(world, &mut state, id);
    Ok(())
}

/// The business does not want to answer.
pub(crate) fn reject(world: &Arc<World>, id: &str) -> Result<(), Refusal> {
    let mut state = world.state();
    ringing(&mut state, id)?;
    end(world, &mut state, id, Phase::Rejected, None);
    Ok(())
}

/// The business hangs up.
pub(crate) fn terminate(world: &Arc<World>, id: &str) -> Result<(), Refusal> {
    let mut state = world.state();
    if state.call(id).is_none_or(|call| call.is_over()) {
        return Err(Refusal::because(131_009, "There is no such call going on"));
    }
    end(world, &mut state, id, Phase::Ended, None);
    Ok(())
}

/// The customer answers a call of the business; whether there was one.
pub(crate) fn answer(world: &Arc<World>, chat: usize) -> bool {
    let mut state = world.state();
    let Some(id) = rings_at(&mut state, chat) else { return false };
    let Some(call) = state.call(&id) else { return false };
    let number = call.number.clone();
    start(world, call);
    super::permission::connected(world, &mut state, chat, &number);
    webhooks::status(world, &mut state, &id, "ACCEPTED");
    show(world, &mut state, &id);
    true
}

/// The customer does not want to answer; whether there was a call.
pub(crate) fn decline(world: &Arc<World>, chat: usize) -> bool {
    let mut state = world.state();
    let Some(id) = rings_at(&mut state, chat) else { return false };
    webhooks::status(world, &mut state, &id, "REJECTED");
    end(world, &mut state, &id, Phase::Rejected, None);
    true
}

/// The customer hangs up, or gives up; whether there was a call.
pub(crate) fn hang_up(world: &Arc<World>, chat: usize) -> bool {
    let mut state = world.state();
    let going_on =
        state.latest_call(chat).filter(|call| !call.is_over()).map(|call| call.id.clone());
    let Some(id) = going_on else { return false };
    end(world, &mut state, &id, Phase::Ended, None);
    true
}

fn begin(
    world: &Arc<World>,
    state: &mut State,
    chat: usize,
    number: &BusinessNumber,
    incoming: bool,
    voice: Voice,
) -> String {
    let id = ids::wacid();
    let held_until = if state.plans.happens(&Misbehaviour::ConnectLast) {
        Some(Until::Ended)
    } else if !incoming && state.plans.happens(&Misbehaviour::AcceptedFirst) {
        Some(Until::Answered)
    } else {
        None
    };
    state.calls.push(Call {
        id: id.clone(),
        chat,
        number: number.clone(),
        incoming,
        phase: Phase::Ringing,
        answer: None,
        voice,
        started_at: None,
        ended_at: None,
        callback_data: None,
        held: Vec::new(),
        held_until,
    });
    show(world, state, &id);
    give_up_later(world, &id);
    id
}

/// Nobody waits for ever.
fn give_up_later(world: &Arc<World>, id: &str) {
    let (own, id) = (Arc::clone(world), id.to_owned());
    world.runtime.spawn(async move {
        tokio::time::sleep(own.options.call_patience).await;
        let mut state = own.state();
        if state.call(&id).is_some_and(|call| call.phase == Phase::Ringing) {
            end(&own, &mut state, &id, Phase::Ended, None);
        }
    });
}

fn start(world: &World, call: &mut Call) {
    call.phase = Phase::Accepted;
    call.started_at = Some(world.clock.now());
    call.voice.starts();
}

fn end(world: &Arc<World>, state: &mut State, id: &str, phase: Phase, error: Option<i64>) {
    let now = world.clock.now();
    let Some(call) = state.call(id) else { return };
    call.phase = phase;
    call.ended_at = Some(now);
    call.voice.stops();
    let voice = call.voice.clone();
    world.runtime.spawn(async move { voice.leaves().await });
    webhooks::terminate(world, state, id, error);
    show(world, state, id);
}

/// Tells the page and whoever waits.
fn show(world: &World, state: &mut State, id: &str) {
    let Some(at) = state.calls.iter().position(|call| call.id == id) else { return };
    if let Some(call) = state.calls.get(at) {
        world.tell(&told(call, &state.chat(call.chat).customer.phone));
    }
    world.changed.send_modify(|count| *count += 1);
}

fn ringing<'a>(state: &'a mut State, id: &str) -> Result<&'a mut Call, Refusal> {
    let call = state.call(id).filter(|call| call.incoming && call.phase == Phase::Ringing);
    call.ok_or_else(|| Refusal::because(131_009, "There is no such call that rings"))
}

fn rings_at(state: &mut State, chat: usize) -> Option<String> {
    let call = state.latest_call(chat)?;
    (!call.incoming && call.phase == Phase::Ringing).then(|| call.id.clone())
}
