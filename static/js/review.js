// The queue of reviews: tick a whole group, and count what is ticked; the page works without it.
"use strict";

const boxes = () => [...document.querySelectorAll("input[name=report]")];
const count = document.querySelector("[data-ticked]");

function recount() {
  if (count) count.textContent = `${boxes().filter((box) => box.checked).length} / ${boxes().length}`;
}

for (const button of document.querySelectorAll("[data-tick]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const group = [...document.getElementById(button.dataset.tick).querySelectorAll("input[name=report]")];
    const every = group.every((box) => box.checked);
    for (const box of group) box.checked = !every;
    recount();
  });
}
document.addEventListener("change", recount);
recount();
