import {expect, it} from "vitest";
import {finishPage} from "../../src/lib/publish/finish.ts";

const page = `<!DOCTYPE html>
<html>
<head>
<meta name="viewport" content="width=device-width, initial-scale=1, maximum-scale=1">
</head>
<nav id="observablehq-sidebar">
  <ol>
    <label id="observablehq-sidebar-close" for="observablehq-sidebar-toggle"></label>
    <li class="observablehq-link"><a href="./">Verdict</a></li>
  </ol>`;

it("gives a page a language, lets it be zoomed, and takes the label out of the list", () => {
  const html = finishPage(page, "index.html");
  expect(html).toContain('<html lang="en">');
  expect(html).toContain('content="width=device-width, initial-scale=1">');
  expect(html).toMatch(/<ol>\s*<li class="observablehq-link"><label id="observablehq-sidebar-close"[^>]*><\/label><a /);
});

it("does not pass over markup that it does not know", () => {
  expect(() => finishPage(page.replace("<html>", "<html class=x>"), "p.html")).toThrow(
    "p.html: Framework's markup has changed (language)",
  );
});
