// What a row of the grid sends, and how its answers are read.
"use strict";

const gridRequest = (() => {
  const token = () => /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? ""; // of today: one may have signed in anew

  function body(row, button) {
    const data = new FormData();
    for (const box of row.querySelectorAll("input[name], textarea[name]")) {
      if (box.type !== "checkbox" || box.checked) data.append(box.name, box.value);
    }
    data.append(button, row.dataset.row);
    return data;
  }

  // redirect: no page is wanted, wherever it may lead
  function ask(row, given = {}) {
    return fetch(row.dataset.url, { ...given, headers: { "HX-Request": "true", "X-CSRFToken": token() }, redirect: "manual" });
  }

  function read(text) {
    const box = document.createElement("template");
    box.innerHTML = text;
    return box.content.querySelector("tr[data-row]");
  }

  // What the page of a refusal says.
  function reason(text) {
    const page = new DOMParser().parseFromString(text, "text/html");
    return [...page.querySelectorAll("main h1, main h1 + p")].map((part) => part.textContent.trim()).join(" ").slice(0, 300);
  }

  return { body, ask, read, reason };
})();
