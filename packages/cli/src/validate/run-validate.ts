import {
  type Finding,
  type FindingLevel,
  validateEvent,
  validateMetric,
  type ValidateOptions,
  validateTrace,
} from "@agent-otel/semconv-genai/validate";
import type { Output } from "../terminal/output.ts";
import { plural } from "../view/format.ts";
import { cleanText } from "../view/text.ts";
import { NotOtlpError, readRequests } from "./read-requests.ts";
import { toInputs } from "./to-inputs.ts";
import type { ValidatorInputs } from "./to-inputs.ts";

/** What `agent-otel validate` is asked for. */
export interface ValidateRequest extends ValidateOptions {
  /** OTLP/JSON. */
  readonly text: string;
  /** The lowest level that is shown and decides the exit code. */
  readonly level: FindingLevel;
  readonly json: boolean;
}

/** Where a run writes: findings, and why there are none. */
export interface ValidateOutputs {
  readonly output: Output;
  readonly errors: Output;
}

/** Prints what does not conform; returns the exit code: 0 nothing, 1 something, 2 the text is no OTLP. */
export function runValidate(
  request: ValidateRequest,
  { output, errors }: ValidateOutputs,
): 0 | 1 | 2 {
  let inputs: ValidatorInputs;
  try {
    inputs = toInputs(readRequests(request.text));
  } catch (error) {
    if (!(error instanceof NotOtlpError)) throw error;
    errors.write([`agent-otel validate: ${cleanText(error.message)}`]);
    return 2;
  }
  const findings = together(findAll(inputs, request)).filter(
    ({ level }) => LEVELS.indexOf(level) <= LEVELS.indexOf(request.level),
  );
  const checked = countsOf(inputs);
  const lines = [...findings.map((finding) => line(finding, output)), summary(checked, findings)];
  output.write(request.json ? [JSON.stringify({ checked, findings }, null, 2)] : lines);
  return findings.length === 0 ? 0 : 1;
}

/** From the worst on. */
export const LEVELS: readonly FindingLevel[] = ["error", "warning", "info"];

function findAll(inputs: ValidatorInputs, options: ValidateOptions): readonly Finding[] {
  return [
    ...[...inputs.traces.values()].flatMap((spans) => validateTrace(spans, options)),
    ...inputs.metrics.flatMap((metric) => validateMetric(metric, options)),
    ...inputs.events.flatMap((event) => validateEvent(event, options)),
  ];
}

type Counted = Finding & { readonly count: number };

/** What a hundred spans have in common is told once. */
function together(findings: readonly Finding[]): readonly Counted[] {
  const counted = new Map<string, { finding: Finding; count: number }>();
  for (const finding of findings) {
    const key = JSON.stringify([finding.subject, finding.code, finding.message]);
    const known = counted.get(key);
    if (known === undefined) counted.set(key, { finding, count: 1 });
    else known.count += 1;
  }
  const list = [...counted.values()].map(({ finding, count }) => Object.assign({ count }, finding));
  return list.toSorted((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level));
}

interface Checked {
  readonly spans: number;
  readonly metrics: number;
  readonly records: number;
}

function countsOf({ traces, metrics, events }: ValidatorInputs): Checked {
  const spans = [...traces.values()].reduce((count, each) => count + each.length, 0);
  return { spans, metrics: metrics.length, records: events.length };
}

const COLORS = { error: "red", warning: "yellow", info: "dim" } as const;

function line({ level, code, subject, message, count }: Counted, { style }: Output): string {
  const times = count === 1 ? "" : ` (${count} times)`;
  return `${style(COLORS[level], level)} ${code}: ${cleanText(`${subject}: ${message}`)}${times}`;
}

function summary({ spans, metrics, records }: Checked, findings: readonly Counted[]): string {
  const seen = [
    plural(spans, "span"),
    plural(metrics, "metric"),
    plural(records, "log record"),
  ].join(", ");
  if (findings.length === 0) return `${seen}: all conform`;
  const of = (level: FindingLevel): readonly Counted[] =>
    findings.filter((each) => each.level === level);
  const counts = LEVELS.filter((level) => of(level).length > 0).map((level) =>
    level === "info" ? plural(of(level).length, "hint") : plural(of(level).length, level),
  );
  return `${seen}: ${counts.join(", ")}`;
}
