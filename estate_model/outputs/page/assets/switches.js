/* The list of counters to switch: found by name and state, put back, and copied as a scenario file. */
(function () {
  "use strict";

  const { element, button, counted, option } = window.estateWords;
  const NAMES = { open: "Open", reduced: "Reduced", closed: "Closed", other: "Scenario" };

  /* Radio buttons for one counter's states; `name` keeps the group apart from other groups of the page. */
  function radios(app, number, name) {
    const one = app.what.switches[number];
    const box = element("div", undefined, "states");
    one.choices.forEach((choice, place) => {
      if (choice.state.startsWith("hours")) { return; }
      const input = element("input");
      input.type = "radio";
      input.name = name;
      input.id = `${name}-${place}`;
      input.value = String(place);
      input.checked = shownPlace(one, app.chosen[number]) === place;
      input.addEventListener("change", () => app.switchTo(number, place));
      const label = element("label", NAMES[choice.state] || "Plan");
      label.htmlFor = input.id;
      label.title = choice.words;
      const span = element("span");
      span.append(input, label);
      box.appendChild(span);
    });
    return box;
  }

  /* The button that stands for a choice: usual hours are a kind of open. */
  function shownPlace(one, place) { return one.choices[place].state.startsWith("hours") ? 0 : place; }

  /* A counter closed in the scenario is asked for its hours when it opens. */
  function hours(app, number, name) {
    const one = app.what.switches[number];
    const box = element("p", undefined, "hours");
    const label = element("label", "Which hours? ");
    const select = element("select");
    select.id = `${name}-hours`;
    label.htmlFor = select.id;
    one.choices.forEach((choice, place) => {
      if (!choice.spells.length) { return; }
      select.append(option(String(place), choice.words + (choice.words === one.before_words ? " (as before)" : "")));
    });
    select.addEventListener("change", () => app.switchTo(number, Number(select.value)));
    box.append(label, select);
    settle(select, one, app.chosen[number]);
    return box;
  }

  function asksHours(one) { return one.choices.some((choice) => choice.state.startsWith("hours")); }

  /* The buttons of a counter, and the question of its hours. */
  function controls(app, number, name) {
    const one = app.what.switches[number];
    const made = [radios(app, number, name)];
    if (asksHours(one)) { made.push(hours(app, number, name)); }
    return made;
  }

  function settle(select, one, place) {
    select.parentNode.hidden = !one.choices[place].spells.length;
    if (one.choices[place].spells.length) { select.value = String(place); }
  }

  function line(app, number) {
    const one = app.what.switches[number];
    const box = element("fieldset", undefined, "switch");
    const legend = element("legend");
    const name = button(one.name, "place", () => app.page.here.show({ kind: "counter", index: number }, { focus: true, back: name }));
    legend.appendChild(name);
    box.append(legend, ...controls(app, number, `switch-${number}`), element("p", "", "now"));
    box.dataset.number = String(number);
    return box;
  }

  function build(app) {
    const list = document.getElementById("switch-list");
    const parts = [["Open before or after", true], ["Other recorded buildings, not open in this scenario", false]];
    parts.forEach(([heading, inUse]) => {
      const members = app.what.switches.map((one, number) => number).filter((number) => app.what.switches[number].in_use === inUse);
      if (!members.length) { return; }
      list.appendChild(element("h3", heading));
      members.forEach((number) => list.appendChild(line(app, number)));
    });
    rove(list);
    filters(app);
    document.getElementById("reset").addEventListener("click", () => app.reset());
    document.getElementById("copy").addEventListener("click", () => copy(app));
    app.what.presets.forEach((preset) => {
      document.getElementById("reset").parentNode.appendChild(button(`Show: ${preset.title}`, "preset", () => app.take(preset.chosen)));
    });
  }

  const STATES = [["", "All counters"], ["changed", "Changed by you"], ["closed", "Closed"], ["reduced", "Fewer hours"], ["open", "Open, hours unchanged"], ["other", "Any other state"]];

  function filters(app) {
    const select = document.getElementById("switch-state");
    select.append(...STATES.map((state) => option(...state)));
    select.addEventListener("change", () => narrow(app));
    document.getElementById("switch-name").addEventListener("input", () => narrow(app));
  }

  /* Show the counters that the reader asks for. */
  function narrow(app) {
    const name = document.getElementById("switch-name").value.trim().toLowerCase();
    const state = document.getElementById("switch-state").value;
    const rows = [...document.querySelectorAll("#switch-list .switch")];
    rows.forEach((row) => {
      const number = Number(row.dataset.number);
      const one = app.what.switches[number];
      const status = app.status(number);
      const kind = ["closed", "reduced", "open"].includes(status) ? status : "other";
      const wanted = !state || (state === "changed" ? app.chosen[number] !== one.start : kind === state);
      row.hidden = !wanted || !`${one.name} ${one.borough}`.toLowerCase().includes(name);
    });
    document.querySelectorAll("#switch-list h3").forEach((heading) => {
      let row = heading.nextElementSibling;
      while (row && row.matches(".switch") && row.hidden) { row = row.nextElementSibling; }
      heading.hidden = !row || !row.matches(".switch");
    });
    const shown = rows.filter((row) => !row.hidden).length;
    document.getElementById("switch-count").textContent = name || state ? `${shown} of ${rows.length} shown` : "";
  }

  /* One counter at a time is reached by Tab; up and down go to its neighbours. */
  function rove(list) {
    const rows = [...list.querySelectorAll(".switch")];
    const activate = (row) => rows.forEach((one) => {
      one.querySelectorAll("input, button, select").forEach((control) => { control.tabIndex = one === row ? 0 : -1; });
    });
    rows.forEach((row, place) => {
      row.addEventListener("focusin", () => activate(row));
      row.addEventListener("keydown", (event) => {
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (!step || event.target.matches("select")) { return; }
        event.preventDefault();
        let next = rows[place + step];
        while (next && next.hidden) { next = rows[rows.indexOf(next) + step]; }
        const kind = event.target.matches("input") ? "input:checked" : "button";
        if (next) { next.querySelector(kind).focus(); }
      });
    });
    if (rows.length) { activate(rows[0]); }
  }

  /* Make the list say what is chosen. */
  function update(app) {
    let changed = 0;
    document.querySelectorAll("#switch-list .switch").forEach((row) => {
      const number = Number(row.dataset.number);
      const one = app.what.switches[number];
      const place = app.chosen[number];
      row.querySelectorAll("input")[shownPlace(one, place)].checked = true;
      const select = row.querySelector(".hours select");
      if (select) { settle(select, one, place); }
      const differs = place !== one.start;
      changed += differs;
      row.classList.toggle("changed", differs);
      row.querySelector(".now").textContent = (differs ? "Changed by you: " : "") + one.choices[place].words;
    });
    document.getElementById("reset").disabled = !changed;
    document.getElementById("yaml-box").hidden = true;
    const said = document.getElementById("switches-said");
    const preset = app.what.presets.find((one) => one.chosen.every((place, number) => place === app.chosen[number]));
    said.textContent = !changed ? "As in the scenario." : preset ? `As in: ${preset.title}` : `${counted(changed, "counter")} changed by you.`;
    narrow(app);
  }

  function copy(app) {
    const box = document.getElementById("yaml-box");
    const area = document.getElementById("yaml");
    area.value = window.estateScenario.yaml(app);
    box.hidden = false;
    area.focus();
    area.select();
    area.scrollTop = 0;
    const copied = document.execCommand("copy");
    document.getElementById("switches-said").textContent = copied
      ? "Copied. It also stands below, to copy by hand." : "Copy the text below by hand.";
  }

  window.estateSwitches = { build, update, controls };
}());
