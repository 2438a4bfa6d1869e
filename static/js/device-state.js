// What the head of "my week" and of the form says: kept on this device, stored, waiting; and the notes below it, each with
// what the person can do. Words come from the page (templates/projects/_device.html).
"use strict";

const deviceState = (() => {
  const place = document.querySelector("[data-device]"), words = place.dataset;
  const line = place.querySelector("[data-device-state]"), notes = document.querySelector("[data-device-notes]");
  const person = words.person;

  const clock = (moment) => new Date(moment).toTimeString().slice(0, 5);

  function say(kind, more = "") {
    line.dataset.kind = kind;
    line.textContent = [words[kind], more].filter(Boolean).join(" ");
  }

  // One note for each subject. An action is {label, href} or {label, act}.
  function note(subject, text, ...actions) {
    drop(subject);
    const box = document.createElement("div");
    box.dataset.subject = subject;
    box.append(Object.assign(document.createElement("span"), { textContent: text }));
    for (const { label, href, act } of actions) {
      const made = document.createElement(href ? "a" : "button");
      made.className = "btn";
      made.textContent = label;
      if (href) made.href = href;
      else {
        made.type = "button";
        made.addEventListener("click", act);
      }
      box.append(made);
    }
    notes.append(box);
  }

  function drop(subject) {
    for (const box of [...notes.children]) if (box.dataset.subject === subject) box.remove();
  }

  // How many reports wait. What cannot go by itself, and drafts that only this device has, get a note with the way on: to
  // the form, or on the form itself ("act") to the page that shows what is wrong.
  function show(rows, act = null) {
    const waiting = rows.filter((row) => row.queued);
    for (const box of [...notes.children]) if (box.dataset.subject.startsWith("row:")) box.remove();
    for (const row of rows) {
      const { key, title, url, queued, clean, at } = row, here = location.pathname === url;
      const decide = here && act && ["conflict", "invalid"].includes(queued?.state);
      const text = queued ? queued.state !== "sign_in" && queued.reason : !clean && !here && `${words.kept} ${clock(at)}`;
      const way = here ? decide && { label: words.compare, act: () => act(queued.button) } : { label: words.open, href: url };
      if (text) note(`row:${key}`, `${title}: ${text}`, ...(way ? [way] : []));
    }
    if (waiting.length > 0) say("waiting", String(waiting.length));
    else if (line.dataset.kind === "waiting" || line.dataset.kind === "sending") say("");
  }

  function signIn(address) {
    const next = new URL(address, location.href);
    next.searchParams.set("next", location.pathname);
    note("sign-in", words.signedOut, { label: words.signIn, href: next.pathname + next.search });
  }

  return { person, words, clock, say, note, drop, show, signIn };
})();
