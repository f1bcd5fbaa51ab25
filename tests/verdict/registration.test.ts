import {describe, expect, it} from "vitest";
import {type Declaration, registrationOf, undeclared} from "../../src/lib/verdict/index.ts";

const committed: Declaration = {state: "committed", sha256: "ab", commit: "cd", time: "2025-06-30T23:59:59.000Z"};

describe("registrationOf", () => {
  it("compares the commit's day with the last day of the data", () => {
    expect(registrationOf(committed, "2025-07-01", false).status).toBe("declared before the data ended");
    expect(registrationOf(committed, "2025-06-30", false).status).toBe("declared after: exploratory");
    expect(registrationOf(committed, "2024-12-31", false).status).toBe("declared after: exploratory");
  });

  it("knows no time but a commit's", () => {
    for (const state of ["changed", "untracked", "no repository", "shallow"] as const) {
      const {status, words} = registrationOf({state, sha256: "ab", commit: null, time: null}, "2025-07-01", false);
      expect(status).toBe("not in a commit");
      expect(words.length).toBeGreaterThan(40);
    }
    expect(registrationOf(undeclared, "2025-07-01", false)).toMatchObject({status: "not in a commit", sha256: null});
    expect(registrationOf(committed, null, false)).toMatchObject({status: "not in a commit", lastDay: null});
  });

  it("says of a simulated desk that its days are made up", () => {
    expect(registrationOf(committed, "2025-07-01", true).words).toContain("made up");
    expect(registrationOf(committed, "2025-07-01", false).words).not.toContain("made up");
  });
});
