// Sends what was written: the draft while it is typed, and what was handed in until the server says that it is stored.
// Sending twice stores once: the form's token and version, the writing with its turn (core/writings.py), and the photos'
// own token see to that. Nothing leaves the device's database before the answer.
"use strict";

const outbox = (() => {
  const { person, words } = deviceState;
  const tokenOf = () => /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? ""; // of today, not of a kept page

  function body(row, sent, photos) {
    const data = new FormData();
    for (const [name, value] of sent.fields) data.append(name, value);
    data.append("writing", row.writing);
    data.append("turn", sent.turn);
    data.append(sent.button, "yes");
    for (const photo of photos) {
      data.append("photos", photo.blob, photo.name);
      data.append("photo_caption", photo.caption);
      data.append("photo_promise", photo.promise);
      data.append("file_time", photo.time);
    }
    return data;
  }

  // {state, reason, answer}; the state is stored, waiting, sign_in, conflict, invalid or refused.
  async function send(row, sent, photos = []) {
    const headers = { Accept: "application/json", "X-CSRFToken": tokenOf() };
    let response = null;
    try {
      response = await fetch(row.url, { method: "POST", body: body(row, sent, photos), headers, redirect: "manual" });
    } catch {
      return { state: "waiting" };
    }
    const answer = await response.json().catch(() => ({})), reason = answer.reason;
    if (response.ok && answer.version) return { state: "stored", answer };
    if (response.status === 401 || response.type === "opaqueredirect") {
      return { state: "sign_in", reason, answer: { sign_in: answer.sign_in ?? row.url } };
    }
    if (response.status === 409) return { state: "conflict", reason, answer };
    if (response.status === 422) return { state: "invalid", reason, answer };
    if (response.status === 404) return { state: "refused", reason: words.gone };
    if (response.status === 413) return { state: "refused", reason: words.tooLarge };
    if (response.status >= 400 && response.status < 500 && response.status !== 429) {
      return { state: "refused", reason: reason ?? String(response.status) };
    }
    return { state: "waiting" };
  }

  // Hand in one record that is queued. Returns the outcome, or null when another page has done it.
  function deliver(key) {
    const work = async () => {
      const row = await deviceStore.get(key);
      if (!row?.queued) return null;
      const sent = row.queued, outcome = await send(row, sent, row.photos);
      await deviceStore.change(key, (now) => now && settle(now, sent, row.photos, outcome));
      return outcome;
    };
    return navigator.locks ? navigator.locks.request(`portal ${key}`, work) : work();
  }

  // What is left of a record after an answer: photos that are not stored, and what was typed since.
  function settle(now, sent, photos, { state, reason, answer }) {
    if (answer?.refused) {
      const left = new Set(answer.refused.map(([place]) => photos[place].id)), gone = new Set(photos.map(({ id }) => id));
      now.photos = now.photos.filter(({ id }) => left.has(id) || !gone.has(id));
    }
    if (state === "stored" && now.queued?.turn === sent.turn) {
      const lost = answer.refused.map(([, text]) => text).join(" ");
      now.fields = now.fields.map(([name, value]) => [name, name === "version" ? String(answer.version) : value]);
      now.queued = lost ? { ...sent, fields: now.fields, state: "refused", reason: lost } : null;
      if (!lost && now.typed <= sent.typed && now.photos.length === 0) return null;
    } else if (now.queued?.turn === sent.turn) {
      now.queued = { ...now.queued, state, reason };
    }
    return now;
  }

  // Everything of this person that waits; what needs a decision is left alone.
  async function flush(act = null) {
    const rows = await deviceStore.of(person), outcomes = new Map();
    for (const { key, queued } of rows) {
      if (!queued || !["waiting", "sign_in"].includes(queued.state)) continue;
      deviceState.say("sending");
      const outcome = await deliver(key);
      outcomes.set(key, outcome);
      if (outcome?.state === "sign_in") { deviceState.signIn(outcome.answer.sign_in); break; }
      if (outcome?.state === "waiting") break;
    }
    deviceState.show(await deviceStore.of(person), act);
    return outcomes;
  }

  return { send, deliver, flush, tokenOf };
})();
