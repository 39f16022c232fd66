// The customer's phone: which chat is open, what comes in, what is written.

import { bubble, ticks } from "./page/bubble.js";
import { permit, told as toldOfCall, turnTo as turnToCall } from "./page/call.js";
import { failed, focus, quote, send, turnTo } from "./page/composer.js";
import { ask, day, find, h, pretty } from "./page/dom.js";
import { refresh, show as showMisbehaviours } from "./page/misbehave.js";
import { draw, tell } from "./page/phones.js";

const MOST_LINES = 400;
const EMOJIS = ["👍", "❤️", "😂", "😮", "😢", "🙏"];

const phones = new Map();
let numbers = [];
let open = null;
let lines = new Map();
let typing = 0;

const app = find("#app");
const list = find("#lines");
const scroll = find("#scroll");
const down = find("#down");

/** What a bubble may ask of its chat. */
const chat = {
  get business() { return numbers[0]?.name ?? "Business"; },
  line: (wamid) => lines.get(wamid),
  reactions: (wamid) => {
    const latest = new Map();
    for (const line of lines.values()) {
      if (line.kind === "reaction" && line.body?.message_id === wamid) latest.set(line.mine, line.body.emoji);
    }
    return [...latest.values()].filter(Boolean);
  },
  show: (wamid) => {
    const element = list.querySelector(`[data-wamid="${CSS.escape(wamid)}"]`);
    element?.scrollIntoView({ block: "center", behavior: "smooth" });
    element?.animate([{ opacity: 0.4 }, { opacity: 1 }], 600);
  },
  quote: (line) => quote(line, line.mine ? "You" : chat.business),
  choose: (line, kind, choice) => {
    const body = { type: kind, [kind]: choice };
    return send({ type: "interactive", body, reply_to: line.wamid });
  },
  permit,
  react: (line, button) => {
    const choose = (emoji) => () => {
      const own = [...lines.values()].findLast((other) =>
        other.mine && other.kind === "reaction" && other.body?.message_id === line.wamid);
      const again = own?.body?.emoji === emoji;
      menu.remove();
      return send({ type: "reaction", body: { message_id: line.wamid, emoji: again ? "" : emoji } });
    };
    const menu = h("span", { class: "emojis", role: "menu" },
      EMOJIS.map((emoji) => h("button", { type: "button", role: "menuitem", click: choose(emoji) }, emoji)));
    button.closest(".tools").append(menu);
    menu.firstChild.focus();
    menu.addEventListener("focusout", (event) => {
      if (!menu.contains(event.relatedTarget)) queueMicrotask(() => menu.remove());
    });
    menu.addEventListener("keydown", (event) => { if (event.key === "Escape") button.focus(); });
  },
};

const shown = (line) => line.kind !== "reaction";

function item(line, before) {
  const row = h("li", {
    "data-testid": "bubble", "data-wamid": line.wamid, "data-kind": line.kind,
    class: line.mine ? "mine" : "theirs",
  }, bubble(line, chat));
  const follows = before && before.mine === line.mine && line.at - before.at < 300 && day(before.at) === day(line.at);
  if (follows) row.classList.add("follows");
  return row;
}

/** The rows for a line: a date chip when the day changes, and the bubble. */
function rows(line, before) {
  const chip = !before || day(before.at) !== day(line.at)
    ? [h("li", { class: "day" }, h("span", {}, day(line.at)))] : [];
  return [...chip, item(line, before)];
}

function drawChat() {
  const all = [...lines.values()].filter(shown).sort((one, other) => one.at - other.at).slice(-MOST_LINES);
  list.replaceChildren(...all.flatMap((line, index) => rows(line, all[index - 1])), dots);
  if (!all.length) list.prepend(h("li", { class: "day" }, h("span", {}, "Say hello")));
}

const dots = h("li", { class: "theirs typing", "data-testid": "typing", hidden: true },
  h("div", { class: "bubble", "aria-label": "The business is typing" }, h("i"), h("i"), h("i")));

function showTyping(until) {
  typing = until;
  dots.hidden = Date.now() >= until;
  find("#who").dataset.typing = dots.hidden ? "" : "typing…";
}
setInterval(() => { if (typing && Date.now() >= typing) { showTyping(0); } }, 1000);

// Pictures grow when they have loaded; whoever was at the end stays there.
let stuck = true;
list.addEventListener("load", () => { if (stuck) toEnd(); }, true);

const atEnd = () => scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 80;

function toEnd() {
  scroll.scrollTop = scroll.scrollHeight;
  stuck = true;
  down.hidden = true;
  down.dataset.count = 0;
}

/** A line of the open chat is new or has changed. */
function take(line) {
  const known = lines.get(line.wamid);
  const stay = !atEnd();
  const last = [...lines.values()].findLast(shown);
  lines.set(line.wamid, line);
  if (known) {
    const mark = list.querySelector(`[data-wamid="${CSS.escape(line.wamid)}"] [data-testid="ticks"]`);
    mark?.replaceWith(...(line.mine ? [ticks(line)] : []));
    return;
  }
  if (!line.mine) showTyping(0);
  if (shown(line) && last && line.at >= last.at) dots.before(...rows(line, last));
  else drawChat();
  if (line.mine || !stay) toEnd();
  else if (shown(line)) {
    down.dataset.count = Number(down.dataset.count ?? 0) + 1;
    down.querySelector("span").textContent = down.dataset.count;
    down.hidden = false;
  }
  read();
}

/** Blue ticks for the business, once somebody can have seen the chat. */
function read() {
  const phone = phones.get(open);
  if (!phone?.unread || document.visibilityState !== "visible") return;
  phone.unread = 0;
  drawList();
  ask("POST", `/simulator/phones/${open}/read`).catch(console.warn);
}

/** Draws the list, once for everything that happens before the next frame. */
let drawing = false;
function drawList() {
  if (drawing) return;
  drawing = true;
  requestAnimationFrame(() => { drawing = false; draw(phones, open); });
}

/** Opens the chat of the address, `#16505550101`. */
async function visit() {
  const id = decodeURIComponent(location.hash.slice(1));
  open = phones.has(id) ? id : null;
  app.dataset.view = open ? "chat" : "list";
  for (const part of ["#chat-bar", "#scroll", "#form"]) find(part).hidden = !open;
  find("#welcome").hidden = Boolean(open);
  lines = new Map();
  turnTo(open);
  turnToCall(open, null);
  showTyping(0);
  drawList();
  if (!open) return;
  const phone = phones.get(open);
  document.title = `${phone.name} · The customer's phone`;
  find("#business").textContent = chat.business;
  const address = phone.hide_phone ? `@${phone.username ?? "hidden"}` : pretty(phone.id);
  find("#who").replaceChildren("You are ", h("bdi", {}, phone.name), " · ", h("bdi", {}, address));
  showMarketing(phone);
  await load();
  toEnd();
  if (matchMedia("(hover: hover)").matches) focus();
}

async function load() {
  const wanted = open;
  const transcript = await ask("GET", `/simulator/phones/${wanted}`);
  if (wanted !== open) return;
  lines = new Map(transcript.lines.map((line) => [line.wamid, line]));
  phones.get(open).unread = transcript.phone.unread;
  turnToCall(open, transcript.call);
  drawChat();
  read();
}

function showMarketing({ marketing }) {
  const button = find("#marketing");
  button.setAttribute("aria-pressed", String(!marketing));
  button.title = marketing ? "Say in WhatsApp that you want no marketing" : "Say in WhatsApp that you want marketing again";
}

async function chooseMarketing() {
  const phone = phones.get(open);
  if (!phone) return;
  await ask("POST", `/simulator/phones/${phone.id}/marketing`, { wants: !phone.marketing });
  phone.marketing = !phone.marketing;
  if (phone.id === open) showMarketing(phone);
}

const news = {
  phone: ({ phone }) => { admit(phone); drawList(); },
  line: ({ phone: id, line }) => {
    const phone = phones.get(id);
    if (!phone) return;
    const known = id === open ? lines.has(line.wamid) : phone.last?.wamid === line.wamid;
    if (!known && !line.mine && line.tick !== "read") phone.unread += 1;
    if (!phone.last || line.at >= phone.last.at) phone.last = line;
    if (id === open) take(line);
    drawList();
    refresh();
  },
  call: ({ phone, call }) => toldOfCall(phone, call),
  typing: ({ phone }) => {
    if (phone !== open) return;
    const stay = !atEnd();
    showTyping(Date.now() + 25_000);
    if (!stay) toEnd();
  },
  misbehaviours: ({ misbehaviours }) => showMisbehaviours(misbehaviours),
  pending: ({ pending }) => pending > 0
    ? tell("wait", pending === 1 ? "1 webhook under way" : `${pending} webhooks under way`)
    : tell("good", "Everything delivered"),
  lagged: () => start(),
};

let nth = 0;
const admit = (phone) => phones.set(phone.id, { nth: nth++, ...phones.get(phone.id), ...phone });

async function start() {
  const state = await ask("GET", "/simulator/phones");
  numbers = state.numbers;
  phones.clear();
  state.phones.forEach(admit);
  showMisbehaviours(await ask("GET", "/simulator/misbehave"));
  if (open && phones.has(open)) { await load(); drawList(); }
  else await visit();
}

async function addCustomer(event) {
  event.preventDefault();
  const form = event.currentTarget;
  const name = form.elements.name.value.trim();
  if (!name) return;
  const phone = await ask("POST", "/simulator/phones", { name });
  admit(phone);
  form.reset();
  form.hidden = true;
  location.hash = phone.id;
}

function askName() {
  const form = find("#newcomer");
  form.hidden = !form.hidden;
  app.dataset.view = form.hidden ? app.dataset.view : "list";
  if (!form.hidden) form.elements.name.focus();
}

const source = new EventSource("/simulator/events");
source.addEventListener("open", () => start().catch(failed));
source.addEventListener("error", () => tell("lost", "The simulator is away; trying again…"));
source.addEventListener("message", (event) => {
  const told = JSON.parse(event.data);
  news[told.type]?.(told);
});

addEventListener("hashchange", () => visit().catch(failed));
document.addEventListener("visibilitychange", read);
document.addEventListener("filtered", drawList);
find("#new").addEventListener("click", askName);
find("#first").addEventListener("click", askName);
find("#marketing").addEventListener("click", () => chooseMarketing().catch(console.warn));
find("#newcomer").addEventListener("submit", (event) => addCustomer(event).catch(failed));
find("#newcomer").addEventListener("keydown", (event) => { if (event.key === "Escape") askName(); });
find("#back").addEventListener("click", () => { location.hash = ""; });
down.addEventListener("click", toEnd);
scroll.addEventListener("scroll", () => {
  stuck = atEnd();
  if (stuck) down.hidden = true;
});
