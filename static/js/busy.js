"use strict";
/* Long steps: after the form is sent, its button rests and a bar says what goes on (data-busy). */

document.querySelectorAll("form[data-busy]").forEach((form) => {
  form.addEventListener("submit", () => {
    const note = document.createElement("p");
    const bar = document.createElement("progress");
    note.className = "note";
    note.setAttribute("role", "status");
    note.append(form.dataset.busy, " ", bar);
    form.querySelector("[type=submit]:last-of-type").before(note);
    setTimeout(() => form.querySelectorAll("[type=submit]").forEach((button) => (button.disabled = true)));
  });
});
window.addEventListener("pageshow", (event) => event.persisted && window.location.reload());
