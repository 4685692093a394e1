/* The forms work without this file.  Ctrl+Enter sends a form marked data-send.  What is typed into a
   field marked data-keep stays in this window until the desk says it was taken; it is gone with the
   window, so that nothing is left behind on a shared computer. */
(() => {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    const form = event.target.closest("form[data-send]");
    if (form) { event.preventDefault(); form.requestSubmit(); }
  });

  const store = (() => { try { return window.sessionStorage; } catch { return null; } })();
  if (!store) return;
  const sent = "takrim-sent";
  const taken = document.querySelector("main > .warn.info[role=status]");
  const last = store.getItem(sent);
  if (last && taken) store.removeItem(last);
  store.removeItem(sent);
  for (const field of document.querySelectorAll("textarea[data-keep]")) {
    const place = `takrim:${field.dataset.keep}`;
    const kept = store.getItem(place);
    if (kept && !field.value.trim()) {
      field.value = kept;
      field.closest("form")?.querySelector("[data-kept]")?.removeAttribute("hidden");
    }
    field.addEventListener("input", () => {
      if (field.value.trim()) store.setItem(place, field.value);
      else store.removeItem(place);
    });
    field.form?.addEventListener("submit", () => store.setItem(sent, place));
  }
})();
