import type { SpanView } from "../store/read-trace.ts";
import { layOut } from "./fold.ts";
import type { TreeLine } from "./fold.ts";
import { formatCount, formatDuration, plural } from "./format.ts";
import { cleanText, fitText, padText, textWidth, wrapText } from "./text.ts";
import { buildForest } from "./tree.ts";
import type { SpanForest } from "./tree.ts";
import { readUsage, sumUsage } from "./usage.ts";
import type { Usage } from "./usage.ts";

/** How text is emphasised: see `styleText` of node:util. */
export type Style = (
  format: "bold" | "dim" | "red" | "green" | "cyan" | "yellow",
  text: string,
) => string;

/** A trace, or what of it is new. */
export interface TraceView {
  traceId: string;
  spans: readonly SpanView[];
  /** `late`: spans of a trace that was printed before; `unfinished`: the root has not arrived. */
  state: "finished" | "late" | "unfinished";
}

/** The looks of {@link renderTrace}. */
export interface RenderOptions {
  /** Columns of the terminal. */
  width: number;
  style: Style;
  /** @default 120 */
  maxLines?: number;
}

/** Writes a trace as lines of text: a heading, then a line per span with duration and tokens, errors below. */
export function renderTrace(trace: TraceView, { width, style, maxLines }: RenderOptions): string[] {
  const forest = buildForest(trace.spans);
  const lines = layOut(forest.roots, maxLines).map(describe);
  const columns = chooseColumns(lines, Math.max(width, narrowest));
  return [
    ...heading(trace, forest, columns.width, style),
    ...lines.flatMap((line) => drawLine(line, columns, style)),
  ];
}

const narrowest = 30;
const kindHints = ["", "", "server", "client", "producer", "consumer"];

interface Line {
  guides: string;
  /** What is drawn before the error. */
  errorGuides: string;
  label: string;
  /** Where the label's dim part begins: the service name. */
  service: string;
  hint: string;
  duration: string;
  tokens: string;
  /** The same for a narrow terminal. */
  shortTokens: string;
  error: string | undefined;
  note: boolean;
}

interface Columns {
  width: number;
  label: number;
  hint: number;
  duration: number;
  tokens: "tokens" | "shortTokens" | "none";
}

function describe(line: TreeLine): Line {
  const { guides } = line;
  const blank = {
    guides,
    errorGuides: "",
    service: "",
    hint: "",
    duration: "",
    tokens: "",
    shortTokens: "",
  };
  if (line.kind !== "span") {
    return { ...blank, label: describeHidden(line), error: undefined, note: true };
  }
  const { span } = line.node;
  const usage = readUsage(span);
  return {
    ...blank,
    errorGuides: line.guidesBelow,
    label: cleanText(span.name) || "(no name)",
    service: span.service === line.parentService ? "" : cleanText(span.service),
    hint: kindHints[span.kind] ?? "",
    duration: formatDuration(span.end - span.start),
    tokens: usage === undefined ? "" : formatUsage(usage),
    shortTokens: usage === undefined ? "" : formatShortUsage(usage),
    error: span.failed ? describeError(span) : undefined,
    note: false,
  };
}

function describeHidden(line: Exclude<TreeLine, { kind: "span" }>): string {
  const name = line.kind === "folded" ? cleanText(line.name) : "spans";
  const below =
    line.kind === "folded" && line.below > 0 ? `, ${plural(line.below, "span")} below them` : "";
  const errors = line.errors === 0 ? "" : `, ${plural(line.errors, "error")}`;
  return `… ${formatCount(line.count)} more ${name}${below}${errors}`;
}

function formatUsage({ input, output, cached }: Usage): string {
  const note = cached === 0 ? "" : ` (${formatCount(cached)} cached)`;
  return `${formatCount(input)} → ${formatCount(output)} tok${note}`;
}

function formatShortUsage({ input, output }: Usage): string {
  return `${formatCount(input)}→${formatCount(output)}`;
}

function describeError({ attributes, message }: SpanView): string {
  const type = attributes["error.type"];
  const status = attributes["http.response.status_code"];
  const parts = [type ?? (message === "" ? status : undefined), message];
  const told = parts.filter((part) => part !== undefined && part !== null && part !== "");
  return told.length === 0 ? "failed" : cleanText(told.map(String).join(": "));
}

/** Columns that do not fit go: first the kind, then the long form of the tokens, then the tokens. */
function chooseColumns(lines: readonly Line[], width: number): Columns {
  const widest = (read: (line: Line) => string, most: number): number =>
    lines.reduce((sofar, line) => Math.max(sofar, Math.min(most, textWidth(read(line)))), 0);
  const label = widest((line) => (line.note ? "" : labelText(line)), width);
  const duration = widest((line) => line.duration, 12);
  const hint = gap(widest((line) => line.hint, 8));
  const long = gap(widest((line) => line.tokens, 32));
  const short = gap(widest((line) => line.shortTokens, 16));
  const enough = Math.min(label, Math.floor(width / 2));
  const fits = (...others: number[]): boolean =>
    others.reduce((sum, other) => sum + other, enough + gap(duration)) <= width;
  const shownHint = fits(hint, long) ? hint : 0;
  const tokens = fits(long) ? "tokens" : fits(short) ? "shortTokens" : "none";
  const taken = { tokens: long, shortTokens: short, none: 0 }[tokens];
  const left = width - shownHint - gap(duration) - taken;
  return { width, label: Math.min(label, left), hint: shownHint, duration, tokens };
}

function gap(width: number): number {
  return width === 0 ? 0 : width + 2;
}

function labelText({ guides, label, service, error }: Line): string {
  return `${guides}${error === undefined ? "" : "✗ "}${label}${service === "" ? "" : `  ${service}`}`;
}

function drawLine(line: Line, columns: Columns, style: Style): string[] {
  const { guides, error } = line;
  if (line.note) return [style("dim", fitText(`${guides}${line.label}`, columns.width))];
  const hint = columns.hint === 0 ? "" : `  ${padText(line.hint, columns.hint - 2)}`;
  const duration = `  ${line.duration.padStart(columns.duration)}`;
  const usage = columns.tokens === "none" ? "" : line[columns.tokens];
  const tokens = usage === "" ? "" : `  ${usage}`;
  const drawn = `${drawLabel(line, columns.label, style)}${style("dim", hint)}${duration}${style("cyan", tokens)}`;
  if (error === undefined) return [drawn];
  const room = columns.width - textWidth(line.errorGuides);
  const text = wrapText(error, { width: room, maxLines: 3 });
  return [drawn, ...text.map((part) => style("dim", line.errorGuides) + style("red", part))];
}

function drawLabel(line: Line, width: number, style: Style): string {
  const { guides, error, service } = line;
  const mark = error === undefined ? "" : "✗ ";
  const room = Math.max(1, width - textWidth(guides) - textWidth(mark));
  // The span's name matters more than where it ran.
  const name = fitText(line.label, room);
  const serviceRoom = room - textWidth(name) - 2;
  const where = service === "" || serviceRoom < 4 ? "" : `  ${fitText(service, serviceRoom)}`;
  const used = textWidth(guides) + textWidth(mark) + textWidth(name) + textWidth(where);
  const emphasis = error === undefined ? "bold" : "red";
  const filler = " ".repeat(Math.max(0, width - used));
  return `${style("dim", guides)}${style(emphasis, `${mark}${name}`)}${style("yellow", where)}${filler}`;
}

function heading(trace: TraceView, forest: SpanForest, width: number, style: Style): string[] {
  const errors = forest.nodes.filter(({ span }) => span.failed).length;
  const usage = sumUsage(forest.nodes);
  const facts = [
    trace.state === "late" ? plural(trace.spans.length, "late span") : "",
    trace.state === "unfinished" ? "unfinished: its root has not arrived" : "",
    formatDuration(wholeDuration(trace.spans)),
    trace.state === "late" ? "" : plural(trace.spans.length, "span"),
    usage === undefined ? "" : width < 70 ? `${formatShortUsage(usage)} tok` : formatUsage(usage),
  ].filter((fact) => fact !== "");
  const counted = facts.join(" · ");
  const failed = errors === 0 ? "" : ` · ${style("red", plural(errors, "error"))}`;
  const title = `${style("green", "●")} trace ${style("bold", trace.traceId)}`;
  const titleWidth = "● trace ".length + trace.traceId.length;
  const whole = textWidth(counted) + (errors === 0 ? 0 : 3 + plural(errors, "error").length);
  if (titleWidth + 2 + whole <= width) return [`${title}  ${counted}${failed}`];
  return [title, `  ${fitText(counted, width - 2 - (whole - textWidth(counted)))}${failed}`];
}

function wholeDuration(spans: readonly SpanView[]): bigint {
  const [first] = spans;
  if (first === undefined) return 0n;
  let { start, end } = first;
  for (const span of spans) {
    if (span.start < start) start = span.start;
    if (span.end > end) end = span.end;
  }
  return end - start;
}
