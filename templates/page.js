(() => {
  "use strict";
  const key = "bilingual:show";
  // Pages opened from a disk may have no storage: then the choice is not remembered.
  const stored = (act) => { try { return act(localStorage); } catch { return null; } };
  const radio = document.getElementById("show-" + stored((s) => s.getItem(key)));
  if (radio) radio.checked = true;
  document.addEventListener("change", ({ target }) => {
    if (target.name === "show") stored((s) => s.setItem(key, target.value));
  });

  const sides = ["source", "target"].map((side) => [...document.querySelectorAll("." + side + " .s")]);
  const place = (sentence) => {
    const side = sides.findIndex((all) => all.includes(sentence));
    return [side, side < 0 ? -1 : sides[side].indexOf(sentence)];
  };
  // Each language is one stop of the Tab key: the sentence last visited, or its partner.
  document.addEventListener("focusin", ({ target }) => {
    const [side, at] = place(target);
    if (side < 0) return;
    for (const all of sides) all.forEach((sentence, n) => { sentence.tabIndex = n === at ? 0 : -1; });
  });
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const [side, at] = place(document.activeElement);
    if (side < 0) return;
    const here = sides[side];
    const next = {
      ArrowDown: here[at + 1],
      ArrowUp: here[at - 1],
      ArrowLeft: sides[1 - side][at],
      ArrowRight: sides[1 - side][at],
      Home: here[0],
      End: here[here.length - 1],
    };
    if (event.key === "Escape") document.activeElement.blur();
    if (!(event.key in next)) return;
    event.preventDefault();
    if (next[event.key]) next[event.key].focus();
  });
  document.querySelector(".keys").hidden = sides[0].length === 0;
})();
