/* Blackening works without this file.  Shift chooses every word between two; on a photo the part is
   drawn with the pointer, and the four numbers follow. */
(() => {
  const words = [...document.querySelectorAll(".words-pick input")];
  let last = null;
  let shift = false;
  document.addEventListener("pointerdown", (event) => { shift = event.shiftKey; }, true);
  words.forEach((box, place) => box.addEventListener("change", () => {
    if (shift && last !== null) {
      for (let i = Math.min(last, place); i <= Math.max(last, place); i += 1) {
        words[i].checked = box.checked;
      }
    }
    last = place;
    shift = false;
  }));

  const frame = document.querySelector("[data-frame]");
  if (!frame) return;
  const sides = Object.fromEntries(["left", "top", "width", "height"]
    .map((name) => [name, document.getElementById(name)]));
  const shown = document.createElement("i");
  let from = null;
  const at = (event) => {
    const box = frame.getBoundingClientRect();
    const share = (value, whole) => Math.min(Math.max(value / whole, 0), 1) * 100;
    return [share(event.clientX - box.left, box.width), share(event.clientY - box.top, box.height)];
  };
  const draw = (to) => {
    const [x, y] = [Math.min(from[0], to[0]), Math.min(from[1], to[1])];
    const size = [Math.abs(from[0] - to[0]), Math.abs(from[1] - to[1])];
    const values = { left: x, top: y, width: size[0], height: size[1] };
    for (const [name, value] of Object.entries(values)) {
      sides[name].value = value.toFixed(1);
      shown.style[name] = `${value}%`;
    }
  };
  frame.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    from = at(event);
    frame.append(shown);
    frame.setPointerCapture(event.pointerId);
    draw(from);
  });
  frame.addEventListener("pointermove", (event) => { if (from) draw(at(event)); });
  frame.addEventListener("pointerup", () => { from = null; });
})();
