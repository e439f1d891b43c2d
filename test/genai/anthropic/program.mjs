// An application that calls Anthropic in every way it can, and prints what it sees of each call. Its settings:
//   APP_CLIENT   name of the dependency that is the client's version
//   APP_FORMAT   "esm" or "cjs": how it loads the client
//   APP_URL      where the provider is
//   APP_FORMS    a pattern of the names of the forms to run; default: all
//   APP_WITHOUT  a pattern of the names of those that do not run; default: none
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { trace } from "@opentelemetry/api";
import { callForms, outcome } from "./call-forms.mjs";

const { APP_CLIENT, APP_FORMAT, APP_URL, APP_FORMS = "", APP_WITHOUT = "^$" } = process.env;
const require = createRequire(new URL("../../../packages/sdk/package.json", import.meta.url));
const { default: Anthropic } = await load(APP_CLIENT);

const rejections = [];
process.on("unhandledRejection", (error) => rejections.push(error?.constructor?.name));
// The older versions write what they could not parse there.
console.warn = console.error = () => undefined;

const client = new Anthropic({ baseURL: APP_URL, apiKey: "k", maxRetries: 0 });
const outcomes = {};
for (const [name, run] of Object.entries(callForms(client))) {
  if (!new RegExp(APP_FORMS).test(name) || new RegExp(APP_WITHOUT).test(name)) continue;
  outcomes[name] = await observe(name, run);
}
console.log(`outcomes: ${JSON.stringify(outcomes)}`);

async function load(name) {
  if (APP_FORMAT === "cjs") return require(name);
  const file = join(dirname(require.resolve(name)), "index.mjs");
  return import(pathToFileURL(file).href);
}

async function observe(name, run) {
  const before = rejections.length;
  const seen = await trace.getTracer("program").startActiveSpan(`form: ${name}`, async (span) => {
    const result = await outcome(run);
    span.end();
    return result;
  });
  const deadline = Date.now() + (name.includes("not awaited") ? 2000 : 0);
  while (rejections.length === before && Date.now() < deadline) await sleep(2);
  return { ...seen, rejections: rejections.slice(before) };
}
