import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { after, describe, it } from "node:test";
import { Type, type Static } from "typebox";
import { Value } from "typebox/value";
import { startModelServer } from "./testing/model-server.ts";
import { childrenOf, isAlive, startProgram, until, type Program } from "./testing/program.ts";

const started: Program[] = [];
after(() => {
  for (const { child } of started) child.kill("SIGKILL");
});

function start(environment: Readonly<Record<string, string>> = {}): Program {
  const program = startProgram(environment);
  started.push(program);
  return program;
}

async function ask(url: string, message: string): Promise<Response> {
  const body = JSON.stringify({ message });
  const headers = { "content-type": "application/json" };
  return fetch(`${url}/v1/chat`, { method: "POST", body, headers });
}

describe("the backend as a program", () => {
  it("answers the demo question, then ends with its children on SIGTERM", async () => {
    const program = start();
    const url = await program.url();
    const line = program.log.find((entry) => "url" in entry);
    assert.match(JSON.stringify(line), /the built-in demo model \(set OPENAI_BASE_URL/);

    const response = await ask(url, "Where is my order 1042, and what is 17% of 249.90?");
    assert.equal(response.status, 200);
    const { answer, toolCalls } = await readAnswer(response);
    assert.match(
      answer,
      /^Order 1042 over 249\.90 euros is shipped .* 17% \* 249\.90 = 42\.483\.$/,
    );
    assert.deepEqual(toolCalls, [
      { name: "order_lookup", outcome: "ok" },
      { name: "calculate", outcome: "ok" },
    ]);

    const children = childrenOf(program.child.pid);
    assert.equal(children.length, 2);
    program.child.kill("SIGTERM");
    assert.deepEqual(await program.ended, [0, null]);
    assert.deepEqual(children.filter(isAlive), []);
    assert.equal(program.stderr(), "");
    assert.doesNotMatch(JSON.stringify(program.log), /Where is my order|Nordpost/);
  });

  it("leaves no child behind when it is killed", async () => {
    const program = start();
    await program.url();
    const children = childrenOf(program.child.pid);
    assert.equal(children.length, 2);
    program.child.kill("SIGKILL");
    await program.ended;
    await until(() => children.filter(isAlive).length === 0);
  });

  it("answers when the calculator was killed, and starts it again", async () => {
    const program = start();
    const url = await program.url();
    for (const child of childrenOf(program.child.pid)) {
      if (commandOf(child).includes("calculator-server")) process.kill(child, "SIGKILL");
    }
    assert.equal((await ask(url, "What is 2 + 3?")).status, 200);
    // It starts again when it is needed, and whether the first question found it gone is chance.
    for (let asked = 0; asked < 20 && childrenOf(program.child.pid).length < 2; asked++) {
      // oxlint-disable-next-line no-await-in-loop -- one question after the other
      await (await ask(url, "What is 2 + 3?")).text();
    }
    const again = await readAnswer(await ask(url, "What is 2 + 3?"));
    assert.equal(again.answer, "2 + 3 = 5.");
    program.child.kill("SIGINT");
    assert.deepEqual(await program.ended, [0, null]);
  });
});

describe("the backend with a model endpoint that is down", () => {
  it("answers 502, stays up, and shows neither key nor question", async () => {
    const gone = await startModelServer(() => undefined);
    await gone.close();
    const program = start({
      OPENAI_BASE_URL: gone.baseUrl,
      OPENAI_API_KEY: "key-secret",
      MODEL: "some-model",
    });
    const url = await program.url();
    assert.match(JSON.stringify(program.log), new RegExp(`some-model at ${gone.baseUrl}`));
    const response = await ask(url, "my-private-question");
    assert.equal(response.status, 502);
    assert.equal(response.headers.get("content-type"), "application/problem+json");
    assert.match(await response.text(), /"detail":"The model endpoint could not be reached\."/);
    assert.equal((await fetch(`${url}/monitoring/health`)).status, 200);
    assert.doesNotMatch(
      JSON.stringify(program.log) + program.stderr(),
      /key-secret|my-private-question/,
    );
    program.child.kill("SIGTERM");
    assert.deepEqual(await program.ended, [0, null]);
  });
});

describe("the end of the backend", () => {
  it("finishes the requests that it has begun", async () => {
    const { program, answer } = await startBusy();
    program.child.kill("SIGTERM");
    const response = await answer;
    assert.ok(response instanceof Response);
    assert.equal(response.status, 504);
    assert.deepEqual(await program.ended, [0, null]);
  });

  it("comes at once with a second signal", async () => {
    const { program, answer } = await startBusy();
    const children = childrenOf(program.child.pid);
    program.child.kill("SIGTERM");
    await until(() => program.log.some((entry) => "signal" in entry));
    program.child.kill("SIGTERM");
    assert.deepEqual(await program.ended, [143, null]);
    assert.ok((await answer) instanceof Error);
    await until(() => children.filter(isAlive).length === 0);
  });
});

describe("a start that cannot succeed", () => {
  it("names the port and PORT when the port is taken, and ends with 1", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const address = other.address();
    assert.ok(address !== null && typeof address === "object");
    const program = start({ PORT: String(address.port) });
    assert.deepEqual(await program.ended, [1, null]);
    assert.equal(
      program.stderr(),
      `example-backend: port ${address.port} on 127.0.0.1 is already in use; ` +
        "set PORT to another port, or to 0 for any free one.\n",
    );
    other.close();
  });

  it("names every bad variable, and ends with 1", async () => {
    const program = start({ PORT: "30l0", MODEL_TIMEOUT_MS: "10s" });
    assert.deepEqual(await program.ended, [1, null]);
    assert.equal(
      program.stderr(),
      'example-backend: PORT: expected a whole number from 0 to 65535, got "30l0".\n' +
        'example-backend: MODEL_TIMEOUT_MS: expected a whole number from 1 to 600000, got "10s".\n',
    );
  });

  it("names HOST when it is not an address of this machine", async () => {
    const program = start({ HOST: "192.0.2.1" });
    assert.deepEqual(await program.ended, [1, null]);
    assert.equal(
      program.stderr(),
      'example-backend: HOST is "192.0.2.1", which is not an address of this machine.\n',
    );
  });
});

function commandOf(pid: number): string {
  return readFileSync(`/proc/${pid}/cmdline`, "utf8");
}

/** A backend that is in the middle of a request, as its model never answers. */
async function startBusy(): Promise<{ program: Program; answer: Promise<Response | Error> }> {
  let asked = false;
  const silent = await startModelServer((request) => {
    request.resume();
    asked = true;
  });
  after(() => silent.close());
  const program = start({ OPENAI_BASE_URL: silent.baseUrl, MODEL_TIMEOUT_MS: "2000" });
  const answer = ask(await program.url(), "hi").catch((error: Error) => error);
  await until(() => asked);
  return { program, answer };
}

const Answer = Type.Object({ answer: Type.String(), toolCalls: Type.Array(Type.Unknown()) });

async function readAnswer(response: Response): Promise<Static<typeof Answer>> {
  return Value.Parse(Answer, await response.json());
}
