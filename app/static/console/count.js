/* Counts the letters of a text as the server does (blanks in a row are one) and says how many are
   there.  Without it the page works the same and the server counts alone. */
(() => {
  const digits = (n) => document.documentElement.lang === "fa" ? n.toLocaleString("fa", { useGrouping: false }) : String(n);
  for (const box of document.querySelectorAll("textarea[data-least]")) {
    const out = box.closest(".f").querySelector("output[data-count]");
    if (!out) continue;
    const least = Number(box.dataset.least);
    const say = () => {
      const n = [...box.value.trim().replace(/\s+/g, " ")].length;
      out.textContent = `${out.dataset.count.replace("#", digits(n))} / ${digits(least)}`;
    };
    box.addEventListener("input", say);
    say();
  }
})();
