import {createHash} from "node:crypto";
import {inlineScripts} from "./html.ts";

/**
 * The Content-Security-Policy of a page, as the element that states it, wherever the site is hosted: scripts are files of the site
 * and the scripts that stand in this page (each by its hash), nothing is loaded from or sent to another host, and no text is run as
 * code. A name in the data that got past every escape would still be text.
 */
export function contentPolicy(html: string): string {
  const own = inlineScripts(html)
    .filter((script) => script !== "")
    .map((script) => `'sha256-${createHash("sha256").update(script).digest("base64")}'`);
  const policy = [
    "default-src 'none'",
    ["script-src 'self' 'wasm-unsafe-eval'", ...new Set(own)].join(" "), // DuckDB is WebAssembly
    "style-src 'self' 'unsafe-inline'", // charts and tables set the style of single elements
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self' blob:", // how Framework starts DuckDB; what runs in it is bound by these rules too
    "base-uri 'none'",
    "form-action 'none'",
  ];
  return `<meta http-equiv="Content-Security-Policy" content="${policy.join("; ")}">`;
}
