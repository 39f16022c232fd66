// Small helpers to build the page; they know nothing of chats.

/** An element: `h("p", { class: "soft" }, "words", child)`. Functions become listeners. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(key, value);
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

export const find = (selector) => document.querySelector(selector);

export async function ask(method, path, body) {
  const options = { method };
  if (body !== undefined) {
    options.headers = { "Content-Type": "application/json" };
    options.body = JSON.stringify(body);
  }
  const answer = await fetch(path, options);
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status}`);
  return answer.status === 204 ? null : answer.json();
}

const CLOCK = new Intl.DateTimeFormat([], { hour: "2-digit", minute: "2-digit" });
const WEEKDAY = new Intl.DateTimeFormat([], { weekday: "long" });
const DATE = new Intl.DateTimeFormat([], { day: "numeric", month: "long", year: "numeric" });
const SHORT = new Intl.DateTimeFormat([], { day: "numeric", month: "short" });

export const clock = (at) => CLOCK.format(at * 1000);

const midnight = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate());
const daysAgo = (at) =>
  Math.round((midnight(new Date()) - midnight(new Date(at * 1000))) / 86_400_000);

/** A date chip: Today, Yesterday, a weekday, a date. */
export function day(at) {
  const ago = daysAgo(at);
  if (ago === 0) return "Today";
  if (ago === 1) return "Yesterday";
  return ago > 1 && ago < 7 ? WEEKDAY.format(at * 1000) : DATE.format(at * 1000);
}

/** The time in the list: a clock today, a day before. */
export function brief(at) {
  const ago = daysAgo(at);
  if (ago === 0) return clock(at);
  return ago === 1 ? "Yesterday" : SHORT.format(at * 1000);
}

/** Up to two letters that stand for a name. */
export function initials(name) {
  const words = name.trim().split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const letters = (words.length > 1 ? [words[0], words.at(-1)] : words).map((word) => {
    const first = [...word].find((letter) => /[\p{L}\p{N}]/u.test(letter));
    return first.toLocaleUpperCase();
  });
  return letters.join("") || "·";
}

/** A colour of its own for each customer. */
export function hue(id) {
  let hash = 7;
  for (const character of id) hash = (hash * 31 + character.codePointAt(0)) % 997;
  return Math.round((hash * 137.5) % 360);
}

export function avatar(phone) {
  const circle = h("span", { class: "avatar", "aria-hidden": "true" }, initials(phone.name));
  circle.style.setProperty("--hue", hue(phone.id));
  return circle;
}

// Country calling codes of three digits begin so; of one digit, with 1 or 7; the others have two.
const THREE = /^(2[1-689]|3[578]|42|5[09]|6[789]|8[058]|9[679])/u;

/** A number as people read it. */
export function pretty(digits) {
  const american = /^1(\d{3})(\d{3})(\d{4})$/u.exec(digits);
  if (american) return `+1 ${american[1]} ${american[2]} ${american[3]}`;
  const length = THREE.test(digits) ? 3 : (/^[17]/u.test(digits) ? 1 : 2);
  const rest = digits.slice(length).replace(/(\d)(?=(\d{4})+$)/gu, "$1 ");
  return `+${digits.slice(0, length)} ${rest}`;
}
