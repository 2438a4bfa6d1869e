// Keeps a report on the device while it is typed, puts it back when the page is opened again, and stores it as a draft on
// the server when there is a line. An answered page (errors, both versions of a conflict) counts before what is kept.
"use strict";

const draft = (() => {
  const form = document.querySelector("form[data-report]"), { person, say, note, words, clock } = deviceState;
  const key = `${person}/${form.dataset.report}`, tab = deviceStore.token();
  const AFTER_TYPING = 300, TO_SERVER = 3000;
  let keeping = 0, storing = 0, released = false, started = false, sending = Promise.resolve();
  const about = { key, person, report: form.dataset.report, title: form.dataset.title, url: location.pathname };
  const fresh = () => ({ ...about, writing: deviceStore.token(), turn: 0, typed: 0, photos: [], queued: null });

  // "work" changes the record. A page that was opened later in another tab has taken the report over.
  async function change(work) {
    if (released) return null;
    try {
      const row = await deviceStore.change(key, (now) => {
        released = started && now !== null && now.tab !== tab;
        if (released) return now;
        const kept = { ...(now ?? fresh()), tab, at: Date.now(), fields: formWords.read(form) };
        return work(kept) ?? kept;
      });
      started = true;
      return released ? null : row;
    } catch {
      say("full");
      return null;
    }
  }

  async function keep() {
    clearTimeout(keeping);
    keeping = 0;
    const row = await change((now) => { now.typed += 1; now.clean = false; });
    if (released) note("tab", words.otherTab);
    if (!row || row.queued) return; // what waits to be sent goes on saying so
    say("kept", clock(row.at));
    clearTimeout(storing);
    if ("autosave" in form.dataset) storing = setTimeout(store, TO_SERVER);
  }

  // The draft goes to the server without its photos; the next one waits for the answer, which brings the new version.
  function store() {
    clearTimeout(storing);
    sending = sending.then(async () => {
      if (released || !navigator.onLine) return;
      const row = await change((now) => { now.turn += 1; });
      if (!row || row.queued) return;
      say("storing");
      const { state, reason, answer } = await outbox.send(row, { fields: row.fields, turn: row.turn, button: "draft" });
      if (state === "stored") {
        form.elements.version.value = answer.version;
        await change((now) => { now.clean = now.typed === row.typed; });
        say("stored", answer.at);
      } else {
        say("kept", clock(row.at));
        if (state === "sign_in") deviceState.signIn(answer.sign_in);
        if (state === "conflict") note("conflict", reason, { label: words.compare, act: () => native("draft") });
        if (state === "refused") note("refused", reason);
      }
    });
    return sending;
  }

  // Puts the kept words back, unless the server has them all or has just answered; returns the record.
  async function begin() {
    const row = await deviceStore.get(key);
    if (!row) return null;
    const [, kept] = row.fields.find(([name]) => name === "version"), all = row.clean && !row.queued && row.photos.length === 0;
    if (all && Number(form.elements.version.value) >= Number(kept)) await deviceStore.remove(key);
    else if ("answered" in form.dataset) await change((now) => { now.queued = null; });
    else {
      formWords.put(form, row.fields);
      note("restored", words.restored);
      await change(() => null);
      say("kept", clock(row.at));
    }
    return row;
  }

  // The form's own way, which shows errors and both versions on a page; the photos stay on the device.
  async function native(button) {
    clearTimeout(keeping);
    clearTimeout(storing);
    await change((now) => { now.queued = null; });
    form.elements.csrfmiddlewaretoken.value = outbox.tokenOf() || form.elements.csrfmiddlewaretoken.value;
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name: button, value: "yes" }));
    HTMLFormElement.prototype.submit.call(form);
  }

  function typing() {
    clearTimeout(keeping);
    keeping = setTimeout(keep, AFTER_TYPING);
  }

  // The page is being left: what was typed a moment ago is kept now.
  const hurry = () => { if (keeping) keep(); };

  return { form, key, change, keep, begin, native, typing, hurry, isReleased: () => released };
})();
