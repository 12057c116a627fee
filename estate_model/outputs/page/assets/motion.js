/* Runs after Leaflet and before the map is made: a reader who asked for less motion gets a map that does not glide. */
(function () {
  "use strict";

  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (still) { L.Map.mergeOptions({ zoomAnimation: false, fadeAnimation: false, inertia: false }); }
}());
