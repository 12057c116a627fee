/* The key: residents in each class, and counters of each sign. */
(function () {
  "use strict";

  const words = window.estateWords;
  const find = (id) => document.getElementById(id);

  /* Residents of each class, from a class number per cell. */
  function people(page, classes, count) {
    const sums = new Array(count).fill(0);
    const crowd = page.crowd();
    classes.forEach((number, cell) => { sums[number] += crowd[cell]; });
    return sums;
  }

  function drawClasses(page, classes, left) {
    const kind = page.kind();
    const { rare } = page.data.classes[kind];
    const present = new Set([...classes, ...(left || [])]);
    const sums = people(page, classes, page.data.classes[kind].classes.length);
    document.querySelectorAll(".people-label").forEach((head) => { head.textContent = page.peopleLabel(); });
    find("legend-minutes").hidden = kind !== "minutes";
    find("legend-change").hidden = kind !== "change";
    const what = page.what;
    const own = what && !what.printed ? null : page.view.legend[page.layer === "both" ? "after" : page.layer];
    find(`legend-${kind}`).querySelectorAll("[data-class]").forEach((item) => {
      item.lastElementChild.textContent = own ? own[item.dataset.class] : words.people(sums[item.dataset.class]);
      item.hidden = rare.includes(Number(item.dataset.class)) && !present.has(Number(item.dataset.class));
    });
  }

  /* Signs of what becomes of a counter stand with the estate after the changes, "before" with the one before. */
  function drawMarks(page, shown) {
    const sides = { before: page.layer === "before" || page.layer === "both", after: page.layer !== "before" };
    find("legend-marks").querySelectorAll("[data-mark]").forEach((item) => {
      const { mark } = item.dataset;
      const count = mark === "shut" ? shown.filter((status) => status === "shut").length
        : mark === "before" ? page.counters.countBefore() : page.counters.count(mark);
      item.lastElementChild.textContent = String(count);
      item.hidden = !count || (mark !== "shut" && !sides[mark === "before" ? "before" : "after"]);
    });
  }

  /* `left` are the classes left of the curtain, where there is one. */
  function draw(page, classes, left, shown) {
    drawClasses(page, classes, left);
    drawMarks(page, shown);
  }

  window.estateLegends = { draw };
}());
