// Writes a secret into every place that contents are known to be written to, by whatever instrumentation.
import { context, logs, metrics, SpanStatusCode, trace } from "@opentelemetry/api";
import { inference, executeTool } from "@agent-otel/semconv-genai";
import { startTelemetry } from "../start.ts";
import { contentRows } from "./content-attributes.ts";

const { SECRET = "no secret", SCENE = "everything" } = process.env;
const telemetry = startTelemetry({ serviceName: "content" });

const names = contentRows.flatMap(({ names: row, onGenAiOnly }) =>
  row.split(" ").map((name) => [name.replace(/\*$/, ".0.content"), onGenAiOnly === true]),
);
const said = (name) => `${name} says ${SECRET} to you`;
const asJson = (name) => JSON.stringify([{ role: "user", parts: [{ content: said(name) }] }]);

class BadRequestError extends Error {
  name = "BadRequestError";
  status = 400;
}
const error = new BadRequestError(`400 cannot answer "${SECRET}"\nreally not, ${SECRET}`);

if (SCENE === "everything") {
  for (const [name, onGenAiOnly] of names) {
    const tracer = trace.getTracer(onGenAiOnly ? "@acme/llm" : "@acme/app");
    const span = tracer.startSpan(`span ${name}`, {
      attributes: { [name]: said(name), kept: "yes" },
    });
    span.setAttribute(`${name}.role`, "user");
    span.addEvent("event", { [name]: asJson(name) });
    span.addLink({ context: span.spanContext(), attributes: { [name]: said(name) } });
    span.end();
    const logger = logs.getLogger(onGenAiOnly ? "@acme/llm" : "@acme/app");
    logger.emit({ body: `record ${name}`, attributes: { [name]: { deep: [said(name)] } } });
    logger.emit({ body: { [name]: said(name), kept: "yes" } });
  }
}
if (SCENE === "everything" || SCENE === "events") {
  const tracer = trace.getTracer("@opentelemetry/instrumentation-openai");
  const logger = logs.getLogger("@opentelemetry/instrumentation-openai");
  const span = tracer.startSpan("chat m", { attributes: { "gen_ai.operation.name": "chat" } });
  span.addEvent("gen_ai.user.message", { content: SECRET, role: "user" });
  span.addEvent("gen_ai.content.prompt", { "gen_ai.prompt": asJson("event") });
  span.end();
  for (const body of [
    SECRET,
    { content: SECRET, role: "user" },
    { index: 0, finish_reason: "stop", message: { role: "assistant", content: said("choice") } },
    {
      role: "assistant",
      tool_calls: [
        { id: "call_1", type: "function", function: { name: "search", arguments: asJson("call") } },
      ],
    },
  ]) {
    logger.emit({ eventName: "gen_ai.choice", body, attributes: { "gen_ai.system": "openai" } });
    logger.emit({ body, attributes: { "event.name": "gen_ai.user.message", content: SECRET } });
  }
}
if (SCENE === "everything" || SCENE === "errors") {
  const server = trace.getTracer("@opentelemetry/instrumentation-http").startSpan("POST /ask");
  const inServer = trace.setSpan(context.active(), server);
  const chat = trace
    .getTracer("@traceloop/instrumentation-openai")
    .startSpan("openai.chat", { attributes: { "gen_ai.request.model": "m" } }, inServer);
  chat.recordException(error);
  chat.setAttributes({ "error.message": error.message, "exception.stacktrace": error.stack });
  chat.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
  const logger = logs.getLogger("pino");
  logger.emit({
    body: `failed: ${error.message}`,
    exception: error,
    context: trace.setSpan(inServer, chat),
  });
  chat.end();
  logger.emit({ body: error.message, exception: error, context: inServer });
  server.recordException(error);
  server.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
  server.end();
}
if (SCENE === "everything" || SCENE === "ours") {
  const messages = [{ role: "user", parts: [{ type: "text", content: said("ours") }] }];
  inference({ provider: "openai", model: "m", input: () => ({ messages }) }, (call) => {
    call.response({
      output: () => [{ role: "assistant", parts: messages[0].parts, finish_reason: "stop" }],
    });
  });
  executeTool({ name: "t", arguments: () => ({ text: said("tool") }) }, (call) =>
    call.result(() => said("tool")),
  );
  await inference({ provider: "openai", model: "m" }, () => Promise.reject(error)).catch(
    () => undefined,
  );
}
metrics
  .getMeter("@acme/app")
  .createCounter("asked")
  .add(1, { "gen_ai.prompt": said("metric"), kept: "yes" });
await telemetry.flush();
await telemetry.shutdown();
