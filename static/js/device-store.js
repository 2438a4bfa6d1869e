// What one person writes on this device, in the browser's own database: a record for each report, with its photos.
// {key, person, report, title, url, fields, photos, writing, turn, at, queued}. "queued" is what was handed in and is not
// stored yet: {fields, turn, button, state, reason}. A record goes when the server has answered that all of it is stored.
"use strict";

const deviceStore = (() => {
  const NAME = "portal", STORE = "reports";
  let opened = null;

  function open() {
    opened ??= new Promise((done, fail) => {
      const asked = indexedDB.open(NAME, 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "key" });
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => fail(asked.error);
    });
    return opened;
  }

  async function run(mode, work) {
    const base = await open();
    return new Promise((done, fail) => {
      const change = base.transaction(STORE, mode), asked = work(change.objectStore(STORE));
      change.oncomplete = () => done(asked.result);
      change.onabort = change.onerror = () => fail(change.error);
    });
  }

  const get = (key) => run("readonly", (rows) => rows.get(key));
  const put = (row) => run("readwrite", (rows) => rows.put(row));
  const remove = (key) => run("readwrite", (rows) => rows.delete(key));

  // All of one person: what others left on this device is neither shown nor sent.
  async function of(person) {
    const rows = await run("readonly", (all) => all.getAll());
    return rows.filter((row) => row.person === person);
  }

  // Read, change and write in one transaction, so that two pages do not undo each other. "change" gets the record, or
  // null, and returns what is to be kept, or null for nothing.
  async function change(key, work) {
    const base = await open();
    return new Promise((done, fail) => {
      const whole = base.transaction(STORE, "readwrite"), rows = whole.objectStore(STORE), asked = rows.get(key);
      let kept = null;
      asked.onsuccess = () => {
        kept = work(asked.result ?? null);
        if (kept) rows.put(kept);
        else rows.delete(key);
      };
      whole.oncomplete = () => done(kept);
      whole.onabort = whole.onerror = () => fail(whole.error);
    });
  }

  // crypto.randomUUID asks for https, which a demonstration in an office may not have.
  function token() {
    const parts = crypto.getRandomValues(new Uint8Array(16));
    parts[6] = (parts[6] & 0x0f) | 0x40;
    parts[8] = (parts[8] & 0x3f) | 0x80;
    const text = [...parts].map((part) => part.toString(16).padStart(2, "0")).join("");
    return text.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  return { get, put, remove, of, change, token };
})();
