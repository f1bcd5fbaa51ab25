import {describe, expect, it} from "vitest";
import {turnstile} from "../../src/lib/pipeline/turnstile.ts";

/** Works that end when they are told to, and the order in which they began. */
function works(count: number) {
  const inTurn = turnstile(count);
  const begun: string[] = [];
  const ends = new Map<string, (error?: Error) => void>();
  const come = (name: string, urgency = 0) =>
    inTurn(urgency, () => {
      begun.push(name);
      return new Promise<string>((resolve, reject) => {
        ends.set(name, (error) => (error === undefined ? resolve(name) : reject(error)));
      });
    });
  return {come, begun, end: (name: string, error?: Error) => ends.get(name)!(error)};
}
const settle = () => new Promise((done) => setImmediate(done));

describe("turnstile", () => {
  it("lets so many go on at a time, the others in the order in which they came", async () => {
    const {come, begun, end} = works(2);
    const all = ["a", "b", "c", "d"].map((name) => come(name));
    await settle();
    expect(begun).toEqual(["a", "b"]);
    end("b");
    await settle();
    expect(begun).toEqual(["a", "b", "c"]);
    for (const name of ["a", "c"]) end(name);
    await settle();
    end("d");
    expect(await Promise.all(all)).toEqual(["a", "b", "c", "d"]);
  });

  it("lets the more urgent go first, and of equals the one that came first", async () => {
    const {come, begun, end} = works(1);
    void come("first");
    for (const [name, urgency] of [
      ["low", 0],
      ["high", 2],
      ["middle", 1],
      ["high too", 2],
    ] as const)
      void come(name, urgency);
    for (const name of ["first", "high", "high too", "middle", "low"]) {
      await settle();
      end(name);
    }
    expect(begun).toEqual(["first", "high", "high too", "middle", "low"]);
  });

  it("goes on after a failure, which its own caller is told", async () => {
    const {come, begun, end} = works(1);
    const failing = come("a");
    const next = come("b");
    await settle();
    end("a", new Error("broke"));
    await expect(failing).rejects.toThrow("broke");
    await settle();
    end("b");
    expect(await next).toBe("b");
    expect(begun).toEqual(["a", "b"]);
  });
});
