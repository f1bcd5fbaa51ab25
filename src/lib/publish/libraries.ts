/**
 * Every package that Framework 1.13.4 may look up by itself: what its standard library imports, and what the names it
 * offers to pages without an import (`Plot`, `d3`, `sql`, `vl`, …) stand for. Where one is not installed, a folder for this
 * version satisfies the look-up, and a page that uses it fails to build with a message that names it.
 */
export const IMPLICIT_LIBRARIES: readonly string[] = [
  "@duckdb/duckdb-wasm",
  "@observablehq/plot",
  "@observablehq/sample-datasets",
  "@uwdata/vgplot",
  "@viz-js/viz",
  "apache-arrow",
  "arquero",
  "d3",
  "d3-dsv",
  "echarts",
  "exceljs",
  "htl",
  "isoformat",
  "jszip",
  "katex",
  "leaflet",
  "lodash",
  "mapbox-gl",
  "mermaid",
  "parquet-wasm",
  "react",
  "react-dom",
  "sql.js",
  "topojson-client",
  "vega",
  "vega-embed",
  "vega-interpreter",
  "vega-lite",
  "vega-lite-api",
];

/** Stands for a package that is not installed. A constant: Framework's client code names the version it found. */
export const ABSENT_VERSION = "0.0.0-absent";

/** Files that are served as they are, by package. */
export const RAW_FILES: Readonly<Record<string, readonly string[]>> = {
  "@duckdb/duckdb-wasm": [
    "dist/duckdb-mvp.wasm",
    "dist/duckdb-browser-mvp.worker.js",
    "dist/duckdb-eh.wasm",
    "dist/duckdb-browser-eh.worker.js",
  ],
};

/** Framework's own pin; another version makes it look elsewhere. */
export const DUCKDB_WASM_VERSION = "1.29.0";
