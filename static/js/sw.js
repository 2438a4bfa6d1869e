// The service worker: keeps "my week" and the report forms that were opened, with their style and scripts, for use without
// a line. Pages belong to the person they were made for: they are dropped when the sign-in page is shown, at sign-out, and
// when a page of somebody else comes in. PORTAL is written in front of this file by projects.views.phone.ServiceWorker.
"use strict";

const PAGES = "pages-", FILES = `files-${PORTAL.build}`, MOST = 40;
const KEPT = PORTAL.pages.map((pattern) => new RegExp(pattern));
const ANYHOW = { ignoreVary: true };

const isKept = (path) => KEPT.some((pattern) => pattern.test(path));

async function forget(except = "") {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(PAGES) && name !== except).map((name) => caches.delete(name)));
}

async function keepPage(address, response) {
  const person = response.headers.get("X-Portal-Person");
  if (!response.ok || response.redirected || !person) return;
  await forget(PAGES + person);
  const pages = await caches.open(PAGES + person), known = await pages.keys();
  for (const old of known.slice(0, Math.max(0, known.length - MOST))) await pages.delete(old);
  await pages.put(address, response);
}

async function keptPage(address) {
  for (const name of await caches.keys()) {
    const found = name.startsWith(PAGES) && await (await caches.open(name)).match(address, ANYHOW);
    if (found) return found;
  }
  return undefined;
}

// The server's page when there is a line, else the kept one; a server in trouble counts as no line.
async function page(event) {
  const address = event.request.url.split("#")[0];
  let answer = null;
  try {
    answer = await fetch(event.request);
  } catch {
    return await keptPage(address) ?? Response.error();
  }
  if (answer.status >= 500) return await keptPage(address) ?? answer;
  event.waitUntil(keepPage(address, answer.clone()));
  return answer;
}

async function file(request) {
  const files = await caches.open(FILES);
  try {
    const answer = await fetch(request);
    if (!PORTAL.build && answer.ok && await files.match(request, ANYHOW)) await files.put(request, answer.clone());
    return answer;
  } catch {
    return await files.match(request, ANYHOW) ?? Response.error();
  }
}

// A page says what it is made of; what is not kept yet is fetched, mostly from the browser's own cache. "My week" comes along.
async function keepAll(address, names) {
  await self.clients.claim(); // a page that was on its way while this worker started
  const files = await caches.open(FILES);
  for (const name of names) if (!await files.match(name, ANYHOW)) await files.add(name).catch(() => null);
  for (const wanted of [address, new URL(PORTAL.home, address).href]) {
    if (!isKept(new URL(wanted).pathname) || await keptPage(wanted)) continue;
    const answer = await fetch(wanted, { credentials: "same-origin" }).catch(() => null);
    if (answer) await keepPage(wanted, answer);
  }
}

async function start() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("files-") && name !== FILES).map((name) => caches.delete(name)));
  await self.clients.claim();
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(start()));
self.addEventListener("message", (event) => event.waitUntil(keepAll(event.data.page, event.data.files)));
self.addEventListener("fetch", (event) => {
  const { request } = event, place = new URL(request.url);
  if (place.origin !== self.location.origin) return;
  if (request.mode === "navigate" && [PORTAL.signIn, PORTAL.signOut].includes(place.pathname)) event.waitUntil(forget());
  else if (request.method !== "GET") return;
  else if (request.mode === "navigate" && isKept(place.pathname)) event.respondWith(page(event));
  else if (place.pathname.startsWith(PORTAL.static)) event.respondWith(file(request));
});
