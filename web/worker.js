// Keeps the shell of the app, so that it starts without a server: its page and the files that the page names. Nothing
// else goes through here; what people said never does. What is kept of that, and for whom, the app decides itself
// (src/offline.rs).
'use strict';

const SHELL = 'onevoice-shell';
const PAGE = '/';
const POLICY = 'Content-Security-Policy';
// How long the server may take before the page comes from here, in milliseconds.
const PATIENCE = 5000;
// What stands before the server when it is away says so with these.
const AWAY = [502, 503, 504];
const PAGES = /^\/($|inbox($|\/)|board$|settings($|\/)|login$)/;
const FILES = /^\/(?!(api|files|webhooks|design|inbox)\/).+\.(js|wasm|css|svg)$/;

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (request.mode === 'navigate') {
    if (PAGES.test(pathname)) event.respondWith(page(request));
  } else if (FILES.test(pathname)) {
    event.respondWith(file(request));
  }
});

// How files are named: in a page between quotes or as a bare value, in a script where it imports.
const IN_PAGES = /["'=](\/[^"'=\s<>]+\.(?:js|wasm|css|svg))(?=["'\s>])/g;
const IN_SCRIPTS = /(?:from|import)\s*\(?\s*["']((?:\.{1,2})?\/[^"']+\.js)["']/g;

// The app says when it has loaded all that it needs at once.
let keeping = Promise.resolve();
self.addEventListener('message', (event) => {
  if (event.data !== 'keep') return;
  // What can't be kept now is kept another time, and what was kept before stays.
  keeping = keeping.then(keep).catch(() => {});
  event.waitUntil(keeping);
});

/** The page as the server has it now, or, where there is no server, as it was kept. */
async function page(request) {
  const kept = await found(PAGE);
  if (!kept) return fetch(request);
  try {
    const late = new Promise((_, refuse) => setTimeout(() => refuse(new Error('late')), PATIENCE));
    const answer = await Promise.race([fetch(request), late]);
    if (!AWAY.includes(answer.status)) return answer;
  } catch {
    // The server is away.
  }
  return anew(kept);
}

/** A file of the app. The hash in its name says that it never changes. */
async function file(request) {
  return (await found(request.url)) ?? fetch(request);
}

async function found(what) {
  return caches.match(what, { cacheName: SHELL, ignoreVary: true });
}

/** The page under the policy that the server gave it. Its nonce is good for one load, so this load gets another. */
async function anew(kept) {
  const headers = new Headers(kept.headers);
  const policy = headers.get(POLICY) ?? '';
  const used = /'nonce-([^']+)'/.exec(policy)?.[1];
  if (!used) return kept;
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  const nonce = Array.from(bytes, (it) => it.toString(16).padStart(2, '0')).join('');
  headers.set(POLICY, policy.replaceAll(used, nonce));
  // The text is neither as long any more as they say, nor compressed.
  headers.delete('Content-Length');
  headers.delete('Content-Encoding');
  return new Response((await kept.text()).replaceAll(used, nonce), { headers });
}

/** Keeps the app as it is now. The page comes last, so that it never names a file that is not kept. */
async function keep() {
  const answer = await fetch(PAGE, { cache: 'no-store' });
  if (!answer.ok || answer.redirected || !answer.headers.get(POLICY)) return;
  const shell = await caches.open(SHELL);
  const wanted = new Set([new URL(PAGE, self.location).href]);
  for (const name of named(await answer.clone().text(), self.location, IN_PAGES)) wanted.add(name);
  const files = Array.from(wanted).filter((it) => !it.endsWith(PAGE));
  await Promise.all(files.map((name) => keepFile(name, wanted, shell)));
  await shell.put(PAGE, answer);
  const kept = await shell.keys();
  await Promise.all(kept.filter((it) => !wanted.has(it.url)).map((it) => shell.delete(it)));
}

/** Keeps a file, and what it imports if it is a script. */
async function keepFile(name, wanted, shell) {
  let answer = await found(name);
  if (!answer) {
    answer = await fetch(name);
    if (!answer.ok) throw new Error(`${name} is not there`);
    await shell.put(name, answer.clone());
  }
  if (!name.endsWith('.js')) return;
  const imports = named(await answer.text(), name, IN_SCRIPTS).filter((it) => !wanted.has(it));
  imports.forEach((it) => wanted.add(it));
  await Promise.all(imports.map((it) => keepFile(it, wanted, shell)));
}

/** The files of ours that a text names in such a way. */
function named(text, base, way) {
  const all = Array.from(text.matchAll(way), (it) => new URL(it[1], base));
  return all.filter((it) => it.origin === self.location.origin && FILES.test(it.pathname)).map((it) => it.href);
}
