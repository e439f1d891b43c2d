// Imported before a contender, in a run of its own that is not timed: counts the files that are loaded.
import { registerHooks } from "node:module";

const files = new Set();
registerHooks({
  load(url, context, nextLoad) {
    if (url.startsWith("file:")) files.add(url.replace(/[?#].*$/, ""));
    return nextLoad(url, context);
  },
});
globalThis[Symbol.for("bench.loaded-files")] = files;
