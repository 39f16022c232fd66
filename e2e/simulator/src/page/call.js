// The telephone of the open chat: calls the business, is called, and says what it hears. The sound itself is a tone,
// which the simulator plays and measures; no microphone is asked for.

import { failed } from "./composer.js";
import { ask, find } from "./dom.js";

const strip = find("#call");
const words = find("#call-words");
const hears = find("#call-hears");
const dial = find("#dial");
const buttons = { answer: find("#call-answer"), decline: find("#call-decline"), hangup: find("#call-hangup") };

let phone = null;
let call = null;
let hidden = 0;

/** Turns to another customer's telephone, with the latest call of theirs. */
export function turnTo(id, latest) {
  phone = id;
  call = latest && goesOn(latest) ? latest : null;
  show();
}

/** A call has begun, or is no longer what it was. */
export function told(id, now) {
  if (id !== phone) return;
  call = now;
  clearTimeout(hidden);
  // How it ended can be read for a while.
  if (!goesOn(now)) hidden = setTimeout(() => { call = null; show(); }, 5_000);
  show();
}

/** Allows the business to call, or forbids it. */
export const permit = (response, permanent) =>
  ask("POST", `/simulator/phones/${phone}/permission`, { response, permanent }).catch(failed);

const goesOn = ({ state }) => state === "ringing" || state === "accepted";
const ours = () => call.direction === "USER_INITIATED";

function show() {
  strip.hidden = !call;
  dial.disabled = Boolean(call && goesOn(call));
  hears.textContent = "";
  if (!call) return;
  const rings = call.state === "ringing";
  words.textContent = line();
  buttons.answer.hidden = buttons.decline.hidden = !rings || ours();
  buttons.hangup.hidden = !(call.state === "accepted" || (rings && ours()));
  strip.dataset.state = call.state;
}

function line() {
  switch (call.state) {
    case "ringing": return ours() ? "Calling the business…" : "The business is calling";
    case "accepted": return `In a call · ${lasting()}`;
    case "rejected": return ours() ? "The business did not take the call" : "Declined";
    default: return call.started_at ? "The call has ended" : "Nobody answered";
  }
}

function lasting() {
  const seconds = Math.max(0, Math.floor(Date.now() / 1000) - call.started_at);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

async function listen() {
  if (call?.state !== "accepted") return;
  words.textContent = line();
  const wanted = call.id;
  const { id, heard } = await ask("GET", `/simulator/phones/${phone}/call`);
  if (id !== wanted || call?.id !== wanted) return;
  const tones = heard.frequencies.map((hz) => `${Math.round(hz)} Hz`).join(" and ");
  hears.textContent = tones ? `Hears ${tones}` : (heard.energy > 0.001 ? "Hears something" : "Hears nothing");
}
setInterval(() => listen().catch(console.warn), 1_000);

const act = (what) => () => ask("POST", `/simulator/phones/${phone}/call/${what}`).catch(failed);
for (const [what, button] of Object.entries(buttons)) button.addEventListener("click", act(what));
dial.addEventListener("click", () => ask("POST", `/simulator/phones/${phone}/calls`, {}).catch(failed));
