// The words of a form as pairs of name and value, and back into their boxes; files and the token of the page stay out.
"use strict";

const formWords = (() => {
  const OTHERS = /^(csrf|photo_)/;

  const read = (form) => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !OTHERS.test(name));

  function put(form, fields) {
    for (const box of form.elements) {
      if (!box.name || ["file", "submit"].includes(box.type) || OTHERS.test(box.name)) continue;
      const values = fields.filter(([name]) => name === box.name).map(([, value]) => value);
      if (box.type === "radio" || box.type === "checkbox") box.checked = values.includes(box.value);
      else if (values.length > 0) [box.value] = values;
    }
  }

  return { read, put };
})();
