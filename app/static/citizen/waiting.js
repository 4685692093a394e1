/* What waits on this phone, shown and sent: at once, when the network is back, every half minute
   while the page is open, by the worker in the background where the browser has one, and by hand. */
(() => {
  const own = document.currentScript.dataset;
  const SCOPES = ["/B/", "/thanks/", "/waiting"];
  const EVERY_MS = 30e3;
  const panel = document.getElementById("waits");
  const link = document.getElementById("waiting-link");

  const remember = (some) => {
    try { if (some) localStorage.takrim = "1"; else localStorage.removeItem("takrim"); } catch { /* forbidden */ }
  };

  const part = (name) => document.getElementById(`one-${name}`).content.cloneNode(true);
  const fill = (node, name, text) => {
    const at = node.querySelector(`[data-is="${name}"]`);
    if (at) { if (text) at.textContent = text; else at.remove(); }
    return at;
  };

  const words = (item) => item.fields?.find(([name]) => name === "text")?.[1] || "";

  const draw = (item, kind) => {
    const node = part(kind);
    fill(node, "about", item.about);
    fill(node, "words", words(item));
    fill(node, "what", item.what === "tap" ? node.querySelector("[data-tap]")?.dataset.tap : node.querySelector("[data-tap]")?.dataset.words);
    const photos = node.querySelector("[data-is=photos]");
    const many = new Intl.NumberFormat(document.documentElement.lang).format(item.files?.length || 0);
    if (photos) fill(node, "photos", item.files?.length ? photos.dataset.words.replace("{n}", many) : "");
    const code = node.querySelector("[data-is=code]");
    if (code && item.groups?.length) {
      for (const group of item.groups) code.append(Object.assign(document.createElement("i"), { textContent: group }));
    } else code?.closest("[data-code]")?.remove();
    const next = node.querySelector("a[data-is=next]");
    if (next) next.href = item.next;
    node.querySelector("[data-is=drop]")?.addEventListener("click", async () => {
      await takrim.drop(kind === "sent" ? "answers" : "waiting", item.id);
      show();
    });
    return node;
  };

  const show = async () => {
    const [waiting, answers] = await Promise.all([takrim.all("waiting"), takrim.all("answers")]);
    const some = waiting.length + answers.length;
    remember(some);
    if (link) link.hidden = !some;
    if (!panel) return waiting.length;
    panel.hidden = !(some || panel.dataset.always);
    panel.querySelector("[data-is=none]").hidden = some > 0;
    panel.querySelector("[data-is=elsewhere]").hidden = !panel.dataset.always || location.pathname === "/waiting";
    const unsent = waiting.filter((one) => !one.refused);
    for (const one of panel.querySelectorAll("[data-is=unsent], [data-is=again]")) one.hidden = !unsent.length;
    const list = panel.querySelector("ul");
    list.replaceChildren(
      ...answers.map((one) => draw(one, "sent")),
      ...unsent.map((one) => draw(one, "kept")),
      ...waiting.filter((one) => one.refused).map((one) => draw(one, "refused")),
    );
    return unsent.length;
  };

  const send = async () => {
    const state = panel?.querySelector("[role=status]");
    if (state) state.textContent = state.dataset.going;
    const left = await takrim.flush().catch(() => 1);
    if (state) state.textContent = left ? state.dataset.kept : "";
    await show();
  };

  const register = async () => {
    const workers = navigator.serviceWorker;
    if (!workers || !own.worker) return;
    await Promise.all(SCOPES.map((scope) => workers.register(own.worker, { scope }).catch(() => null)));
  };

  const inBackground = async () => {
    const found = await navigator.serviceWorker?.getRegistration(location.pathname);
    await found?.sync?.register("takrim").catch(() => {});
  };

  const begin = async () => {
    if (!self.indexedDB) return;
    await register().catch(() => {});
    if (await show()) await send();
  };

  document.addEventListener("takrim:kept", async () => {
    remember(true);
    await show();
    const state = panel?.querySelector("[role=status]");
    if (state) state.textContent = state.dataset.kept;
    panel?.querySelector("h2")?.focus();
    inBackground().catch(() => {});
  });
  panel?.querySelector("[data-is=reload]")?.addEventListener("click", () => location.reload());
  panel?.querySelector("[data-is=again]")?.addEventListener("click", send);
  addEventListener("online", send);
  setInterval(async () => { if (await show()) await send(); }, EVERY_MS);
  begin().catch(() => {});
})();
