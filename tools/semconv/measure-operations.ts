import { metrics, trace } from "@opentelemetry/api";
import { MeterProvider, MetricReader } from "@opentelemetry/sdk-metrics";
import { TracerProvider } from "@opentelemetry/sdk-trace";
import { startInference } from "../../packages/semconv-genai/src/operations/inference.ts";

/*
 * Measures what one model call of ten chunks costs: without an SDK, with spans that are not sampled, and with spans and
 * metrics. Exits with 1 where a call that nobody records takes more than the budget.
 */
const BUDGET_US = 2;
const CALLS = 20_000;

class ManualReader extends MetricReader {
  protected async onForceFlush(): Promise<void> {}

  protected async onShutdown(): Promise<void> {}
}

const idle = measure();
trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [] }));
const traced = measure();
metrics.setGlobalMeterProvider(new MeterProvider({ readers: [new ManualReader()] }));
const recorded = measure();

console.log(`nobody records:    ${idle.toFixed(2)} us of CPU per call (budget: ${BUDGET_US} us)`);
console.log(`spans:             ${traced.toFixed(2)} us of CPU per call`);
console.log(`spans and metrics: ${recorded.toFixed(2)} us of CPU per call`);
process.exitCode = idle > BUDGET_US ? 1 : 0;

/** The least CPU time of a call, in microseconds. */
function measure(): number {
  const rounds = Array.from({ length: 8 }, () => {
    const begin = process.cpuUsage();
    for (let index = 0; index < CALLS; index += 1) callModel();
    const { user, system } = process.cpuUsage(begin);
    return (user + system) / CALLS;
  });
  return Math.min(...rounds);
}

function callModel(): void {
  const call = startInference({
    provider: "openai",
    model: "gpt-5",
    stream: true,
    maxTokens: 100,
    server: { address: "api.openai.com", port: 443 },
  });
  for (let index = 0; index < 10; index += 1) call.chunk();
  call.response({ id: "1", finishReasons: ["stop"], usage: { inputTokens: 10, outputTokens: 5 } });
  call.end();
}
