import { metrics } from "@opentelemetry/api";
import type { Attributes, Context, Histogram, Meter, MeterProvider } from "@opentelemetry/api";
import type { RunFigures } from "./run-account.ts";
import {
  RUN_CACHE_RATIO,
  RUN_REPEATED_TOOL_CALLS,
  RUN_STEPS,
  RUN_STOP_REASON,
  RUN_TIME_KIND,
} from "./run-names.ts";

/** Records a run as histograms, labelled by the agent and by why it stopped. */
export function recordRun(
  figures: RunFigures,
  {
    agent,
    stopReason,
    context,
  }: { agent: string | undefined; stopReason: string; context: Context },
): void {
  const { steps, time, tokens, cacheRatio, repeated } = instruments();
  const labels: Attributes = agent === undefined ? {} : { "gen_ai.agent.name": agent };
  steps.record(figures.steps, { ...labels, [RUN_STOP_REASON]: stopReason }, context);
  repeated.record(figures.repeatedToolCalls, labels, context);
  for (const [kind, seconds] of [
    ["model", figures.modelTime],
    ["tool", figures.toolTime],
    ["wait", figures.waitTime],
  ] as const) {
    time.record(seconds, { ...labels, [RUN_TIME_KIND]: kind }, context);
  }
  for (const [type, total] of [
    ["input", figures.inputTokens],
    ["output", figures.outputTokens],
    ["cache_read", figures.cacheReadTokens],
    ["reasoning", figures.reasoningTokens],
  ] as const) {
    if (total !== undefined)
      tokens.record(total, { ...labels, "gen_ai.token.type": type }, context);
  }
  if (figures.cacheRatio !== undefined) cacheRatio.record(figures.cacheRatio, labels, context);
}

interface Instruments {
  readonly steps: Histogram;
  readonly time: Histogram;
  readonly tokens: Histogram;
  readonly cacheRatio: Histogram;
  readonly repeated: Histogram;
}

/** The API has no proxy for meters: instruments are made anew when another provider is registered. */
function instruments(): Instruments {
  const provider = metrics.getMeterProvider();
  if (made?.provider !== provider) {
    made = { provider, instruments: create(provider.getMeter("@agent-otel/sdk")) };
  }
  return made.instruments;
}

function create(meter: Meter): Instruments {
  const histogram = (
    name: string,
    unit: string,
    description: string,
    explicitBucketBoundaries: number[],
  ): Histogram =>
    meter.createHistogram(name, { unit, description, advice: { explicitBucketBoundaries } });
  return {
    steps: histogram(RUN_STEPS, "{step}", "Steps of agent runs", COUNTS),
    time: histogram(
      "agent_otel.run.time",
      "s",
      "Time of agent runs by what it was spent on",
      TIMES,
    ),
    tokens: histogram("agent_otel.run.tokens", "{token}", "Tokens of agent runs", TOKENS),
    cacheRatio: histogram(
      RUN_CACHE_RATIO,
      "1",
      "Part of the input tokens of agent runs that came from a cache",
      [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1],
    ),
    repeated: histogram(
      RUN_REPEATED_TOOL_CALLS,
      "{tool_call}",
      "Tool calls of agent runs that repeat an earlier one",
      [0, ...COUNTS],
    ),
  };
}

/** As the conventions have them for calls, times and tokens of agents. */
const COUNTS = [1, 2, 4, 8, 16, 32, 64, 128];
const TIMES = [0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 51.2, 102.4, 204.8, 409.6];
const TOKENS = [
  1, 4, 16, 64, 256, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216,
  67_108_864,
];

let made: { readonly provider: MeterProvider; readonly instruments: Instruments } | undefined;
