import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {dirname, join, resolve} from "node:path";
import {afterEach, describe, expect, it} from "vitest";
import {checkSecrets} from "../../src/lib/publish/index.ts";

const root = resolve(import.meta.dirname, "../..");
const made: string[] = [];
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, {recursive: true, force: true});
});

function project(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "proofbook-secrets-"));
  made.push(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), {recursive: true});
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** Put together here, so that this file holds none itself. */
const password = ["db_password = '", "swordfish9", "'"].join("");

describe("checkSecrets", () => {
  it("finds none in this project", async () => {
    expect(await checkSecrets(root)).toEqual([]);
  });

  it("finds a credential wherever it stands, but in what is not the project's own", async () => {
    const folder = project({
      "src/lib/load.ts": `\n${password}`,
      ".env.local": password,
      "notes.md": "nothing",
      "node_modules/x/index.js": password,
      "dist/index.js": password,
      "picture.png": password,
    });
    const problems = await checkSecrets(folder);
    expect(problems.map(({where}) => where)).toEqual([".env.local:1", "src/lib/load.ts:2"]);
    expect(problems[0].what).toContain("read it from the environment");
    expect(JSON.stringify(problems)).not.toContain("swordfish");
  });

  it("passes over addresses of hosts that are nobody's, and tests that say that theirs are made up", async () => {
    const address = (host: string) => ["postgres://reader:", "swordfish9", `@${host}/desk`].join("");
    const made = "// Credentials here are made up.\n";
    const folder = project({
      "docs/a.md": `${address("db.example:5432")} ${address("host")} ${address("desk.example.com")}`,
      "docs/b.md": address("db.desk.com"),
      "docs/c.md": made + address("db.desk.com"),
      "tests/a.test.ts": made + address("127.0.0.1"),
      "tests/b.test.ts": address("127.0.0.1"),
    });
    expect((await checkSecrets(folder)).map(({where}) => where)).toEqual([
      "docs/b.md:1",
      "docs/c.md:2",
      "tests/b.test.ts:1",
    ]);
  });

  it("finds ids of accounts in pages and studies only: tests and code may use an id of their own", async () => {
    const text = "Trader AC-104 lost most.";
    const folder = project({
      "src/pages/impact.md": text,
      "src/index.md": text,
      "src/data/study.ts": text,
      "src/lib/x.ts": text,
      "tests/x.test.ts": text,
    });
    const problems = await checkSecrets(folder, ["AC-104"]);
    expect(problems.map(({where}) => where)).toEqual([
      "src/data/study.ts:1",
      "src/index.md:1",
      "src/pages/impact.md:1",
    ]);
    expect(await checkSecrets(folder)).toEqual([]);
  });
});
