// An application that calls Anthropic in every way it can, and prints what it sees of each call. Its settings:
//   APP_CLIENT   name of the dependency that is the client's version
//   APP_FORMAT   "esm" or "cjs": how it loads the client
//   APP_URL      where the provider is
//   APP_FORMS    a pattern of the names of the forms to run; default: all
import { createRequire } from "node:module";
import { setTimeout as sleep } from "node:timers/promises";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { callForms, outcome } from "./call-forms.mjs";

const { APP_CLIENT = "@anthropic-ai/sdk", APP_FORMAT, APP_URL, APP_FORMS = "" } = process.env;
const require = createRequire(new URL("../../../packages/sdk/package.json", import.meta.url));
const entry = require.resolve(APP_CLIENT);
const { default: Anthropic } =
  APP_FORMAT === "cjs"
    ? require(APP_CLIENT)
    : await import(pathToFileURL(join(dirname(entry), "index.mjs")).href);

const rejections = [];
process.on("unhandledRejection", (error) => rejections.push(error?.constructor?.name));

const client = new Anthropic({ baseURL: APP_URL, apiKey: "k", maxRetries: 0, logLevel: "off" });
const outcomes = {};
for (const [name, form] of Object.entries(callForms(client))) {
  if (!new RegExp(APP_FORMS).test(name)) continue;
  const before = rejections.length;
  const warn = console.warn;
  console.warn = () => undefined;
  outcomes[name] = await outcome(form);
  console.warn = warn;
  await sleep(5);
  outcomes[name].rejections = rejections.slice(before);
}
console.log(`outcomes: ${JSON.stringify(outcomes)}`);
