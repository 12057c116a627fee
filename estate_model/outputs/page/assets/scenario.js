/* The reader's own estate as a scenario file: its question in words, and a change for each switch. */
(function () {
  "use strict";

  const MOST_NAMED = 4;

  function listed(words) { return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`; }

  function named(words) { return words.length > MOST_NAMED ? [...words.slice(0, MOST_NAMED - 1), `${words.length - MOST_NAMED + 1} more`] : words; }

  /* The question that the reader's switches ask: what differs from the scenario, by hours. */
  function question(app) {
    const groups = new Map();
    app.what.switches.forEach((one, number) => {
      const choice = one.choices[app.chosen[number]];
      if (app.chosen[number] === one.start) { return; }
      const how = choice.spells.length ? `open ${choice.words}` : "closed";
      groups.set(how, [...(groups.get(how) || []), one.name]);
    });
    if (!groups.size) { return "What if everything goes as in the scenario?"; }
    const parts = [...groups].map(([how, names]) => `${listed(named(names))} ${names.length > 1 ? "were" : "was"} ${how}`);
    return `What if ${listed(parts)}, and all else went as in the scenario?`;
  }

  /* Closures together, equal hours together. */
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
    return "# Made in the map's what-if. Save as my-what-if.yaml, then: estate-model run my-what-if.yaml\n" +
      `question: ${quoted(question(app))}\n${app.what.scenario_head}${changes ? `changes:\n${changes}` : "changes: []\n"}`;
  }

  /* JSON's text is YAML's too; what is not plain ASCII is written by its number. */
  function quoted(text) {
    return JSON.stringify(text.slice(0, 1900)).replace(/[^ -~]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
  }

  window.estateScenario = { question, yaml };
}());
