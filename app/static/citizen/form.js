/* The form after the tap, made easier: words survive a closed page, photos are made small on the
   phone and lose place and time, and what cannot be sent now waits in the queue.  Without this
   file the form works as it stands. */
(() => {
  const LONGEST = 1600;
  const MOST = 3;
  const number = new Intl.NumberFormat(document.documentElement.lang);
  const draftOf = (form) => `takrim-draft-${form.elements.key.value}`;
  const CARRIED = "takrim-carried";
  const DRAFTED = ["kind", "about", "text", "want", "identity"]; // never the number, never the name
  const box = { get: (k) => { try { return sessionStorage.getItem(k); } catch { return null; } },
    set: (k, v) => { try { sessionStorage.setItem(k, v); } catch { /* full or forbidden */ } },
    drop: (k) => { try { sessionStorage.removeItem(k); } catch { /* forbidden */ } } };

  const said = (form) => [...new FormData(form)].filter(([name, value]) => (
    DRAFTED.includes(name) && typeof value === "string" && value.trim() !== ""
  ));

  const putBack = (form, fields) => {
    for (const field of form.elements) {
      if (!DRAFTED.includes(field.name)) continue;
      const values = fields.filter(([name]) => name === field.name).map(([, value]) => value);
      if (field.type === "checkbox" || field.type === "radio") {
        if (values.length) field.checked = values.includes(field.value);
      } else if (values.length) field.value = values[0];
    }
  };

  const restore = (form) => {
    if (form.elements.text.value.trim()) return;
    const own = box.get(draftOf(form));
    const carried = box.get(CARRIED);
    if (own) putBack(form, JSON.parse(own));
    else if (carried) {
      form.elements.text.value = carried;
      box.drop(CARRIED);
    } else return;
    tell(form, "back");
  };

  const tell = (form, word, values = {}) => {
    const line = form.querySelector(`[data-say~="${word}"]`);
    if (!line) return;
    line.textContent = Object.entries(values).reduce(
      (words, [name, value]) => words.replace(`{${name}}`, number.format(value)), line.dataset[word],
    );
  };

  /* --- photos --- */
  const small = async (file) => {
    const drawn = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST / Math.max(drawn.width, drawn.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(drawn.width * scale));
    canvas.height = Math.max(1, Math.round(drawn.height * scale));
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(drawn, 0, 0, canvas.width, canvas.height);
    drawn.close();
    const blob = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", 0.82); });
    return blob ? new File([blob], "photo.jpg", { type: "image/jpeg" }) : file;
  };

  const shrink = async (form) => {
    const input = form.elements.photo;
    const chosen = [...input.files];
    if (!chosen.length) return tell(form, "none");
    if (chosen.length > MOST) return tell(form, "many");
    tell(form, "working");
    const made = await Promise.all(chosen.map((file) => small(file).catch(() => file)));
    const held = new DataTransfer();
    for (const file of made) held.items.add(file);
    input.files = held.files;
    const size = made.reduce((sum, file) => sum + file.size, 0);
    const clean = made.every((file, at) => file !== chosen[at]);
    return tell(form, clean ? "ready" : "asis", { n: made.length, k: Math.ceil(size / 1024) });
  };

  /* --- sending --- */
  const item = (form) => {
    const key = form.elements.key.value;
    const url = new URL(form.action);
    const fields = [...new FormData(form)].filter(([, value]) => typeof value === "string");
    const photos = [...form.elements.photo.files];
    return {
      id: `${key}-words`, key, what: "words", url: url.pathname + url.search, fields,
      files: photos.map((blob) => ({ blob, name: blob.name })),
      next: `/thanks/${key}${url.search}`, about: form.dataset.about, at: Date.now(),
    };
  };

  const onlyFace = (fields) => fields.every(([name, value]) => (
    ["key", "mood", "identity"].includes(name) || !value.trim()
  ));

  /* A refusal is the server's own page, put in the place of this one; chosen photos stay. */
  const showRefusal = async (answer, form) => {
    const sheet = document.querySelector("style");
    const text = (await answer.text()).replace(/nonce="[^"]*"/g, `nonce="${sheet.nonce}"`);
    const page = new DOMParser().parseFromString(text, "text/html");
    if (!page.querySelector("#tell, textarea[readonly]")) { tell(form, "refused"); return; }
    const held = form.elements.photo.files;
    document.title = page.title;
    sheet.textContent = page.querySelector("style").textContent;
    document.querySelector("header").replaceWith(page.querySelector("header"));
    document.querySelector("main").replaceWith(page.querySelector("main"));
    const again = document.getElementById("tell");
    if (again && held.length) {
      again.elements.photo.files = held;
      again.querySelector(".again")?.remove();
    }
    start();
    scrollTo(0, 0);
    document.querySelector(".err")?.focus();
  };

  const keep = async (one, form) => {
    // nobody is there to be asked later: what waits is filed by itself
    if (!one.fields.some(([name]) => name === "same")) one.fields.push(["same", "no"]);
    await takrim.put("waiting", one);
    box.drop(draftOf(form));
    form.hidden = true;
    document.dispatchEvent(new CustomEvent("takrim:kept"));
  };

  const send = async (event) => {
    const form = event.target;
    if (event.submitter?.name === "switch" || !self.indexedDB) return;
    event.preventDefault();
    if (form.dataset.busy) return;
    form.dataset.busy = "1";
    tell(form, "sending");
    const one = item(form);
    let answer;
    try {
      answer = await takrim.post(one, 120);
      if (answer.status > 501) throw new Error("later");
    } catch {
      delete form.dataset.busy;
      if (onlyFace(one.fields)) { tell(form, "lost"); return; }
      tell(form, "quiet");
      await keep(one, form).catch(() => tell(form, "lost"));
      return;
    }
    if (answer.type === "opaqueredirect") {
      box.drop(draftOf(form));
      const told = one.fields.some(([name, value]) => name === "kind" && value);
      location.assign(told ? takrim.receiptOf(one) : one.next);
    } else {
      delete form.dataset.busy;
      await showRefusal(answer, form);
    }
  };

  const start = () => {
    const lost = document.querySelector("textarea[readonly]#text");
    if (lost?.value.trim()) box.set(CARRIED, lost.value);
    const form = document.getElementById("tell");
    if (!form) return;
    restore(form);
    form.addEventListener("input", () => box.set(draftOf(form), JSON.stringify(said(form))));
    form.addEventListener("submit", send);
    form.elements.photo.addEventListener("change", () => shrink(form));
  };

  addEventListener("pageshow", (event) => {
    if (event.persisted) delete document.getElementById("tell")?.dataset.busy;
  });
  start();
})();
