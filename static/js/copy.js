// Buttons that copy an address. Without scripts they stay hidden, and the box is there to be marked and copied.
"use strict";

for (const button of document.querySelectorAll("[data-copy]")) {
  const box = document.getElementById(button.dataset.copy), words = button.querySelector("span");
  button.hidden = false;
  button.addEventListener("click", async () => {
    box.select();
    try {
      await navigator.clipboard.writeText(box.value);
    } catch {
      document.execCommand("copy"); // pages without https have no clipboard of their own
    }
    words.textContent = button.dataset.done;
  });
}
