import { mock } from "node:test";
import { inference, usageFromOpenAi } from "@agent-otel/semconv-genai";
import { registerTestTelemetry } from "../telemetry.test.helper.ts";
import type { TestTelemetry } from "../telemetry.test.helper.ts";

/** A clock that stands still between calls of {@link SimulatedRuns.pass}, and telemetry of what runs by it. */
export interface SimulatedRuns {
  readonly telemetry: TestTelemetry;
  /** Lets time pass, in seconds. */
  readonly pass: (seconds: number) => void;
  /** A model call that takes some seconds and tells OpenAI's usage. */
  readonly model: (seconds: number, usage?: object, finishReason?: string) => void;
  /** The summary on the span of an agent, by its short names. */
  readonly summaryOf: (agent: string) => Readonly<Record<string, unknown>>;
  readonly reset: () => void;
}

/** Registers telemetry and takes the clock. */
export function simulateRuns(): SimulatedRuns {
  const telemetry = registerTestTelemetry();
  let now = 0;
  mock.method(performance, "now", () => now);
  const pass = (seconds: number): void => {
    now += seconds * 1000;
  };
  return {
    telemetry,
    pass,
    model: (seconds, usage = {}, finishReason = "stop") =>
      inference({ provider: "openai", model: "m" }, (call) => {
        pass(seconds);
        call.response({ usage: usageFromOpenAi(usage), finishReasons: [finishReason] });
      }),
    summaryOf: (agent) => {
      const { attributes } = telemetry.span(`invoke_agent ${agent}`);
      const own = Object.entries(attributes).filter(([key]) =>
        /^agent_otel\.run\.|usage|finish/.test(key),
      );
      return Object.fromEntries(
        own.map(([key, value]) => [key.replace("agent_otel.run.", ""), value]),
      );
    },
    reset: () => {
      now = 0;
      telemetry.reset();
    },
  };
}
