// Loaded with --import before everything: prints at the exit the URL of every file that was loaded, by either loader.
import { writeSync } from "node:fs";
import { registerHooks } from "node:module";

const urls = [];
registerHooks({
  load(url, context, nextLoad) {
    urls.push(url);
    return nextLoad(url, context);
  },
});
process.on("exit", () => writeSync(1, `\nLOADED ${JSON.stringify(urls)}\n`));
