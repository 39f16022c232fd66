// One message as a bubble. Text is only ever set as text: a customer's words are nobody's HTML.

import { clock, h, icon } from "./dom.js";

const RTL = /^[^\p{L}]*[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/u;
const LINK = /(https?:\/\/[^\s<>"]+)/u;
const MARKS = [
  [/(^|[\s(])\*([^\s*](?:[^*\n]*[^\s*])?)\*(?=$|[\s.,!?;:)])/u, "strong"],
  [/(^|[\s(])_([^\s_](?:[^_\n]*[^\s_])?)_(?=$|[\s.,!?;:)])/u, "em"],
  [/(^|[\s(])~([^\s~](?:[^~\n]*[^\s~])?)~(?=$|[\s.,!?;:)])/u, "s"],
];

/** What a line says in one line of plain text, for the list and for quotes. */
export function gist(line) {
  const body = line.body ?? {};
  switch (line.kind) {
    case "text": return body.body ?? "";
    case "template": return line.preview || "Template";
    case "interactive": return permission(body) ?? body.body?.text ?? reply(body)?.title ?? "Form";
    case "button": return body.text ?? "Button";
    case "image": return body.caption || "Photo";
    case "video": return body.caption || "Video";
    case "audio": return body.voice ? "Voice message" : "Audio";
    case "document": return body.caption || body.filename || "Document";
    case "sticker": return "Sticker";
    case "location": return body.name || "Location";
    case "contacts": return `Contact: ${body[0]?.name?.formatted_name ?? "unknown"}`;
    case "reaction": return body.emoji ? `Reacted ${body.emoji}` : "Took a reaction back";
    case "order": return `Order of ${body.product_items?.length ?? 0} items`;
    case "edit": return "Edited a message";
    case "revoke": return "Deleted a message";
    default: return `Message of type ${line.kind}`;
  }
}

/** The bubble; `chat` knows the quoted lines and what to do on a click. */
export function bubble(line, chat) {
  const words = gist(line);
  const classes = ["bubble", line.kind, RTL.test(words) ? "rtl" : ""].join(" ").trim();
  return h("div", { class: classes }, quote(line, chat), media(line), text(line), extras(line, chat),
    meta(line), reactions(line, chat), tools(line, chat));
}

/** The marks beside the time of the customer's own messages. */
export function ticks(line) {
  const name = line.tick === "sent" ? "tick" : "ticks";
  const label = { sent: "Sent", delivered: "Delivered", read: "Read" }[line.tick];
  return h("span", { class: `ticks ${line.tick}`, "data-testid": "ticks", "data-status": line.tick,
    role: "img", "aria-label": label, title: label }, icon(name));
}

function meta(line) {
  return h("span", { class: "meta" }, h("time", {}, clock(line.at)), line.mine ? ticks(line) : null);
}

function quote(line, chat) {
  if (!line.context) return null;
  const quoted = chat.line(line.context);
  const who = quoted ? (quoted.mine ? "You" : chat.business) : "";
  const click = () => chat.show(line.context);
  return h("button", { type: "button", class: "quote", click },
    h("b", {}, who), h("span", { dir: "auto" }, quoted ? gist(quoted) : "A message that is not here"));
}

/** The words, with room left at their end for the time. */
function text(line) {
  const words = wordsOf(line);
  if (!words) return null;
  const ghost = h("span", { class: "ghost", "aria-hidden": "true" }, clock(line.at));
  return h("p", { class: "words", dir: "auto", "data-testid": "words" }, formatted(words), ghost);
}

function wordsOf(line) {
  const body = line.body ?? {};
  switch (line.kind) {
    case "image": case "video": return body.caption;
    case "audio": case "sticker": case "contacts": case "location": return null;
    case "document": return body.caption;
    case "edit": return `Edited: ${body.message?.text?.body ?? "a message"}`;
    default: return gist(line);
  }
}

function media(line) {
  const body = line.body ?? {};
  const source = body.id ? `/simulator/media/${body.id}` : body.link;
  switch (line.kind) {
    case "image": case "sticker":
      return h("img", { class: "picture", src: source, alt: body.caption || line.kind, loading: "lazy",
        error: (event) => event.target.replaceWith(card("file", "Photo", body.mime_type ?? "")) });
    case "video": return h("video", { class: "picture", src: source, controls: true });
    case "audio": return h("audio", { src: source, controls: true });
    case "document": return card("file", body.filename || "Document", body.mime_type ?? "");
    case "location":
      return card("pin", body.name || "Location", body.address || `${body.latitude}, ${body.longitude}`);
    case "contacts":
      return h("div", {}, (Array.isArray(body) ? body : []).map((person) =>
        card("person", person.name?.formatted_name ?? "Somebody", person.phones?.[0]?.phone ?? "")));
    default: return null;
  }
}

function card(name, title, detail) {
  return h("div", { class: "card" }, h("span", { class: "badge" }, icon(name)),
    h("span", {}, h("b", { dir: "auto" }, title), h("small", { dir: "auto" }, detail)));
}

/** Buttons and rows of interactive messages, which answer when clicked. */
function extras(line, chat) {
  if (line.kind !== "interactive" || line.mine) return null;
  const action = line.body?.action ?? {};
  const buttons = (action.buttons ?? []).map(({ reply }) =>
    choice(reply.title, () => chat.choose(line, "button_reply", { id: reply.id, title: reply.title })));
  const rows = (action.sections ?? []).flatMap((section) => section.rows).map((row) =>
    choice(row.title, () => chat.choose(line, "list_reply", row)));
  const permits = line.body?.type === "call_permission_request" ? [
    choice("Allow for a week", () => chat.permit("accept", false)),
    choice("Always allow", () => chat.permit("accept", true)),
    choice("Don't allow", () => chat.permit("reject", false)),
  ] : [];
  return h("div", { class: "choices" }, buttons, rows, permits);
}

/** What is said of permission to call, by either side. */
function permission({ type, body, call_permission_reply: given }) {
  if (type === "call_permission_request") return body?.text ?? "May we call you?";
  if (type !== "call_permission_reply") return undefined;
  if (given.response !== "accept") return "You don't allow calls";
  return given.is_permanent ? "You allow calls" : "You allow calls for a week";
}

const choice = (title, click) => h("button", { type: "button", click }, title);
const reply = (body) => body.button_reply ?? body.list_reply;

function reactions(line, chat) {
  const emojis = chat.reactions(line.wamid);
  return emojis.length ? h("span", { class: "reactions" }, emojis.join("")) : null;
}

function tools(line, chat) {
  const react = line.mine ? null
    : h("button", { type: "button", class: "icon", "aria-label": "React", title: "React",
      click: (event) => chat.react(line, event.currentTarget) }, icon("smile"));
  return h("span", { class: "tools" }, react,
    h("button", { type: "button", class: "icon", "aria-label": "Reply", title: "Reply",
      click: () => chat.quote(line) }, icon("reply")));
}

/** *bold*, _italic_, ~struck~ and links, as nodes. */
function formatted(words) {
  return words.split(LINK).flatMap((part, index) => index % 2
    ? [h("a", { href: part, target: "_blank", rel: "noreferrer" }, part)] : marked(part));
}

function marked(words) {
  for (const [mark, tag] of MARKS) {
    const found = mark.exec(words);
    if (!found) continue;
    const start = found.index + found[1].length;
    const end = found.index + found[0].length;
    return [...marked(words.slice(0, start)), h(tag, {}, marked(found[2])), ...marked(words.slice(end))];
  }
  return words ? [words] : [];
}
