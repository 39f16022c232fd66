//! What a customer does with the telephone: `sam.calls().await`, `sam.hears(880).await`.

use crate::calls::{self, CallState, Phase, permission};
use crate::phone::Phone;

impl Phone {
    /// Calls the business and plays 440 Hz once it answers; gives the call's id at WhatsApp.
    ///
    /// # Panics
    /// When they are in a call with this number already.
    pub async fn calls(&self) -> String {
        self.tries_to_call(440).await.expect("no call goes on")
    }

    /// Answers the business's call.
    ///
    /// # Panics
    /// When the phone does not ring.
    pub fn answers(&self) {
        assert!(self.tries_to_answer(), "{} has no call to answer", self.name());
    }

    /// Does not take the business's call.
    ///
    /// # Panics
    /// When the phone does not ring.
    pub fn declines(&self) {
        assert!(self.tries_to_decline(), "{} has no call to decline", self.name());
    }

    /// Hangs up, or gives up waiting.
    ///
    /// # Panics
    /// When there is no call.
    pub fn hangs_up(&self) {
        assert!(self.tries_to_hang_up(), "{} has no call to end", self.name());
    }

    /// Presses keys; whether there is a call.
    pub fn presses(&self, digits: &str) -> bool {
        self.in_call(|call| call.voice.presses(digits))
    }

    /// Plays this tone from now on, 0 for silence; whether there is a call.
    pub fn plays(&self, hz: u32) -> bool {
        self.in_call(|call| call.voice.plays(hz))
    }

    /// The latest call, over or not.
    pub fn call(&self) -> Option<CallState> {
        let snapshot = self.world.state().latest_call(self.chat).map(|call| call.snapshot())?;
        Some(snapshot())
    }

    /// Waits until the latest call is in this phase; panics after twenty seconds.
    pub async fn awaits_call(&self, phase: Phase) -> CallState {
        let found = || {
            let there = self.world.state().latest_call(self.chat).map(|call| call.phase);
            there.filter(|there| *there == phase)
        };
        let came = self.until(found).await.is_some();
        let call = self.call();
        assert!(came, "{} waits for a call that is {phase:?} and has {call:?}", self.name());
        call.expect("it has just been found")
    }

    /// Waits until this tone is heard; panics after twenty seconds.
    pub async fn hears(&self, hz: u32) {
        for _ in 0..400 {
            if self.call().is_some_and(|call| call.heard.has(f64::from(hz))) {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("{} waits for {hz} Hz and hears {:?}", self.name(), self.call());
    }

    /// Allows the business to call, for a week or for good; answers its request, if there is one.
    pub fn allows_calls(&self, permanent: bool) {
        permission::reply(&self.world, self.chat, &self.number, true, permanent);
    }

    /// Does not want to be called, or not any more.
    pub fn forbids_calls(&self) {
        permission::reply(&self.world, self.chat, &self.number, false, false);
    }

    pub(crate) async fn tries_to_call(&self, tone: u32) -> Option<String> {
        calls::call(&self.world, self.chat, &self.number, tone).await
    }

    pub(crate) fn tries_to_answer(&self) -> bool {
        calls::answer(&self.world, self.chat)
    }

    pub(crate) fn tries_to_decline(&self) -> bool {
        calls::decline(&self.world, self.chat)
    }

    pub(crate) fn tries_to_hang_up(&self) -> bool {
        calls::hang_up(&self.world, self.chat)
    }

    fn in_call(&self, does: impl FnOnce(&calls::Call)) -> bool {
        let mut state = self.world.state();
        let call = state.latest_call(self.chat).filter(|call| !call.is_over());
        call.map(|call| does(call)).is_some()
    }
}
