import {accessSync, constants} from "node:fs";
import {delimiter, join} from "node:path";

/** How to get a browser where there is none. */
export const INSTALL_BROWSER = "apt-get install -y chromium   (or set PROOFBOOK_BROWSER to a Chromium or Chrome)";

/**
 * The path of a Chromium: PROOFBOOK_BROWSER, else CHROMIUM, else what is on the PATH; null if there is none.
 * A variable that names no program is not passed over: it is returned, and starting it will say so.
 */
export function findBrowser(env: Readonly<Record<string, string | undefined>> = process.env): string | null {
  const named = env.PROOFBOOK_BROWSER || env.CHROMIUM;
  if (named) return named;
  for (const name of ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"])
    for (const folder of (env.PATH ?? "").split(delimiter)) {
      if (folder === "") continue;
      try {
        accessSync(join(folder, name), constants.X_OK);
        return join(folder, name);
      } catch {
        // not here
      }
    }
  return null;
}
