"use strict";
/* Long steps: while a form is on its way, a bar says what goes on (data-busy) and how far it is (data-progress, core/progress.py). */

const PAUSE = 500; // milliseconds between two questions

function newToken() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function ask(address, bar, count) {
  fetch(address, { headers: { Accept: "application/json" } })
    .then((answer) => answer.json())
    .then(({ done, total }) => {
      if (!total) return;
      bar.max = total;
      bar.value = done;
      count.textContent = ` ${done.toLocaleString()} / ${total.toLocaleString()}`;
    })
    .catch(() => {}); // the bar goes on without a number
}

for (const form of document.querySelectorAll("form[data-busy]")) {
  const note = document.createElement("p");
  note.className = "note";
  note.hidden = true;
  note.setAttribute("role", "status");
  (form.querySelector(".form-end") ?? form.lastElementChild).before(note);
  let asking = 0;
  form.addEventListener("submit", () => {
    const bar = document.createElement("progress");
    const count = document.createElement("span");
    note.replaceChildren(form.dataset.busy, " ", bar, count);
    note.hidden = false;
    const token = newToken();
    const box = form.querySelector("input[name=progress]") ?? form.appendChild(document.createElement("input"));
    Object.assign(box, { type: "hidden", name: "progress", value: token });
    const address = form.dataset.progress.replace("00000000-0000-0000-0000-000000000000", token);
    asking = setInterval(ask, PAUSE, address, bar, count);
  });
  window.addEventListener("pageshow", () => { note.hidden = true; clearInterval(asking); });
}
