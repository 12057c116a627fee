"""Files for GIS: a run as layers of one GeoPackage, with styles, in metres of the area's own system."""
