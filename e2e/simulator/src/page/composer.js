// What the customer writes, with a draft for each chat.

import { gist } from "./bubble.js";
import { ask, find } from "./dom.js";
import { tell } from "./phones.js";

const field = find("#text");
const strip = find("#quoting");
const drafts = new Map();
let phone = null;
let quoted = null;

/** Sends any message of the open customer; undefined when it did not get through. */
export const send = (message) => ask("POST", `/simulator/phones/${phone}/messages`, message).catch(failed);

export function failed(error) {
  console.warn(error);
  tell("lost", "The simulator does not answer");
}

/** Turns to another customer, or to none. */
export function turnTo(id) {
  if (phone) drafts.set(phone, field.value);
  phone = id;
  quote(null);
  field.value = drafts.get(id) ?? "";
  grow();
}

/** Quotes a line in what is written next; null quotes nothing. */
export function quote(line, author) {
  quoted = line;
  strip.hidden = !line;
  if (!line) return;
  strip.querySelector("b").textContent = author;
  strip.querySelector("span").textContent = gist(line);
  field.focus();
}

export const focus = () => field.focus();

async function submit(event) {
  event.preventDefault();
  const text = field.value.trim();
  if (!text || !phone) return;
  const message = { text, reply_to: quoted?.wamid };
  field.value = "";
  grow();
  quote(null);
  const sent = await send(message);
  if (sent === undefined && !field.value) {
    field.value = text;
    grow();
  }
}

async function sendFile(event) {
  const [file] = event.target.files;
  if (!file) return;
  const [family] = file.type.split("/");
  const kind = ["image", "video", "audio"].includes(family) ? family : "document";
  const query = new URLSearchParams({ kind });
  if (kind === "document") query.set("filename", file.name);
  const headers = { "Content-Type": file.type || "application/octet-stream" };
  const path = `/simulator/phones/${phone}/files?${query}`;
  await fetch(path, { method: "POST", headers, body: file }).catch(failed);
  event.target.value = "";
}

function grow() {
  field.style.height = "auto";
  field.style.height = `${Math.min(field.scrollHeight + 2, 140)}px`;
  find("#app").toggleAttribute("data-writing", Boolean(field.value.trim()));
}

find("#form").addEventListener("submit", submit);
find("#file").addEventListener("change", sendFile);
strip.querySelector("button").addEventListener("click", () => quote(null));
field.addEventListener("input", grow);
field.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) submit(event);
  if (event.key === "Escape" && quoted) quote(null);
});
