import {createHash} from "node:crypto";
import {expect, it} from "vitest";
import {contentPolicy} from "../../src/lib/publish/content-policy.ts";

const hash = (script: string) => `'sha256-${createHash("sha256").update(script).digest("base64")}'`;

it("allows the scripts that stand in the page, files of the site, and nothing else", () => {
  const policy = contentPolicy('<script>one();</script><p>x</p><script type="module">\nimport "./a.js";\n</script>');
  const [, rules] = /content="([^"]*)"/.exec(policy)!;
  expect(rules.split("; ")).toContain(
    `script-src 'self' 'wasm-unsafe-eval' ${hash("one();")} ${hash('\nimport "./a.js";\n')}`,
  );
  expect(rules).toContain("default-src 'none'");
  expect(rules).toContain("connect-src 'self'");
  expect(rules).not.toMatch(/'unsafe-eval|\*|https?:/);
  expect(/script-src[^;]*/.exec(rules)![0]).not.toContain("unsafe-inline");
});

it("gives no hash to a script of another file", () => {
  expect(contentPolicy('<script src="a.js"></script>')).toContain("script-src 'self' 'wasm-unsafe-eval';");
});
