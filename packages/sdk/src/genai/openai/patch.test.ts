import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";
import { after, beforeEach, test } from "node:test";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import * as openai from "openai";
import { OpenAI } from "openai";
import { registerTestTelemetry } from "../telemetry.test.helper.ts";
import { CALL_FORMS, chat, PROMPT } from "./call-forms.test.helper.ts";
import { outcome } from "./outcome.test.helper.ts";
import { patchOpenAi } from "./patch.test.helper.ts";
import { ANSWER, startFakeProvider } from "./server.test.helper.ts";

// The package's CommonJS copy stays as it is: it shows what an application sees without instrumentation.
const bare: typeof openai = createRequire(import.meta.url)("openai");
patchOpenAi(openai);

const telemetry = registerTestTelemetry();
const provider = await startFakeProvider();
const options = { baseURL: provider.baseURL, apiKey: "k", maxRetries: 0 };
const client = new OpenAI(options);
const bareClient = new bare.OpenAI(options);

after(() => provider.close());
beforeEach(() => telemetry.reset());

for (const [name, run] of Object.entries(CALL_FORMS)) {
  test(`${name}: the same outcome as without the patch, one ended span, no content`, async () => {
    const expected = await outcome(() => run(bareClient));
    assert.deepEqual(telemetry.spans(), [], "the bare copy must not be patched");
    assert.deepEqual(await outcome(() => run(client)), expected);
    assert.equal(telemetry.spans().length, 1);
    assert.deepEqual(telemetry.open(), []);
    assert.doesNotMatch(await telemetry.dump(), new RegExp(`${PROMPT}|${ANSWER}`));
  });
}

test("an unread stream ends its span when it is dropped", async () => {
  setFlagsFromString("--expose-gc");
  const collectGarbage: () => void = runInNewContext("gc");
  await (async () => {
    await client.chat.completions.create({ ...chat("endless"), stream: true });
  })();
  await until(() => {
    collectGarbage();
    return telemetry.open().length === 0;
  });
  assert.equal(telemetry.spans().length, 1);
});

test("failing calls that nobody awaits are as many unhandled rejections as without the patch", async () => {
  assert.equal(await unhandledRejections("patched"), await unhandledRejections("bare"));
});

test("patching again, or another copy of the package, changes nothing", async () => {
  const create: unknown = Reflect.get(OpenAI.Chat.Completions.prototype, "create");
  patchOpenAi(openai);
  assert.equal(Reflect.get(OpenAI.Chat.Completions.prototype, "create"), create);
  patchOpenAi(bare);
  await bareClient.chat.completions.create(chat("gpt-x"));
  assert.equal(telemetry.spans().length, 1);
});

test("exports of another shape are left alone", () => {
  for (const exports of [undefined, null, 1, {}, { OpenAI: { Chat: {} } }]) {
    assert.equal(patchOpenAi(exports), exports);
  }
});

async function unhandledRejections(mode: "bare" | "patched"): Promise<string> {
  const script = fileURLToPath(new URL("./unawaited.test.helper.ts", import.meta.url));
  const child = spawn(process.execPath, [script, mode, provider.baseURL], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const counted = await text(child.stdout);
  assert.match(counted, /^2\n$/);
  return counted;
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 5_000;
  while (!condition()) {
    assert.ok(Date.now() < deadline, "waited 5 s in vain");
    // oxlint-disable-next-line no-await-in-loop -- it polls
    await new Promise((resolve) => setImmediate(resolve));
  }
}
