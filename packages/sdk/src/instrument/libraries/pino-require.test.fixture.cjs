const { trace } = require("@opentelemetry/api");
const pino = require("pino");
const again = require("pino");

trace.getTracer("app").startActiveSpan("work", (span) => {
  pino().info("by require");
  again.pino().info("by second require");
  span.end();
});
