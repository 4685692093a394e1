/* The desks work without this file.  It opens the menu on wide screens, moves the focus to the
   error summary, and gives lists their keys: / search, J and K rows, Enter opens, ? the sheet. */
(() => {
  const wide = window.matchMedia("(min-width: 64rem)");
  const menu = document.querySelector("details.fold");
  const place = () => { if (menu) menu.open = wide.matches; };
  place();
  wide.addEventListener("change", place);

  document.querySelector(".err")?.focus();
  for (const tab of document.querySelectorAll(".tabs [aria-current]")) {
    const row = tab.parentElement;
    const [from, to] = [tab.getBoundingClientRect(), row.getBoundingClientRect()];
    row.scrollLeft += from.left + from.width / 2 - to.left - to.width / 2;
  }

  // A browser speaks of files in its own language; these words are in the reader's.
  for (const input of document.querySelectorAll("input[type=file].in")) {
    const line = document.createElement("span");
    const [button, name] = [document.createElement("b"), document.createElement("bdi")];
    const say = () => {
      name.textContent = [...input.files].map((file) => file.name).join(" · ") || document.body.dataset.none;
    };
    line.className = "in file";
    button.textContent = document.body.dataset.choose;
    input.before(line);
    line.append(button, name, input);
    input.addEventListener("change", say);
    say();
  }

  try {
    if (localStorage.getItem("takrim-keys") === "off") document.documentElement.dataset.keys = "off";
  } catch { /* a browser that keeps nothing */ }

  const rows = [...document.querySelectorAll("table[data-keys] tbody tr:not(.grp)")];
  const sheet = document.getElementById("keys");
  const opener = document.getElementById("keys-open");
  const off = document.getElementById("keys-off");
  const keysOff = () => document.documentElement.dataset.keys === "off";
  const useful = sheet && (rows.length || document.getElementById("q"));
  if (opener && useful) {
    opener.hidden = false;
    opener.addEventListener("click", () => sheet.showModal());
  }
  if (off) {
    off.checked = keysOff();
    off.addEventListener("change", () => {
      document.documentElement.dataset.keys = off.checked ? "off" : "";
      try { localStorage.setItem("takrim-keys", off.checked ? "off" : ""); } catch { /* private */ }
    });
  }
  let current = -1;
  const go = (step) => {
    if (!rows.length) return;
    rows[current]?.classList.remove("cur");
    current = Math.min(Math.max(current + step, 0), rows.length - 1);
    rows[current].classList.add("cur");
    rows[current].querySelector("a")?.focus();
  };
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox]), textarea, select");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || sheet?.open) return;
    if (event.key === "?" && useful) { sheet.showModal(); return; }
    if (keysOff()) return;
    if (event.key === "/") {
      const box = document.getElementById("q");
      if (box) { event.preventDefault(); box.focus(); }
    }
    if (event.key === "j") go(1);
    if (event.key === "k") go(-1);
  });
})();
