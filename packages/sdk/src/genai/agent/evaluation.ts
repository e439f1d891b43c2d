import { emitEvent, errorType, genAiOptions, guard } from "@agent-otel/semconv-genai";
import { context, trace } from "@opentelemetry/api";
import type { SpanContext } from "@opentelemetry/api";

/** The result of an evaluation of an answer. */
export interface EvaluationResult {
  /** What was looked at, such as `Relevance`; one of few. */
  readonly name: string;
  /** The result as a number. */
  readonly score?: number | undefined;
  /** The result as a word, such as `pass`. */
  readonly label?: string | undefined;
  /** Why. It may quote the answer, so it is recorded only where contents are captured. */
  readonly explanation?: string | undefined;
  /** Identifier that the provider gave to the answer. */
  readonly responseId?: string | undefined;
  /** Set where the evaluation itself failed: what was thrown. Its class is recorded, never its message. */
  readonly error?: unknown;
  /** The span of what was evaluated, such as `run.spanContext`. @default the active span */
  readonly of?: SpanContext | undefined;
}

/**
 * Records that an answer was evaluated: the event `gen_ai.evaluation.result`, a log record that belongs to the span of the
 * answer. It can be told at any time later. Never throws.
 */
export function evaluation(result: EvaluationResult): void {
  guard(() => {
    const { of, error } = result;
    const active = context.active();
    emitEvent(
      "gen_ai.evaluation.result",
      {
        "gen_ai.evaluation.name": result.name,
        "gen_ai.evaluation.score.value": result.score,
        "gen_ai.evaluation.score.label": result.label,
        "gen_ai.evaluation.explanation":
          genAiOptions().capture === "none" ? undefined : result.explanation,
        "gen_ai.response.id": result.responseId,
        "error.type": error === undefined ? undefined : errorType(error),
      },
      { context: of === undefined ? active : trace.setSpanContext(active, of) },
    );
  });
}
