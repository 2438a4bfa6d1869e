// Ticking rows of a list: all of the page at once, a range with the shift key, and how many there are. All of it works without.
"use strict";

const boxes = () => [...document.querySelectorAll("input[form=ticked][name=rows]")];
let last = null;

function count() {
  const all = boxes(), ticked = all.filter((box) => box.checked).length;
  const head = document.querySelector("[data-tick-all]"), go = document.querySelector("[data-tick-go]");
  if (!head || !go) return;
  head.hidden = all.length === 0;
  head.checked = ticked > 0 && ticked === all.length;
  head.indeterminate = ticked > 0 && ticked < all.length;
  go.disabled = ticked === 0;
  document.querySelector("[data-tick-count]").textContent = ticked ? `${ticked} / ${all.length}` : "";
}

document.addEventListener("click", (event) => {
  const box = event.target;
  if (!box.matches || !box.matches("input[form=ticked][name=rows]")) return;
  const all = boxes(), here = all.indexOf(box), there = all.indexOf(last);
  if (event.shiftKey && there >= 0) {
    for (const one of all.slice(Math.min(here, there), Math.max(here, there) + 1)) one.checked = box.checked;
  }
  last = box;
});
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-tick-all]")) for (const box of boxes()) box.checked = event.target.checked;
  if (event.target.matches("[data-tick-all], input[form=ticked]")) count();
});
document.addEventListener("htmx:afterSwap", count);
window.addEventListener("pageshow", count);
count();
