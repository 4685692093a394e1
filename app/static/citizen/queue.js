/* What waits on this phone until the network is back: one store, used by pages and by the worker.

   Every item carries the submission key of its form, so that however often it is sent the city
   keeps it once.  What the city refused stays here, with the words, until the citizen lets it go. */
self.takrim = (() => {
  const WEEK = 7 * 24 * 3600e3;

  const open = () => new Promise((done, fail) => {
    const asked = indexedDB.open("takrim", 1);
    asked.onupgradeneeded = () => {
      for (const store of ["waiting", "answers"]) {
        asked.result.createObjectStore(store, { keyPath: "id" });
      }
    };
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });

  const run = async (store, mode, work) => {
    const db = await open();
    try {
      return await new Promise((done, fail) => {
        const act = db.transaction(store, mode);
        const asked = work(act.objectStore(store));
        act.oncomplete = () => done(asked.result);
        act.onerror = act.onabort = () => fail(act.error);
      });
    } finally {
      db.close();
    }
  };

  const all = (store) => run(store, "readonly", (kept) => kept.getAll());
  const put = (store, item) => run(store, "readwrite", (kept) => kept.put(item));
  const drop = (store, id) => run(store, "readwrite", (kept) => kept.delete(id));

  // A few words without a photo are shorter on the line as the plain kind of form.
  const SHORT = 1500;
  const plain = (item) => {
    const written = String(new URLSearchParams(item.fields));
    return item.files?.length || written.length > SHORT ? null : written;
  };
  const parts = (item) => {
    const form = new FormData();
    for (const [name, value] of item.fields) form.append(name, value);
    for (const file of item.files || []) form.append("photo", file.blob, file.name);
    return form;
  };

  const post = async (item, seconds) => {
    const written = plain(item);
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), seconds * 1000);
    try {
      return await fetch(item.url, {
        method: "POST", body: written ?? parts(item), redirect: "manual", signal: late.signal,
        headers: written === null ? {} : { "Content-Type": "application/x-www-form-urlencoded" },
      });
    } finally {
      clearTimeout(timer);
    }
  };

  const receiptOf = (item) => item.next.replace(/(\?|$)/, "/receipt$1");

  // The code is shown for half an hour only, so what was sent unseen fetches its own at once.
  const keepCode = async (item) => {
    const page = await fetch(receiptOf(item));
    const shown = page.ok && (await page.text()).match(/<strong class="code[^>]*>(.*?)<\/strong>/s);
    const groups = shown ? [...shown[1].matchAll(/<i>(.*?)<\/i>/g)].map((one) => one[1]) : [];
    await put("answers", { id: item.id, what: item.what, about: item.about, groups, next: item.next, at: Date.now() });
  };

  const sendOne = async (item) => {
    if (item.refused) return;
    const answer = await post(item, item.what === "tap" ? 20 : 120);
    if (answer.status >= 500 || answer.status === 429) throw new Error("later");
    if (answer.type !== "opaqueredirect") {
      await put("waiting", { ...item, refused: answer.status });
      return;
    }
    await (item.what === "words" ? keepCode(item) : put("answers", {
      id: item.id, what: "tap", about: item.about, groups: [], next: item.next, at: Date.now(),
    }));
    await drop("waiting", item.id);
  };

  const sendAll = async () => {
    let left = 0;
    for (const item of await all("waiting")) {
      if (Date.now() - item.at > WEEK && item.what === "tap") await drop("waiting", item.id);
      else await sendOne(item).catch(() => { left += 1; });
    }
    return left;
  };

  /* Send what waits, one sender at a time; resolves to how many still wait. */
  const flush = () => (
    navigator.locks ? navigator.locks.request("takrim", sendAll) : sendAll()
  );

  return { all, put, drop, post, flush, receiptOf };
})();
