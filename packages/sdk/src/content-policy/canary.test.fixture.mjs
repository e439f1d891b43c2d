// Plants the canary where the policy cannot know of it, in every signal.
import { logs, metrics, trace } from "@opentelemetry/api";
import { startTelemetry } from "../start.ts";

const { AGENT_OTEL_CONTENT_CANARY: canary, PLANT = "all" } = process.env;
const telemetry = startTelemetry({ serviceName: "canary" });
const said = `it says ${canary}`;
trace
  .getTracer("app")
  .startSpan("calm", { attributes: { "gen_ai.input.messages": said } })
  .end();
logs.getLogger("app").emit({ body: "calm", attributes: { "input.value": said } });
metrics.getMeter("app").createCounter("calm").add(1);
if (PLANT === "all") {
  trace
    .getTracer("app")
    .startSpan("a", { attributes: { first: "x", "my.note": said } })
    .end();
  trace.getTracer("app").startSpan("b").addEvent("e", { "my.event": said }).end();
  trace.getTracer("app").startSpan(`c ${canary}`).end();
  logs
    .getLogger("app")
    .emit({ body: { my: { answer: said } }, attributes: { other: { deep: [said] } } });
  metrics.getMeter("app").createCounter("c").add(1, { "my.label": said });
}
await telemetry.flush();
await telemetry.shutdown();
