// Started by --import, and again in the program.
import { startTelemetry } from "@agent-otel/sdk";
import { trace } from "@opentelemetry/api";

const first = startTelemetry({ serviceName: "second" });
const second = startTelemetry();
console.log(
  JSON.stringify({ same: first === second, name: first.config.resource["service.name"] }),
);
trace.getTracer("app").startSpan("once").end();
