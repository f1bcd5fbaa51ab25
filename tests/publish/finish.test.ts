import {expect, it} from "vitest";
import {finishPage} from "../../src/lib/publish/finish.ts";

const page = `<!DOCTYPE html>
<html>
<head>
<meta name="viewport" content="width=device-width, initial-scale=1, maximum-scale=1">
</head>
<input id="observablehq-sidebar-toggle" type="checkbox" title="Toggle sidebar">
<nav id="observablehq-sidebar">
  <ol>
    <label id="observablehq-sidebar-close" for="observablehq-sidebar-toggle"></label>
    <li class="observablehq-link"><a href="./">Verdict</a></li>
  </ol>
<aside id="observablehq-toc" data-selector="h2">
<nav>
</nav></aside>
<nav><a rel="prev" href="./a"><span>A</span></a></nav>`;

it("gives a page a language, lets it be zoomed, names its controls, and takes the label out of the list", () => {
  const html = finishPage(page, "index.html");
  expect(html).toContain('<html lang="en">');
  expect(html).toContain('content="width=device-width, initial-scale=1">');
  expect(html).toContain('title="Toggle sidebar" aria-label="Toggle sidebar">');
  expect(html.match(/<nav\b[^>]*aria-label="[^"]+"/g)).toHaveLength(3);
  expect(html).toMatch(/<ol>\s*<li class="observablehq-link"><label id="observablehq-sidebar-close"[^>]*><\/label><a /);
});

it("states what a page may load before anything is loaded", () => {
  const html = finishPage(page.replace("</head>", "<script>go();</script>\n</head>"), "index.html");
  expect(html.match(/Content-Security-Policy/g)).toHaveLength(1);
  expect(html.indexOf("Content-Security-Policy")).toBeLessThan(html.indexOf("<script>"));
});

it("does not pass over markup that it does not know", () => {
  expect(() => finishPage(page.replace("<html>", "<html class=x>"), "p.html")).toThrow(
    "p.html: Framework's markup has changed (language)",
  );
});
