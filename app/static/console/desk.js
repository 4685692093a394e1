/* The desks work without this file.  It opens the menu on wide screens, moves the focus to the
   error summary, and gives lists their keys: / search, J and K rows, Enter opens. */
(() => {
  const wide = window.matchMedia("(min-width: 64rem)");
  const menu = document.querySelector("details.fold");
  const place = () => { if (menu) menu.open = wide.matches; };
  place();
  wide.addEventListener("change", place);

  document.querySelector(".err")?.focus();

  try {
    if (localStorage.getItem("takrim-keys") === "off") document.documentElement.dataset.keys = "off";
  } catch { /* a browser that keeps nothing */ }

  const rows = [...document.querySelectorAll("table[data-keys] tbody tr:not(.grp)")];
  let current = -1;
  const go = (step) => {
    if (!rows.length) return;
    rows[current]?.classList.remove("cur");
    current = Math.min(Math.max(current + step, 0), rows.length - 1);
    rows[current].classList.add("cur");
    rows[current].querySelector("a")?.focus();
  };
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.documentElement.dataset.keys === "off") return;
    if (event.key === "/") {
      const box = document.getElementById("q");
      if (box) { event.preventDefault(); box.focus(); }
    }
    if (event.key === "j") go(1);
    if (event.key === "k") go(-1);
  });
})();
