// Pictures of a report: made smaller at once (photos.js), kept on the device with their words until they are stored, and
// shown as a list. Without this file the boxes send what was chosen, with one caption for all.
"use strict";

const reportPhotos = (() => {
  const MOST = 12, LONGEST = 2000, WIDE = 96, HIGH = 72;
  const box = draft.form.querySelector("[data-section=photos]"), find = (name) => box.querySelector(`[data-${name}]`);
  const list = box.querySelector("ul[data-photos]"), model = box.querySelector("template[data-photo]");

  const hasRoom = (row, count) => row.photos.length + count <= MOST;

  async function take(input) {
    const files = [...input.files];
    find("making").hidden = false;
    const made = [];
    for (const file of files) {
      const blob = await shrunkPicture(file, LONGEST);
      const time = new Date(file.lastModified).toISOString();
      made.push({ id: deviceStore.token(), blob, name: blob.name, caption: "", promise: "", time });
    }
    let fits = true;
    const row = await draft.change((now) => {
      fits = hasRoom(now, made.length);
      now.photos = [...now.photos, ...made].slice(0, MOST);
      now.clean = false;
    });
    find("making").hidden = true;
    find("too-many").hidden = fits;
    if (!row) return; // the device keeps nothing: what was chosen stays in its box and is sent from there
    input.value = "";
    show(row.photos);
    if (!row.queued) deviceState.say("kept", deviceState.clock(row.at));
  }

  async function draw(canvas, blob) {
    const bitmap = await createImageBitmap(blob).catch(() => null);
    if (!bitmap) return;
    const scale = Math.max(WIDE / bitmap.width, HIGH / bitmap.height);
    const wide = bitmap.width * scale, high = bitmap.height * scale;
    canvas.getContext("2d").drawImage(bitmap, (WIDE - wide) / 2, (HIGH - high) / 2, wide, high);
    bitmap.close();
  }

  function show(photos) {
    list.hidden = photos.length === 0;
    list.replaceChildren(...photos.map(one));
  }

  function one(photo) {
    const item = model.content.cloneNode(true).firstElementChild;
    const caption = item.querySelector("[data-caption]"), promise = item.querySelector("[data-promise]");
    draw(item.querySelector("canvas"), photo.blob);
    caption.value = photo.caption;
    promise.value = photo.promise;
    const about = () => words(photo.id, { caption: caption.value, promise: promise.value });
    caption.addEventListener("input", about);
    promise.addEventListener("change", about);
    item.querySelector("[data-drop]").addEventListener("click", () => drop(photo.id));
    return item;
  }

  const words = (id, said) => draft.change((now) => {
    now.photos = now.photos.map((photo) => (photo.id === id ? { ...photo, ...said } : photo));
  });

  async function drop(id) {
    const row = await draft.change((now) => { now.photos = now.photos.filter((photo) => photo.id !== id); });
    if (row) show(row.photos);
  }

  // The file boxes become buttons; what was chosen before this file came is taken as well.
  function begin(photos) {
    find("plain").hidden = true;
    for (const input of box.querySelectorAll("[data-take]")) {
      input.classList.replace("form-control", "visually-hidden");
      input.closest("label").classList.add("btn");
      input.addEventListener("change", () => take(input));
      if (input.files.length > 0) take(input);
    }
    show(photos);
  }

  return { begin };
})();
