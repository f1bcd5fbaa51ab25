import {existsSync, readFileSync, statSync} from "node:fs";
import {createServer, type IncomingMessage, type Server, type ServerResponse} from "node:http";
import type {AddressInfo} from "node:net";
import {join} from "node:path";
import compression from "compression";
import sirv from "sirv";
import {BuildError, PortError} from "./errors.ts";

/** A running server. */
export interface SiteServer {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

const TYPES: Readonly<Record<string, string>> = {
  ".arrow": "application/vnd.apache.arrow.stream",
  ".wasm": "application/wasm",
};
/** Compressing these takes longer than loopback does. */
const UNCOMPRESSED = /\.wasm$/;
/** Other pages that the browser has open can neither frame the site, nor load its files, nor hold on to its window. */
const GUARDS: readonly (readonly [string, string])[] = [
  ["X-Content-Type-Options", "nosniff"],
  ["Content-Security-Policy", "frame-ancestors 'none'"],
  ["Cross-Origin-Resource-Policy", "same-origin"],
  ["Cross-Origin-Opener-Policy", "same-origin"],
  ["Referrer-Policy", "no-referrer"],
];
const LOOPBACK = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/;

/**
 * Serves a built site to this machine only: clean addresses (`/pages/data`), compressed text, its own 404 page. Requests
 * that name another host are refused, so that a page elsewhere cannot read the site by rebinding a name to loopback. What
 * else a page must not do is in the page itself: see content-policy.ts.
 *
 * @param options.port default 3000; if it is taken the next free of 20. 0: any free port.
 * @throws BuildError if there is no site in `dir`; PortError if no port is free.
 */
export async function serveSite(dir: string, {port = 3000}: {port?: number} = {}): Promise<SiteServer> {
  if (!existsSync(join(dir, "index.html")))
    throw new BuildError(`there is no site in ${dir}: run npm run report first`);
  const notFound = existsSync(join(dir, "404.html"))
    ? readFileSync(join(dir, "404.html"))
    : Buffer.from(
        '<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Not found</title><h1>There is no such page</h1><p><a href="/">Back to the verdict</a></p>',
      );
  // The files of a site are listed once: no path of a request ever reaches the file system. A report that puts a new site
  // in its place is seen by its manifest, and its files are listed anew.
  const list = () =>
    sirv(dir, {
      etag: true,
      extensions: ["html"],
      setHeaders(response, pathname) {
        const extension = /\.\w+$/.exec(pathname)?.[0] ?? "";
        if (extension in TYPES) response.setHeader("Content-Type", TYPES[extension]);
        // Names below these folders hold a hash of what is in them.
        response.setHeader(
          "Cache-Control",
          /^\/_(?:npm|node|import|file|observablehq)\/.*\.[0-9a-f]{8}\./.test(pathname)
            ? "public, max-age=31536000, immutable"
            : "no-cache",
        );
      },
      onNoMatch(_, response) {
        response.writeHead(404, {"Content-Type": "text/html; charset=utf-8"});
        response.end(notFound);
      },
    });
  let listed = siteStamp(dir);
  let files = list();
  const compress = compression({
    filter: (request, response) => !UNCOMPRESSED.test(request.url ?? "") && compression.filter(request, response),
  });
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    for (const [name, value] of GUARDS) response.setHeader(name, value);
    if (!LOOPBACK.test(request.headers.host ?? "")) {
      response.writeHead(403, {"Content-Type": "text/plain"}).end("This server answers to localhost only.\n");
      return;
    }
    const stamp = siteStamp(dir);
    if (stamp !== null && stamp !== listed) {
      listed = stamp;
      files = list();
    }
    compress(request, response, () => files(request, response));
  });
  const bound = await listen(server, port);
  return {
    url: `http://127.0.0.1:${bound}/`,
    port: bound,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/** Changes when another site takes the place of this one; null while there is none. */
function siteStamp(dir: string): string | null {
  const found = statSync(join(dir, "manifest.json"), {throwIfNoEntry: false});
  return found === undefined ? null : `${found.ino} ${found.mtimeMs}`;
}

async function listen(server: Server, first: number): Promise<number> {
  const last = first === 0 ? 0 : Math.min(first + 19, 65535);
  for (let port = first; port <= last; port++) {
    const error = await new Promise<NodeJS.ErrnoException | null>((done) => {
      server.once("error", done);
      server.listen(port, "127.0.0.1", () => {
        server.off("error", done);
        done(null);
      });
    });
    if (error === null) return (server.address() as AddressInfo).port;
    if (error.code !== "EADDRINUSE" && error.code !== "EACCES")
      throw new PortError(`cannot listen on port ${port}: ${error.message}`);
  }
  throw new PortError(`no port from ${first} to ${last} is free; give another with --port`);
}
