import {serveSite} from "../publish/index.ts";
import {placesOf} from "./current.ts";
import {cwd, main, root} from "./main.ts";
import {parseOptions} from "./options.ts";

/** `npm run serve`: the built site on 127.0.0.1, until Ctrl-C. */
await main(async (argv) => {
  const options = parseOptions(argv, ["out", "port"]);
  const {out} = placesOf(options, root, cwd);
  const server = await serveSite(out, {port: options.port});
  console.log(`The site is at ${server.url}  (Ctrl-C stops it)`);
  const stop = () => void server.close().then(() => process.exit(0));
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  return undefined;
});
