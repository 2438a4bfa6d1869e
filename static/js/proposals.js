// A row of the ledger and its words in the plan light up together; the ticked rows are counted. All of it works without.
"use strict";

const form = document.querySelector("[data-proposals]");

if (form) {
  const words = [...form.querySelectorAll("mark[data-rows]")];
  const rows = [...form.querySelectorAll("[data-row]")];
  const frame = form.querySelector(".plan-words");
  const ofRow = new Map(rows.map((row) => [row.dataset.row, []]));
  for (const mark of words) for (const row of mark.dataset.rows.split(" ")) if (ofRow.has(row)) ofRow.get(row).push(mark);

  const light = (numbers) => {
    for (const row of rows) row.classList.toggle("lit", numbers.includes(row.dataset.row));
    for (const mark of words) mark.classList.toggle("lit", mark.dataset.rows.split(" ").some((row) => numbers.includes(row)));
  };

  // Only the frame of the text is moved, never the page under the hand.
  const show = (mark) => {
    if (!frame || !mark) return;
    const box = frame.getBoundingClientRect(), place = mark.getBoundingClientRect();
    if (place.top < box.top || place.bottom > box.bottom) frame.scrollTop += place.top - box.top - box.height / 3;
  };

  const over = (event) => {
    const row = event.target.closest("[data-row]"), mark = event.target.closest("mark[data-rows]");
    if (row) {
      light([row.dataset.row]);
      show(ofRow.get(row.dataset.row)[0]);
    } else if (mark) {
      light(mark.dataset.rows.split(" "));
    }
  };
  form.addEventListener("mouseover", over);
  form.addEventListener("focusin", over);

  const count = form.querySelector("[data-count]"), ticks = [...form.querySelectorAll(".proposal-take input")];
  form.addEventListener("change", (event) => {
    if (count && ticks.includes(event.target)) count.textContent = ticks.filter((box) => box.checked).length;
  });

  // The one tick for all new projects shows at each name what it does.
  const all = form.querySelector("[name=new_all]");
  if (all) all.addEventListener("change", () => {
    for (const select of form.querySelectorAll("[data-unknown] select")) {
      if (all.checked && select.value === "") select.value = "new";
      else if (!all.checked && select.value === "new") select.value = "";
    }
  });
}
