/** The three signals of OTLP. */
export type Signal = "logs" | "metrics" | "traces";

/** An attribute's value; whole numbers of 64 bits are numbers here. */
export type Value =
  | Uint8Array
  | boolean
  | null
  | number
  | string
  | readonly Value[]
  | { readonly [key: string]: Value };

export type Attributes = Readonly<Record<string, Value>>;

/** What every item of every signal has. */
interface Item {
  readonly attributes: Attributes;
  readonly resource: Attributes;
  /** Name of the instrumentation scope. */
  readonly scope: string;
}

export interface ReceivedSpan extends Item {
  readonly traceId: string;
  readonly spanId: string;
  /** Absent in a root span. */
  readonly parentSpanId?: string;
  readonly traceState: string;
  readonly name: string;
  readonly kind: number;
  readonly statusCode: number;
  readonly droppedAttributes: number;
  readonly events: readonly ReceivedEvent[];
  readonly droppedEvents: number;
  readonly links: readonly ReceivedLink[];
  readonly droppedLinks: number;
}

export interface ReceivedEvent {
  readonly name: string;
  readonly attributes: Attributes;
}

export interface ReceivedLink {
  readonly traceId: string;
  readonly spanId: string;
  readonly attributes: Attributes;
}

/** One metric of one request, whatever the number of its points. */
export interface ReceivedMetric extends Omit<Item, "attributes"> {
  readonly name: string;
  readonly unit: string;
  readonly kind: "exponentialHistogram" | "gauge" | "histogram" | "sum" | "unknown";
  /** Absent in a gauge. */
  readonly temporality?: "cumulative" | "delta" | "unspecified";
  readonly points: readonly ReceivedPoint[];
}

export interface ReceivedPoint {
  readonly attributes: Attributes;
  /** The value of a sum or gauge, the sum of a histogram. */
  readonly value: number;
  readonly exemplars: number;
}

export interface ReceivedLog extends Item {
  /** Absent outside any span. */
  readonly traceId?: string;
  readonly spanId?: string;
  readonly severityNumber: number;
  readonly body: Value;
  readonly droppedAttributes: number;
}

/** What one request brought. */
export interface Telemetry {
  readonly spans: readonly ReceivedSpan[];
  readonly metrics: readonly ReceivedMetric[];
  readonly logs: readonly ReceivedLog[];
}
