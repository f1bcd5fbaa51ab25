import {createRequire} from "node:module";

type Transform<R> = (input: string, options?: {readonly loader?: string}) => R;
interface Esbuild {
  readonly build: unknown;
  readonly transform: Transform<Promise<{readonly code: string}>>;
  readonly transformSync: Transform<{readonly code: string}>;
}

const framework = createRequire(import.meta.url).resolve("@observablehq/framework/package.json");
const esbuild = createRequire(framework)("esbuild") as Esbuild;

/** Framework's own esbuild; relative `.ts` imports in what it makes of TypeScript are renamed to `.js`. */
export const build = esbuild.build;

export const transform: Esbuild["transform"] = async (input, options) =>
  rename(await esbuild.transform(input, options), options?.loader);

export const transformSync: Esbuild["transformSync"] = (input, options) =>
  rename(esbuild.transformSync(input, options), options?.loader);

/** esbuild prints every specifier in double quotes. */
function rename<R extends {readonly code: string}>(result: R, loader: string | undefined): R {
  if (loader !== "ts" && loader !== "tsx") return result;
  return {...result, code: result.code.replace(/(\bfrom\s*|\bimport\s*\(?\s*)"(\.{1,2}\/[^"\n]*)\.ts"/g, '$1"$2.js"')};
}
