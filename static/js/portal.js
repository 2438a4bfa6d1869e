// Small helps on every page; every job works without them.
"use strict";

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit]")) event.target.form.submit();
});

for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => window.print());

// A form that was changed and not sent asks before the page is left.
for (const form of document.querySelectorAll("form[data-guard]")) {
  let changed = false;
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  window.addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
}

// A second click on the button of a sent form does nothing; coming back to the page frees it.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// The search box asks while one types; leaving it must not ask again and sweep away what was ticked or opened since.
for (const box of document.querySelectorAll("[data-filters] [type=search]")) {
  box.addEventListener("change", (event) => event.stopPropagation());
}

// Empty filters stay out of the address, and so do the columns while nobody has chosen any.
document.addEventListener("htmx:configRequest", (event) => {
  const form = event.target.closest("[data-filters]"), given = event.detail.parameters;
  if (!form) return;
  for (const name of Object.keys(given)) if (given[name] === "") delete given[name];
  const untouched = [...form.querySelectorAll("[name=cols]")].every((box) => box.checked === box.defaultChecked);
  if (untouched && !new URLSearchParams(location.search).has("cols")) delete given.cols;
});
