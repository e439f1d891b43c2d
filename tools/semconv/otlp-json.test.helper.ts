type Attributes = Readonly<Record<string, string | number | boolean>>;

/** An OTLP request with one span for each set of attributes. */
export function traceRequest(spans: readonly object[]): unknown {
  const written = spans.map((attributes, index) => ({
    traceId: "0af7651916cd43dd8448eb211c80319c",
    spanId: (index + 1).toString(16).padStart(16, "0"),
    name: "span",
    kind: 3,
    startTimeUnixNano: "1",
    endTimeUnixNano: "2",
    attributes: keyValues(attributes),
  }));
  return { resourceSpans: [{ resource: {}, scopeSpans: [{ scope: {}, spans: written }] }] };
}

/** An OTLP request with histograms, one point for each set of attributes. */
export function metricRequest(metrics: Readonly<Record<string, readonly object[]>>): unknown {
  const written = Object.entries(metrics).map(([name, points]) => ({
    name,
    unit: "s",
    histogram: {
      aggregationTemporality: 2,
      dataPoints: points.map((attributes) => ({
        startTimeUnixNano: "1",
        timeUnixNano: "2",
        count: "1",
        sum: 1,
        bucketCounts: ["1"],
        attributes: keyValues(attributes),
      })),
    },
  }));
  return { resourceMetrics: [{ resource: {}, scopeMetrics: [{ scope: {}, metrics: written }] }] };
}

/** The attributes of each span of a request, in order. */
export function spanAttributesOf(request: unknown): readonly Attributes[] {
  return all(request, "spans").map((span) => readAttributes(span));
}

/** The points of each metric of a request. */
export function pointsOf(
  request: unknown,
): readonly { readonly name: string; readonly attributes: Attributes }[] {
  return all(request, "metrics").flatMap((metric) => {
    const name = String(Reflect.get(Object(metric), "name"));
    return all(metric, "dataPoints").map((point) => ({ name, attributes: readAttributes(point) }));
  });
}

function keyValues(attributes: object): unknown {
  return Object.entries(attributes).map(([key, value]) => ({
    key,
    value: typeof value === "number" ? { intValue: String(value) } : { stringValue: value },
  }));
}

/** Every item of the lists with this name, however deep. */
function all(value: unknown, name: string): readonly unknown[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    key === name && Array.isArray(item) ? item : all(item, name),
  );
}

function readAttributes(record: unknown): Attributes {
  const list: unknown = Reflect.get(Object(record), "attributes");
  const entries = (Array.isArray(list) ? list : []).map(
    (item: unknown): [string, string | number] => {
      const { key, value } = { key: "", value: {}, ...Object(item) };
      const { intValue, stringValue } = Object(value);
      return [String(key), intValue === undefined ? String(stringValue) : Number(intValue)];
    },
  );
  return Object.fromEntries(entries);
}
