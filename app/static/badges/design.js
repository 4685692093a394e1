/* Draws the design anew while it is typed.  Without this file the button does the same. */
(() => {
  const form = document.querySelector("form[data-live]");
  const shown = document.getElementById("preview");
  if (!form || !shown) return;
  let waiting = 0;
  let asked = 0;

  const show = async () => {
    const mine = ++asked;
    const said = new FormData(form);
    said.set("act", "preview");
    shown.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(form.action, { method: "POST", body: said });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (mine !== asked) return;
      const fresh = page.getElementById("preview");
      const wrong = page.getElementById("errors");
      const note = document.getElementById("live-errors");
      const box = document.createElement("div");
      box.className = "warn red";
      if (wrong) box.append(...wrong.querySelectorAll("ul"));
      note.replaceChildren(...(wrong ? [box] : []));
      if (answer.ok && fresh) shown.replaceChildren(...fresh.childNodes);
      const kept = page.querySelector("input[name=kept]");
      if (answer.ok && kept) form.elements.kept.value = kept.value;
    } catch { /* offline: the button stays */ } finally {
      if (mine === asked) shown.removeAttribute("aria-busy");
    }
  };
  const soon = () => { clearTimeout(waiting); waiting = setTimeout(show, 400); };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
})();
