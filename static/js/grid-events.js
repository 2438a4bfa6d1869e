// What makes the grid store a row: leaving it, its buttons, a connection that is back. Leaving the page asks first.
"use strict";

(() => {
  const { table, rowOf } = gridCells, { press, leave, takeTheirs, lost, isBusy, isSwapping } = gridSave;

  table.addEventListener("focusout", (event) => {
    const row = rowOf(event.target);
    if (row && !isSwapping() && !row.contains(event.relatedTarget)) leave(row);
  });

  table.addEventListener("click", (event) => {
    const button = event.target.closest("button[type=submit]"), theirs = event.target.closest("[data-theirs]");
    if (!button && !theirs) return;
    event.preventDefault();
    if (button) press(rowOf(button), button.name);
    else takeTheirs(rowOf(theirs));
  });

  // Enter in a box would send the whole form.
  table.closest("form").addEventListener("submit", (event) => event.preventDefault());

  const again = () => {
    for (const row of lost()) if (!row.dataset.manual && !row.contains(document.activeElement)) leave(row);
  };
  window.addEventListener("online", again);
  window.addEventListener("focus", again);
  window.addEventListener("beforeunload", (event) => { if (isBusy() || lost().length > 0) event.preventDefault(); });
})();
