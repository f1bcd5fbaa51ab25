import {readFile, stat} from "node:fs/promises";
import {join, posix} from "node:path";
import {checkPublishedData} from "./check-data.ts";
import {listFiles} from "./files.ts";
import {inlineScripts, type Tag, tags} from "./html.ts";
import type {Problem} from "./problem.ts";
import {SIMULATED_ATTRIBUTE} from "./site-config.ts";

const HERE = "http://site.invalid";

/**
 * Checks a built and sealed site without a browser: every address in it leads to a file (and every `#anchor` to an element),
 * nothing is loaded from another host, no page holds an error, each page has a title, simulated data are marked on every
 * page, findings.json and manifest.json are what they should be.
 */
export async function checkSite(site: string): Promise<Problem[]> {
  const paths = await listFiles(site);
  const files = new Set(paths);
  const data = await checkPublishedData(site, paths);
  const problems: Problem[] = [...data.problems];
  const pages = new Map<string, {html: string; tags: Tag[]; ids: Set<string>}>();
  for (const path of paths.filter((p) => p.endsWith(".html"))) {
    const html = await readFile(join(site, path), "utf8");
    const found = tags(html);
    const ids = new Set(found.flatMap(({attributes}) => [attributes.get("id"), attributes.get("name")]));
    pages.set(path, {html, tags: found, ids: ids as Set<string>});
  }
  if (!files.has("index.html")) problems.push({where: "index.html", what: "the site has no home page"});

  /** Reports an address that leads nowhere; `base` is the address of the file that it stands in. */
  const follow = (where: string, address: string, base: string, role: "link" | "loaded") => {
    let url: URL;
    try {
      url = new URL(address, `${HERE}/${base}`);
    } catch {
      problems.push({where, what: `"${address}" is not an address`});
      return;
    }
    if (url.protocol === "data:" || url.protocol === "blob:") return;
    if (url.origin !== HERE) {
      if (role === "loaded")
        problems.push({where, what: `loads ${address} from another host; a site uses only its own files`});
      else if (!["http:", "https:", "mailto:"].includes(url.protocol))
        problems.push({where, what: `links to ${address}; only http, https and mailto links are allowed`});
      return;
    }
    const target = resolveFile(decodeURIComponent(url.pathname).slice(1), files);
    if (target === null) problems.push({where, what: `"${address}" leads nowhere`});
    else if (url.hash.length > 1 && target.endsWith(".html")) {
      const id = decodeURIComponent(url.hash.slice(1));
      if (!pages.get(target)!.ids.has(id))
        problems.push({where, what: `"${address}" leads to no element: ${target} has no id "${id}"`});
    }
  };

  for (const [path, page] of pages) {
    if (/\bobservablehq--error\b/.test(page.html.replace(/<script\b[\s\S]*?<\/script>/gi, "")))
      problems.push({where: path, what: `holds an error: ${errorText(page.html)}`});
    if (!/<title>[^<]*\S[^<]*<\/title>/.test(page.html))
      problems.push({where: path, what: "has no title; begin it with # Title"});
    if (
      data.simulated &&
      !page.tags.some(({name, attributes}) => name === "div" && attributes.has(SIMULATED_ATTRIBUTE))
    )
      problems.push({
        where: path,
        what: "does not say SIMULATED though the data are; its front matter must not replace the header",
      });
    for (const {name, attributes} of page.tags)
      for (const key of ["href", "src", "poster", "action", "data"]) {
        const address = attributes.get(key);
        if (address === undefined || (key === "data" && name !== "object") || (key === "href" && address === ""))
          continue;
        follow(path, address, path, name === "a" && key === "href" ? "link" : "loaded");
      }
    for (const script of inlineScripts(page.html))
      for (const address of addressesInScript(script)) follow(path, address, path, "loaded");
  }
  for (const path of paths.filter((p) => /\.(js|css)$/.test(p))) {
    if ((await stat(join(site, path))).size > 5_000_000) continue;
    const text = await readFile(join(site, path), "utf8");
    // Framework's client offers every library it knows and imports it when a page asks; the build emits those in use.
    const script = path.startsWith("_observablehq/") ? text.replace(/\bimport\(/g, "offer(") : text;
    const addresses = path.endsWith(".css") ? addressesInStyle(text) : addressesInScript(script);
    for (const address of addresses) follow(path, address, path, "loaded");
  }
  return problems;
}

/** The file that an address means: itself, with .html, or the index of a folder. */
function resolveFile(path: string, files: ReadonlySet<string>): string | null {
  const candidates =
    path === "" || path.endsWith("/") ? [`${path}index.html`] : [path, `${path}.html`, posix.join(path, "index.html")];
  return candidates.find((candidate) => files.has(candidate)) ?? null;
}

/** What a script loads: imports, registered files, and addresses of other hosts that it fetches. */
function addressesInScript(text: string): string[] {
  const found = [
    // `import "./x.js"`, `from "../x.js"`, `import("./x.js")`; relative, or with a scheme
    ...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*"((?:\.{0,2}\/|https?:)[^"\s]*)"/g),
    ...text.matchAll(/\bregisterFile\("[^"]*",\s*\{[^}]*?"path":\s*"([^"]*)"/g),
    ...text.matchAll(
      /\b(?:fetch|importScripts|new (?:Worker|SharedWorker|EventSource|WebSocket))\(\s*["'`]((?:https?:|wss?:)?\/\/[^"'`]*)/g,
    ),
  ];
  return found.map((match) => match[1]);
}

function addressesInStyle(text: string): string[] {
  const found = text
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .matchAll(/(?:@import\s+(?:url\(\s*)?|\burl\(\s*)(?:"([^"]*)"|'([^']*)'|([^\s"'();]+))/g);
  return [...found].map((match) => match[1] ?? match[2] ?? match[3]).filter((address) => !/^(?:data:|#)/.test(address));
}

function errorText(html: string): string {
  const text = /observablehq--error[^>]*>([^<]*)/.exec(html)?.[1].trim() ?? "";
  return text === "" ? "see the page" : text;
}
