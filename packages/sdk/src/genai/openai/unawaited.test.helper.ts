import * as openai from "openai";
import { chat } from "./call-forms.test.helper.ts";
import { patchOpenAi } from "./patch.test.helper.ts";

/*
 * Run as a process of its own: makes failing calls that nobody awaits, and prints how many unhandled rejections
 * come of them. Arguments: `bare` or `patched`, and the base URL of the provider.
 */
const [, , mode, baseURL] = process.argv;
if (mode === "patched") patchOpenAi(openai);
let unhandled = 0;
process.on("unhandledRejection", () => {
  unhandled += 1;
});
process.on("beforeExit", () => {
  process.stdout.write(`${unhandled}\n`);
  process.exit();
});

const client = new openai.OpenAI({ baseURL, apiKey: "k", maxRetries: 0 });
void client.chat.completions.create(chat("status-401"));
void client.chat.completions.parse(chat("status-401"));
