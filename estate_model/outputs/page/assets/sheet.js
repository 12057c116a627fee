/* The drawing: one canvas that holds all areas, as a layer of Leaflet's.
   Texts of the page are only ever set with textContent or drawn with fillText. */
(function () {
  "use strict";

  const { shapes } = window.estateShapes;
  const RADIUS = 6378137;
  const PADDING = 0.08;   /* how much is drawn beyond each side of the map, as a share of it */
  const WATER = "#dfe8ee"; /* --water in map.css: what the boundaries leave out */
  const INK = "#0b0c0c";
  const THUMB = 17;       /* half the width of the curtain's handle in map.css */
  const WARDS_FROM = 12;  /* the zoom from which wards are drawn */
  const hitter = document.createElement("canvas").getContext("2d");

  function joined(drawn) {
    const path = new Path2D();
    drawn.forEach((shape) => path.addPath(shape.path));
    return path;
  }

  class Sheet extends L.Layer {
    constructor(data) {
      super();
      this.grid = data.grid;
      this.cells = shapes(data.cells);
      this.outline = joined(shapes(data.outlines));
      this.every = joined(this.cells);
      this.backdrop = new window.estateBackdrop.Backdrop(data.backdrop);
      this.labels = new window.estateLabels.Labels(data.label_points, data.boroughs);
      this.wards = null;   /* { of, names }: the ward of each cell, drawn from WARDS_FROM on */
      this.trace = null;
      this.obstacles = [];
      this.chosen = null;
      this.groups = [];
      this.left = null;
      this.curtain = 0.5;
      this.map = null;
      this.frame = 0;
      this.canvas = document.createElement("canvas");
      this.canvas.className = "cells leaflet-zoom-animated";
      this.canvas.setAttribute("aria-hidden", "true");
      this.pen = new window.estatePen.Pen(this.canvas);
    }

    /* What is drawn */

    /* Colour the cells: a class number for each, and the classes; `left` colours what is left of the curtain. */
    colour(numbers, classes, left) {
      this.groups = this.grouped(numbers, classes);
      this.left = left ? this.grouped(left, classes) : null;
      this.draw();
    }

    grouped(numbers, classes) {
      const paths = classes.map(() => null);
      numbers.forEach((number, cell) => {
        paths[number] = paths[number] || new Path2D();
        paths[number].addPath(this.cells[cell].path);
      });
      return classes.map((look, number) => ({ look, path: paths[number] })).filter((group) => group.path);
    }

    /* Draw the curtain at a share of the map's width, and what each side of it is called. */
    moveCurtain(share) {
      this.curtain = share;
      this.draw();
    }

    /* Show where something is: the line around it, and a journey from it. */
    choose(path, trace) {
      this.chosen = path || null;
      this.trace = trace || null;
      this.draw();
    }

    /* Places */

    /* The cell at a latitude and longitude, or -1. */
    at(place) {
      const metres = L.CRS.EPSG3857.project(place);
      const x = (metres.x - this.grid.x) / this.grid.step;
      const y = (metres.y - this.grid.y) / this.grid.step;
      return this.cells.findIndex(({ path, box }) =>
        x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3] && hitter.isPointInPath(path, x, y));
    }

    /* A place on the grid, as latitude and longitude. */
    latLng(x, y) { return L.CRS.EPSG3857.unproject(L.point(x * this.grid.step + this.grid.x, y * this.grid.step + this.grid.y)); }

    /* The box around some cells. */
    bounds(cells) {
      const boxes = cells.map((cell) => this.cells[cell].box);
      const [x, y] = [0, 1].map((axis) => Math.min(...boxes.map((box) => box[axis])));
      const [toX, toY] = [2, 3].map((axis) => Math.max(...boxes.map((box) => box[axis])));
      return L.latLngBounds(this.latLng(x, y), this.latLng(toX, toY));
    }

    /* As a layer */

    onAdd(map) {
      this.map = map;
      this.getPane().appendChild(this.canvas);
      this.place();
    }

    onRemove() {
      this.canvas.remove();
      this.map = null;
    }

    getEvents() {
      return { viewreset: this.place, moveend: this.place, move: this.soon, zoom: this.stretch, zoomanim: this.glide };
    }

    /* Leaflet marks its panes while it glides from one zoom to another. */
    gliding() { return L.DomUtil.hasClass(this.map.getPane("mapPane"), "leaflet-zoom-anim"); }

    soon() {
      if (this.frame || this.gliding()) { return; }
      this.frame = requestAnimationFrame(() => {
        this.frame = 0;
        this.place();
      });
    }

    /* Lay the canvas over the map as it stands, and draw. */
    place() {
      if (!this.map || (this.origin && this.gliding())) { return; }
      const size = this.map.getSize();
      const corner = this.map.containerPointToLayerPoint(size.multiplyBy(-PADDING)).round();
      this.zoom = this.map.getZoom();
      this.origin = this.map.getPixelOrigin().add(corner);
      this.pen.resize(size.multiplyBy(1 + 2 * PADDING).round());
      L.DomUtil.setPosition(this.canvas, corner);
      this.draw();
    }

    /* Until it is drawn anew, the canvas is moved and stretched to where the map is, or is going. */
    stretch() { this.stretchTo(this.map.getPixelOrigin(), this.map.getZoom()); }

    glide({ center, zoom }) {
      const pane = L.DomUtil.getPosition(this.map.getPane("mapPane"));
      const corner = this.map.project(center, zoom).subtract(this.map.getSize().divideBy(2));
      this.stretchTo(corner.add(pane).round(), zoom);
    }

    stretchTo(origin, zoom) {
      const scale = this.map.getZoomScale(zoom, this.zoom);
      L.DomUtil.setTransform(this.canvas, this.origin.multiplyBy(scale).subtract(origin), scale);
    }

    /* Drawing */

    /* Screen pixels a grid step and a metre, and where the grid's corner and the equator's middle are on the canvas. */
    view(zoom = this.zoom, origin = this.origin) {
      const world = 256 * 2 ** zoom;
      const metre = world / (2 * Math.PI * RADIUS);
      const middle = { x: world / 2 - origin.x, y: world / 2 - origin.y };
      return { zoom, step: metre * this.grid.step, metre, middle,
        x: this.grid.x * metre + middle.x, y: middle.y - this.grid.y * metre };
    }

    draw() {
      if (!this.map || !this.origin) { return; }
      this.paint(this.pen, this.view(), this.obstacles.map((place) => this.onCanvas(place)));
      if (this.left) { this.drawCurtain(); }
    }

    /* Draw all with any pen; `signs` are the middles of the counters' signs, which names keep clear of. */
    paint(pen, view, signs) {
      pen.inPixels();
      pen.wash(WATER, 0, pen.width);
      pen.inSteps(view);
      this.groups.forEach((group) => pen.fill(group, view.step));
      if (this.left && pen === this.pen) { this.drawLeft(view); }
      this.drawLines(pen, view);
      pen.inPixels();
      const taken = window.estateLabels.around(signs);
      if (this.trace) { this.trace.draw(pen, view, taken); }
      const near = this.wards && view.zoom >= WARDS_FROM;
      this.labels.draw(pen, view, taken, near ? [15] : [12, 10]);
      if (near) { this.wards.labels.draw(pen, view, taken, [11]); }
    }

    onCanvas(place) { return this.map.project(place, this.zoom).round().subtract(this.origin); }

    drawLines(pen, { step, zoom }) {
      const far = zoom < 10;
      this.backdrop.draw(pen, step, zoom);
      if (zoom >= 11.5) { pen.line(this.every, 0.6, "rgba(40,55,70,0.45)", step); }
      if (this.wards && zoom >= WARDS_FROM) { pen.line(this.wardLines(), 1.6, "rgba(40,55,70,0.8)", step); }
      pen.line(this.outline, far ? 2 : 3, "rgba(255,255,255,0.7)", step);
      pen.line(this.outline, far ? 0.8 : 1.2, "#33414f", step);
      if (this.chosen) {
        pen.line(this.chosen, 6, "#ffffff", step);
        pen.line(this.chosen, 3, INK, step);
      }
    }

    /* Made when first needed: 0.1 s for London. */
    wardLines() {
      const { wards } = this;
      if (!wards.path) {
        wards.path = window.estateWards.between(this.cells, wards.of);
        wards.labels = new window.estateLabels.Labels(
          window.estateWards.middles(this.cells, wards.of, wards.names.length, this.grid), wards.names);
      }
      return wards.path;
    }

    /* The curtain's place on the canvas, in screen pixels. */
    edge() {
      const corner = this.map.containerPointToLayerPoint([0, 0]).add(this.map.getPixelOrigin()).subtract(this.origin);
      return { x: corner.x + this.curtainX(), y: corner.y };
    }

    /* The curtain's place on the map, under its handle. */
    curtainX() { return THUMB + (this.map.getSize().x - 2 * THUMB) * this.curtain; }

    drawLeft(view) {
      const { pen } = this;
      pen.clipped(this.edge().x, () => {
        pen.wash(WATER, 0, pen.width);
        pen.inSteps(view);
        this.left.forEach((group) => pen.fill(group, view.step));
      });
    }

    drawCurtain() {
      const { pen } = this;
      const edge = this.edge();
      pen.letter(13, "right");
      pen.write(["Before \u25c0"], edge.x - 12, edge.y + 18);
      pen.letter(13, "left");
      pen.write(["\u25b6 After"], edge.x + 12, edge.y + 18);
    }
  }

  window.estateSheet = { Sheet };
}());
