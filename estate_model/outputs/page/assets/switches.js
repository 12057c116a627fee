/* The list of counters to switch, the reset button, and the estate as a scenario file. */
(function () {
  "use strict";

  const { element, counted } = window.estateWords;
  const NAMES = { open: "Open", reduced: "Reduced", closed: "Closed", other: "Scenario" };

  /* Radio buttons for one counter's states; `name` keeps the group apart from other groups of the page. */
  function radios(app, number, name) {
    const one = app.what.switches[number];
    const box = element("div", undefined, "states");
    one.choices.forEach((choice, place) => {
      const input = element("input");
      input.type = "radio";
      input.name = name;
      input.id = `${name}-${place}`;
      input.value = String(place);
      input.checked = app.chosen[number] === place;
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

  function line(app, number) {
    const one = app.what.switches[number];
    const box = element("fieldset", undefined, "switch");
    const legend = element("legend");
    const button = element("button", one.name, "place");
    button.type = "button";
    button.addEventListener("click", () => app.showSwitch(number, button));
    legend.appendChild(button);
    box.append(legend, radios(app, number, `switch-${number}`), element("p", "", "now"));
    box.dataset.number = String(number);
    return box;
  }

  function build(app) {
    const list = document.getElementById("switch-list");
    const parts = [["Open before or after", true], ["Other recorded buildings, not open in this scenario", false]];
    parts.forEach(([heading, inUse]) => {
      const members = app.what.switches.map((one, number) => number).filter((number) => app.what.switches[number].in_use === inUse);
      if (!members.length) { return; }
      list.appendChild(element("h4", heading));
      members.forEach((number) => list.appendChild(line(app, number)));
    });
    rove(list);
    document.getElementById("reset").addEventListener("click", () => app.reset());
    document.getElementById("copy").addEventListener("click", () => copy(app));
    app.what.presets.forEach((preset) => {
      const button = element("button", `Show: ${preset.title}`, "preset");
      button.type = "button";
      button.addEventListener("click", () => app.take(preset.chosen));
      document.getElementById("reset").parentNode.appendChild(button);
    });
  }

  /* One counter at a time is reached by Tab; up and down go to its neighbours. */
  function rove(list) {
    const rows = [...list.querySelectorAll(".switch")];
    const activate = (row) => rows.forEach((one) => {
      one.querySelectorAll("input, button").forEach((control) => { control.tabIndex = one === row ? 0 : -1; });
    });
    rows.forEach((row, place) => {
      row.addEventListener("focusin", () => activate(row));
      row.addEventListener("keydown", (event) => {
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (!step) { return; }
        event.preventDefault();
        const next = rows[place + step];
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
      row.querySelectorAll("input")[place].checked = true;
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
  }

  /* The estate as a scenario file: closures together, equal hours together. */
  function yaml(app) {
    const groups = new Map();
    const lines = [];
    app.what.switches.forEach((one, number) => {
      const choice = one.choices[app.chosen[number]];
      if (choice.change === "open") { lines.push(choice.line); }
      if (choice.change === "close" || choice.change === "set_hours") {
        const tail = choice.change === "close" ? "" : `    hours: "${choice.hours}"\n`;
        const key = choice.change + tail;
        if (!groups.has(key)) { groups.set(key, { verb: choice.change, ids: [], tail }); }
        groups.get(key).ids.push(one.id);
      }
    });
    const edits = [...groups.values()].map((group) => `  - ${group.verb}: [${group.ids.join(", ")}]\n${group.tail}`);
    const changes = [...edits, ...lines].join("");
    return `# Made in the map's what-if. Save as my-what-if.yaml, then: estate-model run my-what-if.yaml\n${app.what.scenario_head}` +
      (changes ? `changes:\n${changes}` : "changes: []\n");
  }

  function copy(app) {
    const box = document.getElementById("yaml-box");
    const area = document.getElementById("yaml");
    area.value = yaml(app);
    box.hidden = false;
    area.focus();
    area.select();
    const copied = document.execCommand("copy");
    document.getElementById("switches-said").textContent = copied
      ? "Copied. It also stands below, to copy by hand." : "Copy the text below by hand.";
  }

  window.estateSwitches = { build, update, radios, yaml };
}());
