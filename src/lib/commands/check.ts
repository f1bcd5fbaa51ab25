import color from "picocolors";
import {
  checkInBrowser,
  checkLiterals,
  checkSecrets,
  checkSite,
  describeProblems,
  findBrowser,
  siteFacts,
} from "../publish/index.ts";
import {placesOf} from "./current.ts";
import {cwd, main, root} from "./main.ts";
import {parseOptions} from "./options.ts";

/** `npm run check`: page sources, credentials in any source, the built site, and each of its pages in a browser where there is one. */
await main(async (argv) => {
  const options = parseOptions(argv, ["out", "store"]);
  const {out, store} = placesOf(options, root, cwd);
  const {accounts, origin} = siteFacts({PROOFBOOK_STORE: store});
  const problems = [
    ...(await checkLiterals(root)),
    ...(await checkSecrets(root, origin?.simulated ? [] : accounts)),
    ...(await checkSite(out)),
  ];
  const browser = findBrowser();
  if (browser === null)
    console.error(color.yellow("SKIPPED in a browser: none was found. Install one: apt-get install -y chromium"));
  else problems.push(...(await checkInBrowser(out, {browser})));
  if (problems.length > 0) throw describeProblems("The site is not sound", problems);
  console.log(`Sound: sources, links, findings${browser === null ? "" : ", and every page in a browser"}.`);
  return 0;
});
