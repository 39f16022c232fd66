// The list of customers at the left.

import { avatar, brief, find, h } from "./dom.js";
import { gist, ticks } from "./bubble.js";

const list = find("#customers");
const filter = find("#filter");
const link = find("#link");

/** Draws the list, the latest chat first. */
export function draw(phones, open) {
  const wanted = filter.value.trim().toLocaleLowerCase();
  const shown = [...phones.values()]
    .filter((phone) => `${phone.name} ${phone.id}`.toLocaleLowerCase().includes(wanted))
    .sort((one, other) => (other.last?.at ?? 0) - (one.last?.at ?? 0) || other.nth - one.nth);
  list.replaceChildren(...shown.map((phone) => row(phone, phone.id === open)));
  if (!shown.length) list.append(h("li", { class: "nobody" }, wanted ? "Nobody of that name" : "Nobody yet"));
}

/** Says how the connection is: good, wait or lost. */
export function tell(state, words) {
  link.dataset.state = state;
  link.textContent = words;
}

filter.addEventListener("input", () => filter.dispatchEvent(new Event("filtered", { bubbles: true })));

function row(phone, open) {
  const last = phone.last;
  const preview = last
    ? h("span", { class: "preview", dir: "auto" }, last.mine ? ticks(last) : null, gist(last))
    : h("span", { class: "preview" }, "No messages yet");
  const unread = phone.unread
    ? h("span", { class: "unread", "aria-label": `${phone.unread} unread` }, phone.unread > 99 ? "99+" : phone.unread)
    : null;
  return h("li", {}, h("a", {
    class: "customer", href: `#${phone.id}`, "data-testid": "customer-item", "data-id": phone.id,
    "aria-current": open ? "true" : null,
  }, avatar(phone),
  h("span", { class: "name", dir: "auto" }, phone.name),
  h("time", {}, last ? brief(last.at) : ""), preview, unread));
}
