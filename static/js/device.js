// Puts the parts together: what waits is sent when a page is opened, when the line comes back, and once a minute; the form
// is handed in through the device's database. Without that database everything goes the form's own way.
"use strict";

(() => {
  const { person, words, say, note, show, signIn } = deviceState;
  const EVERY = 60_000, own = typeof draft === "undefined" ? null : draft;
  let handing = false, sending = false, again = false;

  // What the page shows after an answer about its own form.
  async function follow(outcome, button) {
    if (outcome === null) return location.reload(); // another page has sent it
    if (outcome.state === "stored") return location.assign(outcome.answer.next);
    if (["conflict", "invalid"].includes(outcome.state)) return own.native(button);
    if (outcome.state === "sign_in") signIn(outcome.answer.sign_in);
    if (outcome.state === "waiting") note("offline", words.offline);
    return show(await deviceStore.of(person), own.native);
  }

  async function handIn(event) {
    if (own.isReleased()) return;
    event.preventDefault();
    if (handing) return;
    handing = true;
    const button = event.submitter?.name || "submit";
    const row = await own.change((now) => {
      now.turn += 1;
      now.queued = { fields: now.fields, turn: now.turn, typed: now.typed, button, state: "waiting" };
    });
    if (!row) return void own.native(button);
    say("sending");
    await follow(await outbox.deliver(own.key), button);
    handing = false;
  }

  // Asked for while it is sending already, it looks once more afterwards: the line may have come back in between.
  async function sendAll() {
    again = sending;
    if (handing || sending) return;
    sending = true;
    const outcomes = await outbox.flush(own?.native).finally(() => { sending = false; });
    const mine = own && outcomes.get(own.key);
    if (mine?.state === "stored") location.assign(mine.answer.next);
    else if (!own && [...outcomes.values()].some((outcome) => outcome?.state === "stored")) location.reload();
    else if (again) await sendAll();
  }

  async function keepPage() {
    if (!navigator.serviceWorker) return;
    await navigator.serviceWorker.register(document.querySelector("[data-device]").dataset.worker, { scope: "/" });
    const { active } = await navigator.serviceWorker.ready;
    const parts = document.querySelectorAll("link[href], script[src], use");
    const names = [...parts].map((part) => part.getAttribute("href") ?? part.getAttribute("src"));
    active.postMessage({ page: location.href.split("#")[0], files: [...new Set(names.map((name) => name.split("#")[0]))] });
  }

  async function start() {
    if (own) {
      await own.begin();
      reportPhotos.begin((await deviceStore.get(own.key))?.photos ?? []);
      own.form.addEventListener("input", own.typing);
      own.form.addEventListener("submit", handIn);
      document.addEventListener("visibilitychange", () => { if (document.hidden) own.hurry(); });
    }
    window.addEventListener("online", sendAll);
    setInterval(sendAll, EVERY);
    await sendAll();
  }

  start().catch(() => say("full"));
  keepPage().catch(() => null); // no https: nothing is kept for a visit without a line, all else works
})();
