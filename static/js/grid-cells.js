// The cells of the week's grid, and the keyboard between them. Enter and the arrows lead to the row below or above; in a box
// of many lines the arrows do so with Alt, and Alt+Enter begins a line. Esc brings back what is stored.
"use strict";

const gridCells = (() => {
  const table = document.querySelector("[data-grid]"), notice = document.querySelector("[data-notice]");
  const rowOf = (node) => (node instanceof Element ? node.closest("tr[data-row]") : null);
  const rows = () => [...table.querySelectorAll("tr[data-row]")];
  const find = (number) => table.querySelector(`tr[data-row="${number}"]`);
  const cells = (row) => [...row.querySelectorAll("[data-col]")];
  const cellAt = (row, column) => row.querySelector(`[data-col="${column}"]`);
  const isTick = (cell) => cell.type === "checkbox";
  const valueOf = (cell) => (isTick(cell) ? cell.checked : cell.value);
  const isTouched = (row) => cells(row).some((cell) => valueOf(cell) !== (isTick(cell) ? cell.defaultChecked : cell.defaultValue));

  function put(cell, value) {
    if (isTick(cell)) cell.checked = value;
    else cell.value = value;
    cell.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // What stands here from now on is what a change is measured by.
  function settle(cell, value) {
    if (isTick(cell)) cell.defaultChecked = value;
    else cell.defaultValue = value;
  }

  function restore(cell) {
    const kept = cell.dataset.stored;
    if (isTick(cell)) put(cell, kept === undefined ? cell.defaultChecked : kept !== "");
    else put(cell, kept ?? cell.defaultValue);
  }

  function go(cell) {
    cell.focus();
    if (!isTick(cell)) cell.select();
  }

  // The same column of the next row that can be written in; nothing at the end.
  function move(cell, step) {
    const all = rows();
    for (let at = all.indexOf(rowOf(cell)) + step; at >= 0 && at < all.length; at += step) {
      const next = cellAt(all[at], cell.dataset.col);
      if (next) return go(next);
    }
  }

  // Words above the grid, with a link if there is something to do.
  function tell(words, link) {
    notice.replaceChildren(words);
    if (link) notice.append(" ", Object.assign(document.createElement("a"), { target: "_blank", rel: "noopener", ...link }));
    notice.hidden = !words;
  }

  function say(words) {
    document.querySelector("[data-say]").textContent = words;
  }

  function pressed(event) {
    const cell = event.target, lines = cell.tagName === "TEXTAREA", step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (event.isComposing || event.keyCode === 229) return; // 229: an input method is writing
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && cell.matches("[data-row] input, [data-row] textarea")) {
      gridSave.press(rowOf(cell), "submit");
    } else if (!cell.matches("[data-col]")) return;
    else if (event.key === "Escape") restore(cell);
    else if (event.key === "Enter" && event.altKey) {
      if (lines) cell.setRangeText("\n", cell.selectionStart, cell.selectionEnd, "end");
    } else if (event.key === "Enter") move(cell, event.shiftKey ? -1 : 1);
    else if (step && !event.ctrlKey && !event.metaKey && !event.shiftKey && (event.altKey || !lines)) move(cell, step);
    else return;
    event.preventDefault();
  }

  table.addEventListener("keydown", pressed);
  for (const part of document.querySelectorAll("[data-with-scripts]")) part.hidden = false;
  for (const part of document.querySelectorAll("[data-without-scripts]")) part.hidden = true;
  return { table, words: table.dataset, rowOf, rows, find, cells, cellAt, isTick, valueOf, isTouched, put, settle, go, move, tell, say };
})();
