/* An answer to take away: a sentence to copy, and a picture drawn in the page. */
(function () {
  "use strict";

  const { element, button } = window.estateWords;
  const { FONTS } = window.estatePen;
  const WIDTH = 1200;
  const FOOT = 872;
  const MARGIN = 32;
  const MAP = { x: MARGIN, y: 214, width: WIDTH - 2 * MARGIN, height: 556 };
  const CLOSEST = 14;

  function controls(page, made) {
    const text = `${made.sentence} (Worked out with estate-model for \u201c${page.data.title}\u201d; figures are rounded.)`;
    const area = element("textarea");
    Object.assign(area, { id: "sentence-text", readOnly: true, rows: 5, hidden: true, value: text });
    area.setAttribute("aria-label", "The sentence to copy");
    const said = element("p", "", "small");
    said.setAttribute("role", "status");
    const copy = button("Copy as a sentence for my response", "", () => {
      area.hidden = false;
      area.select();
      said.textContent = document.execCommand("copy") ? "Copied. It also stands here, to copy by hand." : "Copy the text by hand.";
    });
    copy.id = "copy-sentence";
    const buttons = element("div", undefined, "buttons");
    buttons.append(copy);
    if (made.bounds) {
      const link = element("a");
      link.download = "my-counter.png";
      const share = button("Save a picture to share", "", () => {
        link.href = picture(page, made).toDataURL("image/png");
        link.click();
        said.textContent = "The picture is among your downloads.";
      });
      share.id = "share";
      buttons.append(share);
    }
    return [buttons, area, said];
  }

  /* Words in lines of at most so many pixels. */
  function wrapped(context, words, width) {
    return words.split(" ").reduce((lines, word) => {
      const longer = `${lines[lines.length - 1]} ${word}`.trim();
      if (context.measureText(longer).width > width && lines[lines.length - 1]) { lines.push(word); } else { lines[lines.length - 1] = longer; }
      return lines;
    }, [""]);
  }

  /* Write words in lines; where the next line would stand. */
  function lines(context, words, [x, y], width, height) {
    const all = wrapped(context, words, width);
    all.forEach((line, number) => context.fillText(line, x, y + number * height));
    return y + all.length * height;
  }

  function write(context, font, colour) {
    context.font = `${font} ${FONTS}`;
    context.fillStyle = colour;
    context.textAlign = "left";
    context.textBaseline = "alphabetic";
  }

  /* The map around the answer, by the sheet's own drawing. */
  function drawMap(page, { bounds }) {
    const size = L.point(MAP.width, MAP.height);
    const canvas = element("canvas");
    const pen = new window.estatePen.Pen(canvas);
    pen.resize(size, 1);
    const { map, sheet } = page;
    const zoom = Math.min(map.getBoundsZoom(bounds.pad(0.25), false), CLOSEST);
    const fit = Math.log2(Math.min(MAP.width / map.getSize().x, MAP.height / map.getSize().y));
    const scale = Math.min(zoom + Math.min(fit, 1), CLOSEST);
    const origin = map.project(bounds.getCenter(), scale).subtract(size.divideBy(2));
    const signs = page.counters.shown().map(({ place, status }) => ({ ...map.project(place, scale).subtract(origin), status }));
    sheet.paint(pen, sheet.view(scale, origin), signs);
    signs.forEach(({ x, y, status }) => pen.counter(x, y, status));
    return canvas;
  }

  function drawKey(context, page) {
    const { classes } = page.data.classes[page.kind()];
    const shown = [...document.querySelectorAll(`#legend-${page.kind()} [data-class]:not([hidden])`)].map((item) => classes[item.dataset.class]);
    const wide = MAP.width / shown.length;
    shown.forEach((look, place) => {
      const x = MAP.x + place * wide;
      context.fillStyle = look.colour;
      context.fillRect(x, 808, wide, 16);
      context.strokeStyle = "#5f6b7a";
      context.lineWidth = 1;
      context.strokeRect(x, 808, wide, 16);
      write(context, "600 15px", "#1b2733");
      context.fillText(look.short, x + 3, 842);
    });
    write(context, "600 15px", "#1b2733");
    context.fillText(`${document.querySelector(`#legend-${page.kind()} .caption b`).textContent} to the nearest open counter, on average. A cross marks a counter that closes.`, MAP.x, 798);
  }

  function picture(page, made) {
    const canvas = element("canvas");
    const context = canvas.getContext("2d");
    const credit = `${page.data.title}. ${page.data.credit}`;
    canvas.width = WIDTH;
    write(context, "400 13px", "#44505c");
    canvas.height = FOOT + 16 * wrapped(context, credit, MAP.width).length;
    context.fillStyle = "#fff";
    context.fillRect(0, 0, WIDTH, canvas.height);
    context.fillStyle = "#12436d";
    context.fillRect(0, 0, WIDTH, 10);
    write(context, "700 30px", "#12436d");
    const down = lines(context, made.title, [MARGIN, 54], MAP.width, 36);
    write(context, "400 23px", "#0b0c0c");
    lines(context, made.sentence, [MARGIN, down + 4], MAP.width, 30);
    context.drawImage(drawMap(page, made), MAP.x, MAP.y);
    drawKey(context, page);
    write(context, "400 13px", "#44505c");
    lines(context, credit, [MARGIN, FOOT], MAP.width, 16);
    return canvas;
  }

  window.estateShare = { controls, picture };
}());
