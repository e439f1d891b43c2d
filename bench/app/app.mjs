// The application under measurement: the same file for every contender. It knows the OpenTelemetry API
// alone. The runner loads it over HTTP and asks it questions over IPC, which no contender traces.
import { SpanStatusCode, context, trace } from "@opentelemetry/api";
import { fastify } from "fastify";
import { watchEventLoop } from "./event-loop.mjs";

const target = process.env.BENCH_TARGET_URL;
const app = fastify({ logger: false });
const tracer = trace.getTracer("bench");
/** Spans that this file has made; those of instrumentations are not among them. */
let made = 0;

app.get("/hello", () => ({ hello: "world" }));
app.get("/work", () => work());
app.get("/spans/:count", ({ params }) => makeTrace(Number(params.count)));
app.get("/padded/:count", ({ params }) => makePadded(Number(params.count)));
app.get("/content/:bytes", ({ params }) => makeContent(Number(params.bytes)));

const commands = { usage, watch, unwatch, flush, spans, chats, modules };
process.on("message", ({ id, command, options }) => {
  Promise.resolve()
    .then(() => commands[command](options))
    .then(
      (result) => process.send({ id, result: result ?? null }),
      (error) => process.send({ id, error: String(error?.stack ?? error) }),
    );
});
// The runner is gone: nobody needs this process any more.
process.once("disconnect", () => process.exit(1));

await app.listen({ port: 0, host: "127.0.0.1" });
process.send({ ready: app.server.address().port });

async function work() {
  const plan = span("bench plan");
  const payload = JSON.parse(JSON.stringify(document));
  plan.end();
  const answer = await (await fetch(target)).json();
  const conclude = span("bench conclude");
  const text = JSON.stringify({ ...payload, answer });
  conclude.end();
  return { length: text.length };
}

/** A root span with `count` - 1 children, as one step of an agent makes them. */
function makeTrace(count) {
  const root = span("bench root");
  const active = trace.setSpan(context.active(), root);
  for (let index = 1; index < count; index += 1) span("bench step", active).end();
  root.end();
  return { count };
}

function makePadded(count) {
  for (let index = 0; index < count; index += 1) {
    const padded = span("bench padded");
    padded.setAttribute("bench.padding", `${index}${kilobyte}`);
    padded.end();
  }
  return { count };
}

function makeContent(bytes) {
  const chat = span("bench chat");
  chat.setAttribute("gen_ai.input.messages", messages("user", plainText, bytes / 2));
  // Typographic signs make V8 keep two bytes per character: the costly kind of text, and the usual one.
  chat.setAttribute("gen_ai.output.messages", messages("assistant", typographicText, bytes / 2));
  chat.end();
  return { bytes };
}

function messages(role, text, length) {
  const content = `${made} ${text.slice(0, length)}`;
  return JSON.stringify([{ role, parts: [{ type: "text", content }] }]);
}

/** One span as an agent back end makes it: 8 attributes of the usual kinds, ended by the caller. */
function span(name, parent) {
  made += 1;
  const started = tracer.startSpan(name, undefined, parent);
  started.setAttribute("gen_ai.operation.name", "chat");
  started.setAttribute("gen_ai.provider.name", "openai");
  started.setAttribute("gen_ai.request.model", "gpt-4.1-mini");
  started.setAttribute("gen_ai.request.temperature", 0.7);
  started.setAttribute("gen_ai.usage.input_tokens", made);
  started.setAttribute("gen_ai.usage.output_tokens", 256);
  started.setAttribute("gen_ai.response.finish_reasons", finishReasons);
  started.setAttribute("bench.streamed", true);
  started.setStatus(ok);
  return started;
}

function usage() {
  const { user, system } = process.cpuUsage();
  return { cpuMicros: user + system, rss: process.memoryUsage.rss(), made };
}

let watching;
function watch() {
  watching = watchEventLoop();
}

function unwatch() {
  return watching();
}

/** Has the contender send what it holds; says why when that failed or cannot be asked for. */
async function flush() {
  const provider = trace.getTracerProvider();
  const real = provider.getDelegate?.() ?? provider;
  if (typeof real.forceFlush !== "function") return { problem: "offers no flush" };
  try {
    await real.forceFlush();
    return {};
  } catch (error) {
    return { problem: String(error) };
  }
}

/**
 * Makes `traces` traces of `spansPerTrace` spans without HTTP. After every `chunk` spans it pauses for
 * `pauseMs`, so that no contender's queue overflows and each sends its batches as it does in service.
 */
async function spans({ traces, spansPerTrace, chunk, pauseMs }) {
  let sincePauseCount = 0;
  for (let index = 0; index < traces; index += 1) {
    makeTrace(spansPerTrace);
    sincePauseCount += spansPerTrace;
    if (sincePauseCount < chunk) continue;
    sincePauseCount = 0;
    // oxlint-disable-next-line no-await-in-loop -- the pause
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

/** Calls a model; the client is loaded with the first call, for only a few contenders have it. */
async function chats(options) {
  const { chats: make } = await import("./chats.mjs");
  span("bench chats").end();
  await make(options);
}

/** How many files were loaded; count-modules.mjs counted them. */
function modules() {
  return { files: globalThis[Symbol.for("bench.loaded-files")].size };
}

const ok = { code: SpanStatusCode.OK };
const finishReasons = ["stop"];
const kilobyte = "0123456789abcdef".repeat(64);
const plainText = "The quick brown fox jumps over the lazy dog. ".repeat(25_000);
const typographicText = "“The quick brown fox” — it jumps over the lazy dog… ".repeat(25_000);
const document = {
  items: Array.from({ length: 20 }, (_, index) => ({
    id: index,
    name: `item ${index}`,
    tags: ["a", "b"],
  })),
};
