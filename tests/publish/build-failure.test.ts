import {expect, it} from "vitest";
import {failureMessage} from "../../src/lib/publish/build-failure.ts";

it("names the loader and gives its words, without stack traces", () => {
  const errors = `/x/src/data/a.json.ts:3
throw new RangeError("invalid level; not in (0, 1): 95");
      ^

RangeError: invalid level; not in (0, 1): 95
    at <anonymous> (/x/src/data/a.json.ts:3:7)
    at node:internal/modules {
  code: 'ERR'
}

Node.js v20.20.2
Unexpected error: loader exited with code 1
Tip: To see the full stack trace, run with the --debug flag.
If you think this is a bug, please file an issue at
↳ https://github.com/observablehq/framework/issues
    at CommandLoader.exec (file:///x/loader.js:1:1)
`;
  const message = failureMessage(
    "load /index\nload /data/a.json → [missing] error in 3ms: loader exited with code 1",
    errors,
    1,
  );
  expect(message).toContain("the loader of /data/a.json failed:");
  expect(message).toContain("RangeError: invalid level; not in (0, 1): 95");
  expect(message).not.toMatch(/ at |Tip|issues|Node\.js|exited with code|\^/);
});

it("says where the build stood, or that nothing was said", () => {
  expect(failureMessage("load /pages/data in 3ms", 'Error: "d3" is not installed\n', 1)).toBe(
    'the site could not be built (at /pages/data):\n  "d3" is not installed',
  );
  expect(failureMessage("", "", null)).toBe(
    "the site could not be built:\n  Framework ended with code null and said nothing",
  );
});
