import {expect, it} from "vitest";
import {printable} from "../../src/lib/commands/printable.ts";

it("shows what would move a terminal's cursor, colour it or reorder its text, and leaves the rest", () => {
  expect(printable("a\u001b[2Jb\rc\u009b31m\u202edd")).toBe("a\\u001b[2Jb\\u000dc\\u009b31m\\u202edd");
  expect(printable("Zürich\t– 日本\n✗")).toBe("Zürich\t– 日本\n✗");
});
