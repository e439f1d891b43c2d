import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";
import { LangfuseSpanProcessor } from "@langfuse/otel";
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { ZipkinExporter } from "@opentelemetry/exporter-zipkin";
import {
  BatchSpanProcessor,
  ConsoleSpanExporter,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
  type SpanExporter,
  type SpanProcessor,
} from "@opentelemetry/sdk-trace";
import { createRecording, type Recording } from "./recording.test.helper.ts";

function makeTwoSpans({ provider }: Recording): void {
  const tracer = provider.getTracer("lib", "1.0");
  const attributes = { text: "x", list: [1, 2] };
  const root = tracer.startSpan("root", { kind: SpanKind.SERVER, attributes }, ROOT_CONTEXT);
  const child = tracer.startSpan("child", {}, trace.setSpan(ROOT_CONTEXT, root));
  child.addEvent("event", { a: 1 });
  child.end();
  root.setStatus({ code: SpanStatusCode.ERROR, message: "bad" });
  root.end();
}

const through: Readonly<Record<string, (exporter: SpanExporter) => SpanProcessor>> = {
  SimpleSpanProcessor: (exporter) => new SimpleSpanProcessor({ exporter }),
  BatchSpanProcessor: (exporter) => new BatchSpanProcessor({ exporter }),
};

for (const [name, create] of Object.entries(through)) {
  test(`upstream's ${name} gives an exporter true readable spans`, async () => {
    const exporter = new InMemorySpanExporter();
    const recording = createRecording({ processors: [create(exporter)] });
    makeTwoSpans(recording);
    await recording.provider.forceFlush();
    const [child, root] = exporter.getFinishedSpans();
    assert.ok(child !== undefined && root !== undefined);
    assertReadable(child, root);
    await recording.provider.shutdown();
    assert.deepEqual(exporter.getFinishedSpans(), []);
  });
}

function assertReadable(child: ReadableSpan, root: ReadableSpan): void {
  assert.deepEqual([root.name, root.kind, root.ended], ["root", SpanKind.SERVER, true]);
  assert.deepEqual(root.attributes, { text: "x", list: [1, 2] });
  assert.deepEqual(root.status, { code: SpanStatusCode.ERROR, message: "bad" });
  assert.deepEqual(root.resource.attributes, { "service.name": "test" });
  assert.equal(root.resource, child.resource);
  assert.deepEqual(root.instrumentationScope, { name: "lib", version: "1.0" });
  assert.equal(root.parentSpanContext, undefined);
  assert.deepEqual(child.parentSpanContext, root.spanContext());
  assert.deepEqual(
    child.events.map(({ name, attributes }) => [name, attributes]),
    [["event", { a: 1 }]],
  );
  assert.deepEqual([child.links, child.droppedAttributesCount], [[], 0]);
  assert.deepEqual([child.droppedEventsCount, child.droppedLinksCount], [0, 0]);
  const [seconds, nanos] = root.duration;
  assert.ok(seconds >= 0 && nanos > 0 && root.startTime[0] > 1_700_000_000);
}

test("the console exporter prints our spans", async (context) => {
  const printed: unknown[] = [];
  context.mock.method(console, "dir", (value: unknown) => printed.push(value));
  const exporter = new ConsoleSpanExporter();
  const recording = createRecording({ processors: [new SimpleSpanProcessor({ exporter })] });
  makeTwoSpans(recording);
  await recording.provider.forceFlush();
  const [child, root] = recording.spans;
  assert.ok(child !== undefined && root !== undefined);
  assert.equal(printed.length, 2);
  assert.deepEqual(Object.entries(Object(printed[1])).slice(0, 6), [
    ["resource", { attributes: { "service.name": "test" } }],
    ["instrumentationScope", { name: "lib", version: "1.0" }],
    ["traceId", root.spanContext().traceId],
    ["parentSpanContext", undefined],
    ["traceState", undefined],
    ["name", "root"],
  ]);
});

/** A server that keeps what is posted to it. */
async function startReceiver(): Promise<{
  readonly url: string;
  readonly posts: readonly { readonly path: string; readonly body: Buffer }[];
  close(): void;
}> {
  const posts: { path: string; body: Buffer }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      posts.push({ path: request.url ?? "", body: Buffer.concat(chunks) });
      response.end();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no TCP address");
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${address.port}`, posts, close };
}

test("the Zipkin exporter sends our spans", async () => {
  const receiver = await startReceiver();
  try {
    const exporter = new ZipkinExporter({ url: `${receiver.url}/api/v2/spans` });
    const recording = createRecording({ processors: [new SimpleSpanProcessor({ exporter })] });
    makeTwoSpans(recording);
    await recording.provider.forceFlush();
    const sent = receiver.posts.flatMap(({ body }): unknown[] => JSON.parse(body.toString()));
    const names = sent.map((span): unknown => Reflect.get(Object(span), "name"));
    assert.deepEqual(
      names.map(String).toSorted((a, b) => a.localeCompare(b)),
      ["child", "root"],
    );
    const [, root] = recording.spans;
    const ids = sent.map((span) => Reflect.get(Object(span), "traceId"));
    assert.deepEqual(new Set(ids), new Set([root?.spanContext().traceId]));
    await recording.provider.shutdown();
  } finally {
    receiver.close();
  }
});

test("Langfuse's processor, built for OpenTelemetry 2, sends and masks our spans", async () => {
  const receiver = await startReceiver();
  try {
    const processor = new LangfuseSpanProcessor({
      publicKey: "pk",
      secretKey: "sk",
      baseUrl: receiver.url,
      exportMode: "immediate",
      environment: "testing",
      mask: () => "<masked>",
      shouldExportSpan: () => true,
    });
    const recording = createRecording({ processors: [processor] });
    const span = recording.provider.getTracer("langfuse-sdk").startSpan("chat");
    span.setAttribute("langfuse.observation.input", "secret");
    span.end();
    await recording.provider.forceFlush();
    const bodies = receiver.posts.map(({ path, body }) => [path, body.toString("latin1")]);
    assert.deepEqual(
      bodies.map(([path]) => path),
      ["/api/public/otel/v1/traces"],
    );
    assert.match(bodies.join(""), /chat/);
    assert.match(bodies.join(""), /langfuse\.environment.*testing/s);
    assert.match(bodies.join(""), /<masked>/);
    assert.doesNotMatch(bodies.join(""), /secret/);
    await recording.provider.shutdown();
  } finally {
    receiver.close();
  }
});
