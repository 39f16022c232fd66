// The drawer in which developers make WhatsApp misbehave.

import { ask, find, h, icon } from "./dom.js";

const drawer = find("#drawer");
const opener = find("#misbehave");
let active = [];
let refreshing = 0;

const CODES = [
  [131056, "pair rate limit"], [130429, "rate limit"], [131047, "24 hours are over"], [131026, "undeliverable"],
  [131049, "Meta chose not to"], [131016, "service unavailable"], [2, "API service"], [190, "token expired"],
];

const WAYS = [
  { title: "Webhooks come twice", kind: "duplicate_webhooks", plan: () => ({ copies: 1 }) },
  { title: "Webhooks are late by", kind: "delay_webhooks", number: [3, "s"], plan: (n) => ({ ms: n * 1000 }) },
  { title: "Webhooks are shuffled in fives", kind: "reorder_webhooks", plan: () => ({ batch: 5 }) },
  { title: "Webhooks are held back", kind: "hold_webhooks", plan: () => ({}) },
  { title: "The next signature is wrong", kind: "wrong_signature", plan: () => ({ next: 1 }) },
  { title: "The next message is of an unknown type", kind: "unknown_message_type", plan: () => ({ next: 1 }) },
  { title: "Refuse the next send with", kind: "refuse_sends", codes: true, plan: (_, code) => ({ code, next: 1 }) },
  { title: "Accept the next send, then fail it with", kind: "fail_later", codes: true, plan: (_, code) => ({ code, next: 1 }) },
  { title: "Drop the next answer", kind: "drop_answers", plan: () => ({ next: 1 }) },
  { title: "Hang the next answer for", kind: "hang_answers", number: [30, "s"], plan: (n) => ({ ms: n * 1000, next: 1 }) },
  { title: "The status comes before the answer", kind: "status_before_answer", plan: () => ({}) },
  { title: "“Delivered” is skipped", kind: "skip_delivered", plan: () => ({}) },
];

const day = h("button", { type: "button", class: "way", "aria-pressed": "false", "data-testid": "busy-day",
  click: async () => {
    const on = day.getAttribute("aria-pressed") === "true";
    await ask(on ? "DELETE" : "POST", "/simulator/busy-day");
    day.setAttribute("aria-pressed", String(!on));
  } }, h("span", {}, "A dozen customers write by themselves"), h("i", { class: "switch", "aria-hidden": "true" }));

/** Shows what is in force. */
export function show(misbehaviours) {
  active = misbehaviours;
  opener.classList.toggle("on", active.length > 0);
  for (const element of drawer.querySelectorAll("[data-kind]")) mark(element);
}

/** Counted misbehaviours end by themselves: look again when something may have used one up. */
export function refresh() {
  if (!active.length) return;
  clearTimeout(refreshing);
  refreshing = setTimeout(async () => show(await ask("GET", "/simulator/misbehave")), 200);
}

function mark(element) {
  const found = active.find(({ plan }) => plan.kind === element.dataset.kind);
  const button = element.querySelector("button");
  button.setAttribute("aria-pressed", String(Boolean(found)));
  button.dataset.id = found ? found.id : "";
}

function toggle(open) {
  drawer.hidden = !open;
  opener.setAttribute("aria-expanded", String(open));
  if (open) {
    drawer.querySelector("button").focus();
    ask("GET", "/simulator/state").then((state) => day.setAttribute("aria-pressed", String(state.busy_day)));
  }
  else opener.focus();
}

function way(description) {
  const number = description.number
    ? h("input", { type: "number", min: 1, max: 3600, value: description.number[0], "aria-label": "Seconds" }) : null;
  const code = description.codes
    ? h("select", { "aria-label": "Code" }, CODES.map(([value, title]) => h("option", { value }, `${value} ${title}`))) : null;
  const click = async (event) => {
    const id = event.currentTarget.dataset.id;
    if (id) return ask("DELETE", `/simulator/misbehave/${id}`);
    const plan = description.plan(Number(number?.value), Number(code?.value));
    return ask("POST", "/simulator/misbehave", { kind: description.kind, ...plan });
  };
  return h("li", { "data-kind": description.kind, "data-testid": `misbehave-${description.kind}` },
    h("button", { type: "button", class: "way", "aria-pressed": "false", click },
      h("span", {}, description.title), h("i", { class: "switch", "aria-hidden": "true" })),
    number ? h("label", { class: "more" }, number, description.number[1]) : null,
    code ? h("label", { class: "more" }, code) : null);
}

drawer.append(
  h("header", { class: "bar" },
    h("div", { class: "titles" }, h("h2", {}, "Misbehave"), h("p", {}, "What WhatsApp and the network do on bad days")),
    h("button", { type: "button", class: "icon", "aria-label": "Close", click: () => toggle(false) }, icon("close"))),
  h("ul", {}, WAYS.map(way), h("li", { class: "apart" }, day)),
  h("footer", {}, h("button", { type: "button", class: "solid", click: () => ask("DELETE", "/simulator/misbehave") }, "Behave again")));
opener.addEventListener("click", () => toggle(drawer.hidden));
drawer.addEventListener("keydown", (event) => { if (event.key === "Escape") toggle(false); });
