import type { EndedApplication } from "../../test/support/application.ts";
import type { Attributes, Signal } from "../../test/support/otlp-model.ts";
import type { OtlpReceiver, ReceivedRequest } from "../../test/support/otlp-receiver.ts";
import type { ZipkinReceiver } from "../../test/support/zipkin-receiver.ts";
import { rootsOf, type Observation, type Scene } from "./case.ts";
import { describeItems } from "./describe-items.ts";
import { formats, traceOf } from "./formats.ts";

/** All that is known of one run after its end. */
export interface Outcome {
  readonly variable: string;
  readonly scene: Scene;
  readonly ended: EndedApplication;
  readonly receiver: OtlpReceiver;
  readonly zipkin: ZipkinReceiver;
}

/** What one run shows, as texts that are the same in every run. */
export function describeOutcome(outcome: Outcome): Observation {
  const { scene, ended, receiver, zipkin } = outcome;
  const isSilent = scene.silent === true;
  const share = shareOf(outcome);
  return {
    process: describeEnd(ended),
    ...(isSilent && { "gives up": describePatience(receiver), ...describeRepetition(receiver) }),
    stderr: describeErrors(outcome),
    ...Object.fromEntries(signals.map((signal) => [signal, describeSignal(receiver, signal)])),
    stdout: describeOutput(ended.output),
    Zipkin: zipkin.spans.length > 0 ? "gets spans" : "gets nothing",
    ...describeSampling(share),
    ...describeRequests(ended),
    ...describeResource(receiver),
    ...describeItems(receiver, { spans: !isSilent && share !== "some", logs: !isSilent }),
  };
}

const signals = ["traces", "metrics", "logs"] as const;

/** What an application that nothing disturbs does. */
export const RUNS_WELL = "runs, ends with 0";

function describeEnd({ code, overdue, output }: EndedApplication): string {
  if (overdue) return "does not end";
  const started = output.includes("application started");
  return `${started ? "runs" : "never runs the application"}, ends with ${code ?? "a signal"}`;
}

/**
 * How long an answer was waited for, from the first request to the end of the process: in wide classes,
 * so that a busy machine does not move a run from one to the other.
 */
function describePatience(receiver: OtlpReceiver): string {
  const [first] = receiver.requests;
  if (first === undefined) return "sends nothing";
  const waitedMs = receiver.ageMs() - first.receivedAtMs;
  if (waitedMs < 2000) return "at once";
  return waitedMs < 6000 ? "after some 3 s" : "after some 10 s";
}

/** How often the same request came is a matter of chance, but not whether it came again. */
function describeRepetition(receiver: OtlpReceiver): Observation {
  const entries = signals.flatMap((signal) => {
    const messages = receiver.requestsOf(signal).map(({ message }) => message.toString("base64"));
    if (messages.length === 0) return [];
    const isRepeated = new Set(messages).size < messages.length;
    return [[`unanswered ${signal}`, isRepeated ? "are sent again" : "are sent once"]];
  });
  return Object.fromEntries(entries);
}

/** The line that says most. */
function describeErrors({ variable, ended: { errors } }: Outcome): string {
  if (errors.length === 0) return "silent";
  if (errors.some((line) => !line.startsWith("agent-otel: "))) return "prints internals";
  // The advice after a failed export names variables too.
  const names = (line: string): boolean => line.includes(variable) && !failed.test(line);
  if (variable !== "" && errors.some(names)) return "names the variable";
  return errors.some((line) => failed.test(line))
    ? "tells of failed exports"
    : "tells something else";
}

const failed = /^agent-otel: (?:cannot export|export to) /;

function describeOutput(output: readonly string[]): string {
  const text = output.join("\n");
  const found = [
    ...(/name: 'request'/.test(text) ? ["spans"] : []),
    ...(/name: 'application\.requests'/.test(text) ? ["metrics"] : []),
    ...(/body: 'request handled'/.test(text) ? ["log records"] : []),
  ];
  return found.join(", ") || "no telemetry";
}

function describeSignal(receiver: OtlpReceiver, signal: Signal): string {
  const ways = new Set(receiver.requestsOf(signal).map(describeRequest));
  return [...ways].join(" and ") || NOTHING_ARRIVES;
}

/** What is said of a signal of which nothing arrives. */
export const NOTHING_ARRIVES = "do not arrive";

const usual =
  /^(accept|accept-encoding|connection|content-.*|grpc-.*|host|te|transfer-encoding|user-agent|:.*)$/;

function describeRequest(request: ReceivedRequest): string {
  const { transport, encoding, path, compression, tls, clientName, headers } = request;
  const own = Object.entries(headers).filter(([name]) => !usual.test(name));
  return [
    transport === "grpc" ? "grpc" : `http/${encoding} ${path}`,
    ...(compression === "gzip" ? ["gzip"] : []),
    ...(tls ? ["TLS"] : []),
    ...(clientName === undefined ? [] : ["with the client's certificate"]),
    ...own.map(([name, value]) => `${name}: ${String(value)}`),
  ].join(", ");
}

function describeSampling(share: Share | undefined): Observation {
  return share === undefined ? {} : { "root spans": `${share} recorded` };
}

type Share = "all" | "none" | "some";

function shareOf({ scene, ended }: Outcome): Share | undefined {
  if (ended.seen === undefined) return undefined;
  const { recordedRoots } = ended.seen;
  if (recordedRoots === 0) return "none";
  return recordedRoots === rootsOf(scene) ? "all" : "some";
}

/** Of cases without requests in every format only the first says anything. */
function describeRequests({ seen }: EndedApplication): Observation {
  const [own, ...others] = seen?.requests ?? [];
  const read = formats.filter((_, index) => others[index]?.traceId === traceOf(index + 1));
  return {
    "headers written": Object.keys(own?.headers ?? {}).join(", ") || "none",
    "formats read": read.join(", ") || "none",
  };
}

/** Attributes that the cases set; the values of others are of the machine. */
const ofCases = new Set([
  "service.name",
  "service.version",
  "deployment.environment.name",
  "team",
  "url",
  "key",
]);

function describeResource({ requests }: OtlpReceiver): Observation {
  const [first] = requests;
  if (first === undefined) return {};
  const { spans, metrics, logs } = first.telemetry;
  const resource: Attributes = [...spans, ...metrics, ...logs][0]?.resource ?? {};
  const names = new Set([...ofCases, ...Object.keys(resource)]);
  const entries = [...names].map((name) => {
    const value = resource[name];
    const text =
      value === undefined
        ? "absent"
        : ofCases.has(name) && typeof value === "string"
          ? value
          : "present";
    return [`resource ${name}`, text.replace(process.execPath, "<path of node>")] as const;
  });
  return Object.fromEntries(entries.toSorted(([one], [other]) => one.localeCompare(other)));
}
