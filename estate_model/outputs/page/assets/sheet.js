/* The drawing: one canvas that holds all areas, as a layer of Leaflet's.
   Texts of the page are only ever set with textContent or drawn with fillText. */
(function () {
  "use strict";

  const { shapes } = window.estateShapes;
  const RADIUS = 6378137;
  const PADDING = 0.08;   /* how much is drawn beyond each side of the map, as a share of it */
  const WATER = "#dfe8ee"; /* --water in map.css: what the boundaries leave out */
  const INK = "#0b0c0c";
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
      this.labels = new window.estateLabels.Labels(data.label_points, data.boroughs);
      this.obstacles = [];
      this.chosen = -1;
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

    choose(cell) {
      this.chosen = cell;
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

    /* The middle of a cell's box, as latitude and longitude. */
    middle(cell) {
      const { box } = this.cells[cell];
      const { x, y, step } = this.grid;
      return L.CRS.EPSG3857.unproject(L.point((box[0] + box[2]) / 2 * step + x, (box[1] + box[3]) / 2 * step + y));
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
    view() {
      const world = 256 * 2 ** this.zoom;
      const metre = world / (2 * Math.PI * RADIUS);
      const middle = { x: world / 2 - this.origin.x, y: world / 2 - this.origin.y };
      return { step: metre * this.grid.step, metre, middle,
        x: this.grid.x * metre + middle.x, y: middle.y - this.grid.y * metre };
    }

    draw() {
      if (!this.map || !this.origin) { return; }
      const { pen } = this;
      const view = this.view();
      pen.inPixels();
      pen.wash(WATER, 0, pen.width);
      pen.inSteps(view);
      this.groups.forEach((group) => pen.fill(group, view.step));
      if (this.left) { this.drawLeft(view); }
      this.drawLines(view.step);
      pen.inPixels();
      this.labels.draw(pen, view, this.obstacles.map((place) => this.onCanvas(place)));
      if (this.left) { this.drawCurtain(); }
    }

    onCanvas(place) { return this.map.project(place, this.zoom).round().subtract(this.origin); }

    drawLines(step) {
      const { pen } = this;
      const far = this.zoom < 10;
      if (this.zoom >= 11.5) { pen.line(this.every, 0.6, "rgba(40,55,70,0.45)", step); }
      pen.line(this.outline, far ? 2 : 3, "rgba(255,255,255,0.7)", step);
      pen.line(this.outline, far ? 0.8 : 1.2, "#33414f", step);
      if (this.chosen >= 0) {
        pen.line(this.cells[this.chosen].path, 6, "#ffffff", step);
        pen.line(this.cells[this.chosen].path, 3, INK, step);
      }
    }

    /* The curtain's place on the canvas, in screen pixels. */
    edge() {
      const corner = this.map.containerPointToLayerPoint([0, 0]).add(this.map.getPixelOrigin()).subtract(this.origin);
      return { x: corner.x + this.map.getSize().x * this.curtain, y: corner.y };
    }

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
      pen.wash("#fff", edge.x - 3, 6);
      pen.wash(INK, edge.x - 1, 2);
      pen.letter(13, "right");
      pen.write(["Before \u25c0"], edge.x - 8, edge.y + 18);
      pen.letter(13, "left");
      pen.write(["\u25b6 After"], edge.x + 8, edge.y + 18);
    }
  }

  window.estateSheet = { Sheet };
}());
