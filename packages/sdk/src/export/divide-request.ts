import type { Signal } from "../env/otlp-variables.ts";
import type { EncodedRequest } from "./encoded-batch.ts";
import { readFields } from "./transport/wire.ts";

/**
 * Divides an OTLP request into two with half of the records (metrics, log records, spans) each, under copies of their
 * resources and scopes; `undefined` when it has only one. Throws when the bytes are no OTLP request.
 */
export function divideRequest(
  request: EncodedRequest,
): readonly [EncodedRequest, EncodedRequest] | undefined {
  return request.contentType === "application/json" ? divideJson(request) : divideProtobuf(request);
}

/** The records of a request with what they stand under; `R` is a resource's or scope's own part. */
interface Tree<R, I> {
  readonly resources: readonly { readonly head: R; readonly scopes: readonly Scope<R, I>[] }[];
}

interface Scope<R, I> {
  readonly head: R;
  readonly records: readonly I[];
}

function halve<R, I>(tree: Tree<R, I>): readonly [Tree<R, I>, Tree<R, I>] | undefined {
  const all = tree.resources.flatMap(({ scopes }) => scopes.flatMap(({ records }) => records));
  if (all.length < 2) return undefined;
  const middle = Math.floor(all.length / 2);
  return [keep(tree, { from: 0, to: middle }), keep(tree, { from: middle, to: all.length })];
}

/** The tree with the records of these positions only, and nothing empty. */
function keep<R, I>(tree: Tree<R, I>, { from, to }: { from: number; to: number }): Tree<R, I> {
  let position = -1;
  const isKept = (): boolean => {
    position += 1;
    return position >= from && position < to;
  };
  const resources = tree.resources.map(({ head, scopes }) => ({
    head,
    scopes: scopes
      .map((scope) => ({
        head: scope.head,
        records: scope.records.filter(isKept),
      }))
      .filter(({ records }) => records.length > 0),
  }));
  return { resources: resources.filter(({ scopes }) => scopes.length > 0) };
}

function countRecords<I>(tree: Tree<unknown, I>, weigh: (record: I) => number): number {
  let count = 0;
  for (const { scopes } of tree.resources) {
    for (const { records } of scopes) for (const record of records) count += weigh(record);
  }
  return count;
}

// In the requests of all signals: 1 is the list of resources, in these 2 that of scopes, in these 2 that of records.
const LIST = 2;

function divideProtobuf(
  request: EncodedRequest,
): readonly [EncodedRequest, EncodedRequest] | undefined {
  const resources = [...readFields(request.bytes)].map(({ bytes }) => {
    const { head, list } = readNode(bytes);
    return {
      head,
      scopes: list.map((scope) => {
        const node = readNode(scope);
        return { head: node.head, records: node.list };
      }),
    };
  });
  const halves = halve({ resources });
  const weigh = request.signal === "metrics" ? countPoints : () => 1;
  return (
    halves && [
      { ...request, bytes: writeTree(halves[0]), items: countRecords(halves[0], weigh) },
      { ...request, bytes: writeTree(halves[1]), items: countRecords(halves[1], weigh) },
    ]
  );
}

function readNode(message: Uint8Array): {
  head: readonly Uint8Array[];
  list: readonly Uint8Array[];
} {
  const head: Uint8Array[] = [];
  const list: Uint8Array[] = [];
  for (const { number, bytes, raw } of readFields(message)) {
    if (number === LIST) list.push(bytes);
    else head.push(raw);
  }
  return { head, list };
}

function writeTree({ resources }: Tree<readonly Uint8Array[], Uint8Array>): Uint8Array {
  return Buffer.concat(
    resources.flatMap(({ head, scopes }) => {
      const lists = scopes.flatMap((scope) => {
        const records = scope.records.flatMap((record) => lengthDelimited(LIST, [record]));
        return lengthDelimited(LIST, [...scope.head, ...records]);
      });
      return lengthDelimited(1, [...head, ...lists]);
    }),
  );
}

function lengthDelimited(number: number, parts: readonly Uint8Array[]): readonly Uint8Array[] {
  let rest = parts.reduce((sum, { length }) => sum + length, 0);
  const prefix = [(number << 3) | 2];
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) prefix.push((rest % 0x80) | 0x80);
  return [Uint8Array.from([...prefix, rest]), ...parts];
}

/** Gauge, sum, histogram, exponential histogram and summary, each with its points in field 1. */
const metricData = new Set([5, 7, 9, 10, 11]);

function countPoints(metric: Uint8Array): number {
  let points = 0;
  for (const { number, bytes } of readFields(metric)) {
    if (!metricData.has(number)) continue;
    for (const field of readFields(bytes)) if (field.number === 1) points += 1;
  }
  return points;
}

type Json = Record<string, unknown>;

const jsonNames: Readonly<Record<Signal, readonly [string, string, string]>> = {
  traces: ["resourceSpans", "scopeSpans", "spans"],
  metrics: ["resourceMetrics", "scopeMetrics", "metrics"],
  logs: ["resourceLogs", "scopeLogs", "logRecords"],
};

function divideJson(
  request: EncodedRequest,
): readonly [EncodedRequest, EncodedRequest] | undefined {
  const [top, middle, bottom] = jsonNames[request.signal];
  const message: Json = JSON.parse(new TextDecoder().decode(request.bytes));
  const halves = halve({
    resources: listIn(message, top).map((resource) => ({
      head: resource,
      scopes: listIn(resource, middle).map((scope) => ({
        head: scope,
        records: listIn(scope, bottom),
      })),
    })),
  });
  const weigh = request.signal === "metrics" ? countJsonPoints : () => 1;
  const write = (tree: Tree<Json, Json>): EncodedRequest => {
    const list = tree.resources.map(({ head, scopes }) => ({
      ...head,
      [middle]: scopes.map((scope) => ({ ...scope.head, [bottom]: scope.records })),
    }));
    const bytes = new TextEncoder().encode(JSON.stringify({ [top]: list }));
    return { ...request, bytes, items: countRecords(tree, weigh) };
  };
  return halves && [write(halves[0]), write(halves[1])];
}

function listIn(parent: Json, name: string): readonly Json[] {
  const list = parent[name];
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- OTLP has lists of messages there
  return Array.isArray(list) ? (list as Json[]) : [];
}

function countJsonPoints(metric: Json): number {
  return Object.values(metric).reduce((points: number, data) => {
    const holds = typeof data === "object" && data !== null && "dataPoints" in data;
    return points + (holds && Array.isArray(data.dataPoints) ? data.dataPoints.length : 0);
  }, 0);
}
