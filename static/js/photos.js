// Makes chosen pictures smaller before they are sent: a phone's 8 MB become some hundred kilobytes. Time and place that
// the camera wrote go along (the server asks whether to keep them), the turn does not: the picture is upright by then.
// Files that this browser cannot read are sent as they are, and the server says what to do with them.
"use strict";

(() => {
  const QUALITY = 0.9, SMALL = 1_000_000, HEAD = 256 * 1024;
  globalThis.shrunkPicture = shrunk; // for static/js/report-photos.js
  const READABLE = /^image\/(jpeg|png|webp|hei[cf])$/;

  for (const input of document.querySelectorAll("[data-shrink]")) input.addEventListener("change", () => shrinkAll(input));

  async function shrinkAll(input) {
    const form = input.form, chosen = [...input.files], made = new DataTransfer();
    const note = form.querySelector("[data-shrink-note]"), button = form.querySelector("[type=submit]");
    note.hidden = false;
    button.disabled = true;
    for (const [place, file] of chosen.entries()) {
      note.querySelector("span").textContent = `${place + 1} / ${chosen.length}`;
      made.items.add(await shrunk(file, Number(input.dataset.shrink)));
    }
    input.files = made.files;
    const bytes = [...made.files].reduce((sum, file) => sum + file.size, 0);
    note.querySelector("span").textContent = `${chosen.length} · ${(bytes / 1024 ** 2).toFixed(1)} MB`;
    button.disabled = false;
    writeTimes(form, chosen);
  }

  // The day of each file on this machine, for pictures without a time of their own.
  function writeTimes(form, files) {
    for (const old of form.querySelectorAll("[name=file_time]")) old.remove();
    for (const file of files) {
      const time = Object.assign(document.createElement("input"), { type: "hidden", name: "file_time" });
      time.value = new Date(file.lastModified).toISOString();
      form.append(time);
    }
  }

  async function shrunk(file, longest) {
    if (!READABLE.test(file.type)) return file;
    const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => null);
    if (!bitmap) return file;
    const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
    if (scale === 1 && file.size < SMALL) return file;
    const picture = await redrawn(bitmap, scale);
    if (!picture) return file;
    const body = await picture.arrayBuffer(), exif = upright(await cameraWords(file));
    const parts = exif ? [body.slice(0, 2), exif, body.slice(2)] : [body];
    return new File(parts, file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg", lastModified: file.lastModified });
  }

  function redrawn(bitmap, scale) {
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(bitmap.width * scale);
    canvas.height = Math.round(bitmap.height * scale);
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff"; // where a PNG is transparent
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    return new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  }

  // The EXIF segment of a JPEG, marker and length included; null without one.
  async function cameraWords(file) {
    const head = new DataView(await file.slice(0, HEAD).arrayBuffer());
    if (head.byteLength < 4 || head.getUint16(0) !== 0xffd8) return null;
    for (let place = 2; place + 10 < head.byteLength; place += 2 + head.getUint16(place + 2)) {
      const marker = head.getUint16(place), end = place + 2 + head.getUint16(place + 2);
      if (marker < 0xffc0 || marker === 0xffda) return null;
      if (marker === 0xffe1 && head.getUint32(place + 4) === 0x45786966 && end <= head.byteLength) return head.buffer.slice(place, end);
    }
    return null;
  }

  // The same segment with its orientation set to upright, or null when it cannot be read for certain.
  function upright(segment) {
    if (!segment || segment.byteLength < 20) return null;
    const tiff = new DataView(segment, 10), little = tiff.getUint16(0) === 0x4949;
    const first = tiff.getUint32(4, little);
    if (first + 2 > tiff.byteLength) return null;
    const count = tiff.getUint16(first, little);
    for (let entry = 0; entry < count; entry += 1) {
      const place = first + 2 + entry * 12;
      if (place + 12 > tiff.byteLength) return null;
      if (tiff.getUint16(place, little) === 0x0112) tiff.setUint16(place + 8, 1, little);
    }
    return segment;
  }
})();
