import {createRequire} from "node:module";
import {pathToFileURL} from "node:url";

/**
 * Preloaded into a build (never a preview): Framework stamps pages and hashes modules with the modification times of
 * files. Its own switch for tests makes that one constant, so that the same commit gives the same bytes.
 */
const config = createRequire(import.meta.url).resolve("@observablehq/framework/dist/config.js");
const {setCurrentDate} = (await import(pathToFileURL(config).href)) as {setCurrentDate(date: Date): void};
setCurrentDate(new Date(0));
