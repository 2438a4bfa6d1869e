"use strict";
/* Long steps: while a form is on its way, a bar says what goes on (data-busy). */

for (const form of document.querySelectorAll("form[data-busy]")) {
  const note = document.createElement("p");
  note.className = "note";
  note.hidden = true;
  note.setAttribute("role", "status");
  form.querySelector(".form-end")?.before(note);
  form.addEventListener("submit", () => {
    note.replaceChildren(form.dataset.busy, " ", document.createElement("progress"));
    note.hidden = false;
  });
  window.addEventListener("pageshow", () => { note.hidden = true; });
}
