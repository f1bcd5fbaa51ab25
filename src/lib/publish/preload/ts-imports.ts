import {register} from "node:module";

/**
 * Preloaded into Framework: TypeScript modules may import each other as `./x.ts`, as they do in the rest of the
 * repository. Framework resolves `./x.js` to a TypeScript file beside it but leaves `./x.ts` a dead link, so it is given
 * an esbuild whose output says `.js`. The hook is JavaScript in a data URL: hooks run on a thread that tsx does not reach.
 */
const replacement = new URL("esbuild-for-framework.ts", import.meta.url).href;
register(
  `data:text/javascript,${encodeURIComponent(`
    export async function resolve(specifier, context, next) {
      const replace = specifier === "esbuild" && context.parentURL?.includes("/@observablehq/framework/dist/");
      return next(replace ? ${JSON.stringify(replacement)} : specifier, context);
    }`)}`,
);
