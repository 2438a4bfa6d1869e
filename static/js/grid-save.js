// A row of the grid is stored when it is left, by a request of its own, and comes back as it is now. Nothing typed is taken
// out of a box before it is stored: a row that could not be is sent again when it is left, or the connection is back.
"use strict";

const gridSave = (() => {
  const { words, rows, find, cells, cellAt, valueOf, isTouched, put, settle, go, move, tell, say } = gridCells;
  const { body, ask, read, reason } = gridRequest;
  const lines = new Map(); // of each row, what is under way
  const kept = new Map(); // rows that came back while somebody was still in them
  let busy = 0, swapping = false;
  const note = (row, text) => { row.querySelector("[data-note]").textContent = text; };

  async function send(number, button, always) {
    const row = find(number);
    if (!always && !isTouched(row)) return;
    const sent = cells(row).map(valueOf);
    note(row, words.saving);
    busy += 1;
    try {
      const answer = await ask(row, { method: "POST", body: body(row, button) }), text = await answer.text();
      const signIn = answer.headers.get("HX-Redirect"), fresh = read(text);
      if (signIn) failed(row, words.signedOut, { href: "/", textContent: words.signIn });
      else if (fresh) receive(row, fresh, sent, button);
      else failed(row, `${words.failed} ${reason(text)}`);
    } catch {
      failed(row, words.offline);
    }
    busy -= 1;
  }

  function failed(row, text, link) {
    row.dataset.unsaved = "";
    note(row, text);
    tell(`${row.dataset.name}: ${text}`, link);
  }

  // Somebody who is writing in the row goes on; what is stored is settled behind it, and the row is renewed when it is left.
  function receive(row, fresh, sent, button) {
    say(`${row.dataset.name}: ${fresh.dataset.said}`);
    tell("");
    if (button === "submit" || !row.contains(document.activeElement)) return swap(row, fresh, sent, button);
    if ("unsaved" in fresh.dataset) return note(row, fresh.dataset.said);
    cells(row).forEach((cell, at) => settle(cell, sent[at]));
    row.querySelector("[name$=-version]").value = fresh.querySelector("[name$=-version]").value;
    delete row.dataset.unsaved;
    note(row, fresh.dataset.said);
    kept.set(row.dataset.row, fresh);
  }

  function swap(row, fresh, sent, button) {
    const here = row.contains(document.activeElement) ? document.activeElement : null;
    swapping = true;
    cells(row).forEach((cell, at) => { if (valueOf(cell) !== sent[at]) put(cellAt(fresh, cell.dataset.col), valueOf(cell)); });
    row.replaceWith(fresh);
    swapping = false;
    kept.delete(row.dataset.row);
    if (here === null) return;
    const cell = fresh.querySelector(".is-invalid") ?? cellAt(fresh, here.dataset.col);
    if (!cell) return fresh.querySelector("[name=submit]")?.focus();
    go(cell);
    if (button === "submit" && !("unsaved" in fresh.dataset)) move(cell, 1);
  }

  // One after the other: each needs the version that the one before it has brought.
  function press(row, button, always = true) {
    const number = row.dataset.row, before = lines.get(number) ?? Promise.resolve();
    lines.set(number, before.then(() => send(number, button, always)));
  }

  function leave(row) {
    const fresh = kept.get(row.dataset.row);
    if (!isTouched(row)) return fresh && swap(row, fresh, cells(row).map(valueOf));
    if (row.dataset.manual) return note(row, row.dataset.manual);
    press(row, "draft", false);
  }

  async function takeTheirs(row) {
    try {
      const fresh = read(await (await ask(row)).text());
      if (fresh) return swap(row, fresh, cells(row).map(valueOf));
      location.reload();
    } catch {
      tell(words.offline);
    }
  }

  const lost = () => rows().filter((row) => isTouched(row) || "unsaved" in row.dataset);
  return { press, leave, takeTheirs, lost, isBusy: () => busy > 0, isSwapping: () => swapping };
})();
