import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {accountSlug, slugs} from "../../src/lib/study/index.ts";

describe("accountSlug", () => {
  it.each(["T01", "desk_7-B", "a".repeat(64)])("keeps the plain name %s", (name) => {
    expect(accountSlug(name)).toBe(name);
  });

  it.each([
    ["<img src=x>", /^img-src-x~[0-9a-f]{16}$/],
    ["../../x", /^x~[0-9a-f]{16}$/],
    ["Anna Müller", /^Anna-M-ller~[0-9a-f]{16}$/],
    ["", /^account~[0-9a-f]{16}$/],
    ["%2e%2e/", /^2e-2e~[0-9a-f]{16}$/],
    ["交易員", /^account~[0-9a-f]{16}$/],
    ["index", /^index~[0-9a-f]{16}$/],
    ["a".repeat(65), /^a{24}~[0-9a-f]{16}$/],
  ])("makes %j harmless", (name, expected) => {
    expect(accountSlug(name)).toMatch(expected);
  });

  it("is safe in addresses and file names, and the same each time, for any text", () => {
    fc.assert(
      fc.property(fc.string({unit: "binary"}), (name) => {
        const slug = accountSlug(name);
        expect(slug).toMatch(/^[A-Za-z0-9_~-]{1,64}$/);
        expect(encodeURIComponent(slug)).toBe(slug);
        expect(accountSlug(name)).toBe(slug);
      }),
    );
  });

  it("tells apart names that look alike", () => {
    const names = ["a b", "a  b", "a-b", "a/b", "é", "e\u0301", "A b", " a b"];
    expect(new Set(slugs(names)).size).toBe(names.length);
  });
});

it("slugs refuses two accounts with one address", () => {
  expect(slugs(["T1", "T2"])).toEqual(["T1", "T2"]);
  expect(() => slugs(["T1", "T2", "T1"])).toThrow('accounts "T1" and "T1" share the address T1; rename one');
});
