//! Another microphone or speaker, in the middle of a call.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

use super::Engine;
use crate::call::peer::{Microphone, Peer};
use crate::recorder::{devices, microphone};

impl Engine {
    /// Takes what was chosen.
    pub(super) fn choose(self) {
        let now = self.peer.with_value(|peer| {
            let peer = peer.as_ref()?;
            peer.to_speaker();
            Some((peer.sender(), devices::of(&peer.hears())))
        });
        let Some((sender, device)) = now else { return };
        if device == microphone::chosen() {
            return;
        }
        let turn = self.turn.get_value();
        spawn_local(async move {
            let heard = match microphone::listen().await {
                Ok(stream) => Microphone(stream),
                Err(words) => return self.it.toasts().problem(words),
            };
            let replaced = JsFuture::from(sender.replace_track(heard.track().as_ref())).await;
            if self.turn.try_get_value() == Some(turn) && replaced.is_ok() {
                self.hear_by(heard);
            }
        });
    }

    fn hear_by(self, microphone: Microphone) {
        let calls = self.it.calls;
        let hears = |peer: &Option<Peer>| {
            let peer = peer.as_ref()?;
            peer.take(microphone);
            Some(peer.hears())
        };
        calls.hears.set(self.peer.with_value(hears));
        self.hush();
    }
}
