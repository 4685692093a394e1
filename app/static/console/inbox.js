/* The inbox works without this file.  It keeps the counts fresh, takes a case with A, chooses rows
   with X. */
(() => {
  const table = document.querySelector("table[data-keys]");
  const many = document.getElementById("many");
  const sheet = document.getElementById("keys");
  const keysOff = () => document.documentElement.dataset.keys === "off";

  const chosen = () => [...document.querySelectorAll('input[name="code"][form="many"]:checked')];
  const told = many?.querySelector(".chosen-n");
  const tell = () => {
    const n = chosen().length;
    if (told) told.textContent = n ? n.toLocaleString(document.documentElement.lang) : "";
  };
  table?.addEventListener("change", tell);
  tell();

  const take = (row) => {
    if (!row?.dataset.take || !many) return;
    const form = document.createElement("form");
    form.method = "post";
    form.action = row.dataset.take;
    const values = { csrf_token: many.elements.csrf_token.value, version: row.dataset.version };
    for (const [name, value] of Object.entries(values)) {
      const field = document.createElement("input");
      field.type = "hidden";
      field.name = name;
      field.value = value;
      form.append(field);
    }
    document.body.append(form);
    form.submit();
  };

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox]), textarea, select");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (keysOff() || sheet?.open) return;
    const row = table?.querySelector("tr.cur");
    if (event.key === "a") take(row);
    if (event.key === "x") row?.querySelector("input[type=checkbox]")?.click();
  });

  const tabs = document.querySelector("[data-counts]");
  let etag = "";
  const refresh = async () => {
    if (document.hidden) return;
    try {
      const head = etag ? { "If-None-Match": etag } : {};
      const answer = await fetch(tabs.dataset.counts, { headers: head, credentials: "same-origin" });
      if (!answer.ok || answer.redirected) return;
      etag = answer.headers.get("ETag") || "";
      for (const [view, count] of Object.entries(await answer.json())) {
        const shown = tabs.querySelector(`[data-count="${view}"]`);
        if (shown) shown.textContent = count;
      }
    } catch { /* the next round tries again */ }
  };
  if (tabs) {
    window.setInterval(refresh, 30000);
    document.addEventListener("visibilitychange", refresh);
  }
})();
