import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {findSecrets} from "../../../src/lib/verdict/index.ts";

/** Put together here, so that this file holds no credential itself. */
const word = (...parts: string[]) => parts.join("");
const access = word("AKIA", "IOSFODNN7", "EXAMPLE");
const token = word("ghp", "_", "a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6q7r8");

describe("findSecrets", () => {
  it("finds credentials by their formats, and names line and kind", () => {
    const text = [
      "import {connect} from 'db';",
      word("connect('postgres://risk:", "hunter22", "@db.desk.internal/desk')"),
      word("const key = '", access, "';"),
      word("// ", token),
      word("-----BEGIN RSA ", "PRIVATE KEY-----"),
      word("api_key: '", "0123456789", "'"),
      word("token ", "eyJhbGciOiJI", ".", "eyJzdWIiOiIx", ".", "SflKxwRJSMeK"),
    ].join("\n");
    expect(findSecrets(text).map(({line, kind}) => [line, kind])).toEqual([
      [2, "address with a password"],
      [3, "access key"],
      [4, "access token"],
      [5, "private key"],
      [6, "password or key in the code"],
      [7, "signed token"],
    ]);
  });

  it("leaves alone a host that is nobody's, but not one that only begins like it", () => {
    const at = (host: string) => findSecrets(word("mysql://risk:", "hunter22", "@", host, "/desk"));
    for (const host of ["host", "host:3306", "example.com", "db.example", "db.example.org:5432", "a.test", "x.invalid"])
      expect(at(host), host).toEqual([]);
    for (const host of [
      "host.docker.internal",
      "host-1.desk",
      "test.desk.internal",
      "test-db",
      "example.corp.internal",
    ])
      expect(at(host), host).toHaveLength(1);
    expect(at("db.example.com.desk.internal")).toHaveLength(1);
  });

  it("counts one secret once, whatever formats it has", () => {
    expect(findSecrets(word("secret_token = '", token, "'"))).toHaveLength(1);
  });

  it("does not publish what it found", () => {
    const [found] = findSecrets(word("password = '", "correct-horse", "'"));
    expect(found.begins).toBe("corr…");
    expect(JSON.stringify(found)).not.toContain("horse");
  });

  it("finds ids of accounts as whole words, wherever they stand", () => {
    const text = "traders = ['T-7', 'T-77']\nT-7 again; xT-7, T-7b";
    expect(findSecrets(text, ["T-7"]).map(({line, kind}) => [line, kind])).toEqual([
      [1, "account id"],
      [2, "account id"],
    ]);
    expect(findSecrets("a.b and aXb", ["a.b"])).toHaveLength(1);
    expect(findSecrets("nothing", ["", "T1"])).toEqual([]);
  });

  it("leaves alone what is none: variables, addresses without a password, types", () => {
    const text = [
      "const password = process.env.DB_PASSWORD;",
      `fetch("https://example.org/a:b@c")`,
      `password: string; token = "\${secret}"`,
      `const secretName = "short"`,
      "the password: see the vault",
      "https://user@example.org/",
    ].join("\n");
    expect(findSecrets(text)).toEqual([]);
  });

  it("finds a planted password in any text", () => {
    fc.assert(
      fc.property(fc.string(), fc.stringMatching(/^[a-z0-9]{6,20}$/), fc.string(), (before, secret, after) => {
        const text = `${before}\npassword = "${secret}"\n${after}`;
        const line = before.split("\n").length + 1;
        return findSecrets(text).some((found) => found.line === line);
      }),
      {seed: 1, numRuns: 200},
    );
  });
});
