import {renameSync} from "node:fs";
import {request} from "node:http";
import {afterEach, describe, expect, it} from "vitest";
import {type SiteServer, serveSite} from "../../src/lib/publish/index.ts";
import {scratch} from "./scratch.ts";

const servers: SiteServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function serve(files: Record<string, string> = {}, port = 0): Promise<SiteServer> {
  const server = await serveSite(scratch({"index.html": "home", ...files}), {port});
  servers.push(server);
  return server;
}

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** A request whose path is sent as it is; fetch would tidy it. */
function get(server: SiteServer, path: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((done, fail) => {
    request({port: server.port, host: "127.0.0.1", path, headers}, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text: string) => {
        body += text;
      });
      response.on("end", () => done({status: response.statusCode!, headers: response.headers, body}));
    })
      .on("error", fail)
      .end();
  });
}

describe("serveSite", () => {
  it("sees a new site that took the place of the old one", async () => {
    const dir = scratch({"index.html": "old", "manifest.json": "{}", "old.js": "1"});
    const server = await serveSite(dir, {port: 0});
    servers.push(server);
    expect((await get(server, "/")).body).toBe("old");
    const next = scratch({"index.html": "new", "manifest.json": "{}", "new.js": "2"});
    renameSync(dir, `${dir}-old`);
    renameSync(next, dir);
    expect((await get(server, "/")).body).toBe("new");
    expect((await get(server, "/new.js")).status).toBe(200);
    expect((await get(server, "/old.js")).status).toBe(404);
  });

  it("serves clean addresses with the right types", async () => {
    const server = await serve({"pages/data.html": "data", "x.wasm": "w", "x.arrow": "a", "x.json": "{}"});
    expect(server.url).toBe(`http://127.0.0.1:${server.port}/`);
    for (const [path, body, type] of [
      ["/", "home", "text/html"],
      ["/pages/data", "data", "text/html"],
      ["/pages/data?x=1", "data", "text/html"],
      ["/pages/data.html", "data", "text/html"],
      ["/x.wasm", "w", "application/wasm"],
      ["/x.arrow", "a", "application/vnd.apache.arrow.stream"],
      ["/x.json", "{}", "application/json"],
    ]) {
      const answer = await get(server, path);
      expect([answer.status, answer.body]).toEqual([200, body]);
      expect(answer.headers["content-type"]).toContain(type);
      expect(answer.headers["x-content-type-options"]).toBe("nosniff");
    }
  });

  it("compresses text, and lets browsers keep only what has a hash in its name", async () => {
    const server = await serve({"_import/a.0123abcd.js": "a".repeat(5000), "big.wasm": "b".repeat(5000)});
    const script = await get(server, "/_import/a.0123abcd.js", {"accept-encoding": "gzip"});
    expect(script.headers["content-encoding"]).toBe("gzip");
    expect(script.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    expect((await get(server, "/big.wasm", {"accept-encoding": "gzip"})).headers["content-encoding"]).toBeUndefined();
    expect((await get(server, "/")).headers["cache-control"]).toBe("no-cache");
  });

  it.each(["/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/pages/../../secret.txt", "/%00", "/%"])(
    "does not leave the site: %s",
    async (path) => {
      const folder = scratch({"secret.txt": "secret", "site/index.html": "home"});
      const server = await serveSite(`${folder}/site`, {port: 0});
      servers.push(server);
      const answer = await get(server, path);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.body).not.toContain("secret");
    },
  );

  it("has a 404 page, the site's own where it has one", async () => {
    const plain = await get(await serve(), "/gone");
    expect([plain.status, plain.body]).toEqual([404, expect.stringContaining("There is no such page")]);
    const own = await get(await serve({"404.html": "mine"}), "/gone");
    expect([own.status, own.body]).toEqual([404, "mine"]);
  });

  it("answers to this machine's names only", async () => {
    const server = await serve();
    expect((await get(server, "/", {host: "attacker.example"})).status).toBe(403);
    const {headers} = await get(server, "/gone");
    expect(headers["content-security-policy"]).toBe("frame-ancestors 'none'");
    expect(headers["cross-origin-resource-policy"]).toBe("same-origin");
    expect((await get(server, "/", {host: `localhost:${server.port}`})).status).toBe(200);
  });

  it("takes the next port where one is taken", async () => {
    const first = await serve();
    const second = await serve({}, first.port);
    expect(second.port).toBeGreaterThan(first.port);
    expect((await get(second, "/")).status).toBe(200);
  });

  it("says that there is no site, or no port", async () => {
    await expect(serveSite(scratch())).rejects.toThrow(/there is no site in .*: run npm run report first/);
    const holder = await serve({}, 0);
    // 65535 has no next one
    const last = await serveSite(scratch({"index.html": ""}), {port: 65535}).catch(() => null);
    if (last !== null) servers.push(last);
    await expect(serveSite(scratch({"index.html": ""}), {port: 65535})).rejects.toThrow(
      /no port from 65535 to 65535 is free/,
    );
    expect(holder.port).toBeGreaterThan(0);
  });
});
