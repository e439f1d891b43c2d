import assert from "node:assert/strict";
import { test } from "node:test";
import type { SpanView } from "../store/read-trace.ts";
import { renderTrace } from "./render.ts";
import type { TraceView } from "./render.ts";
import { testSpan } from "./spans.test.helper.ts";
import { textWidth } from "./text.ts";

const traceId = "5b8efff798038103d269b633813fc60c";

const agentRun: SpanView[] = [
  testSpan("root", "", { name: "POST /v1/chat", kind: 2, ms: 1240 }),
  testSpan("agent", "root", {
    name: "invoke_agent support",
    ms: 1200,
    attributes: { "gen_ai.usage.input_tokens": 812, "gen_ai.usage.output_tokens": 84 },
  }),
  testSpan("chat1", "agent", {
    name: "chat gpt-4.1-mini",
    kind: 3,
    ms: 600,
    attributes: {
      "gen_ai.usage.input_tokens": 412,
      "gen_ai.usage.output_tokens": 20,
      "gen_ai.usage.cache_read.input_tokens": 128,
    },
  }),
  testSpan("tool", "agent", {
    name: "execute_tool add",
    ms: 40,
    failed: true,
    message: "upstream did not answer within 40 ms, which is far too long for a person who waits",
    attributes: { "error.type": "TimeoutError" },
  }),
  testSpan("mcp", "tool", { name: "tools/call add", kind: 2, service: "calculator", ms: 4.2 }),
  testSpan("chat2", "agent", {
    name: "chat gpt-4.1-mini",
    kind: 3,
    ms: 480,
    attributes: { "gen_ai.usage.input_tokens": 400, "gen_ai.usage.output_tokens": 64 },
  }),
];

test("a trace is a tree with durations, tokens, services and errors", () => {
  assert.deepEqual(render({ spans: agentRun, width: 80 }), [
    "● trace 5b8efff798038103d269b633813fc60c",
    "  1.24 s · 6 spans · 812 → 84 tok (128 cached) · 1 error",
    "POST /v1/chat  shop                  server   1.24 s",
    "└─ invoke_agent support                       1.20 s  812 → 84 tok",
    "   ├─ chat gpt-4.1-mini              client   600 ms  412 → 20 tok (128 cached)",
    "   ├─ ✗ execute_tool add                     40.0 ms",
    "   │  │ TimeoutError: upstream did not answer within 40 ms, which is far too",
    "   │  │ long for a person who waits",
    "   │  └─ tools/call add  calculator  server   4.2 ms",
    "   └─ chat gpt-4.1-mini              client   480 ms  400 → 64 tok",
  ]);
});

test("on a narrow terminal the kind goes first, then the tokens, and names are cut", () => {
  for (const width of [60, 50, 40, 30]) {
    for (const line of render({ spans: agentRun, width })) {
      assert.ok(textWidth(line) <= Math.max(width, 41), `${width}: ${line}`);
    }
  }
  const narrow = render({ spans: agentRun, width: 50 });
  assert.ok(!narrow.some((line) => line.includes("server")));
  assert.match(narrow.join("\n"), /^ {3}├─ chat gpt-4\.1-mini +600 ms {2}412→20$/m);
});

test("hostile text cannot leave its line or move the cursor", () => {
  const evil = "\u001b[2J\u001b]0;title\u0007name\r\nfake line\u202egnp\u009b31m\ud800";
  const spans = [
    testSpan("a", "", { name: evil, service: evil, failed: true, message: evil }),
    testSpan("b", "a", { name: "x".repeat(5_000_000) }),
  ];
  const lines = render({ spans, width: 80 });
  assert.equal(lines.length, 4);
  // oxlint-disable-next-line no-control-regex -- that they are absent is what is tested
  for (const line of lines) assert.doesNotMatch(line, /[\u0000-\u001f\u007f-\u009f\u202e\ud800]/);
  for (const line of lines) assert.ok(textWidth(line) <= 80, line);
  assert.match(lines.join("\n"), /␛\[2J␛\]0;title␇name␍␊fake line/);
});

test("many siblings of one name are folded, failed ones stay visible", () => {
  const spans = [testSpan("root", "", { ms: 5000 })];
  for (let index = 0; index < 5000; index++) {
    const failed = index === 4000;
    const [name, message] = ["GET /page", failed ? "gone" : ""];
    spans.push(testSpan(`s${index}`, "root", { name, message, failed, at: index }));
  }
  spans.push(testSpan("below", "s100", { at: 100 }));
  assert.deepEqual(render({ spans, width: 60 }).slice(2), [
    "root  shop      5.00 s",
    "├─ GET /page    1.0 ms",
    "├─ GET /page    1.0 ms",
    "├─ GET /page    1.0 ms",
    "├─ … 4,996 more GET /page, 1 span below them",
    "└─ ✗ GET /page  1.0 ms",
    "     gone",
  ]);
});

test("a trace of very many different spans ends with what is left out", () => {
  const spans = [testSpan("root", "")];
  for (let index = 0; index < 3000; index++) {
    spans.push(testSpan(`s${index}`, "root", { failed: index === 2999 }));
  }
  const lines = render({ spans, width: 80, maxLines: 20 });
  assert.equal(lines.length, 22);
  assert.equal(lines.at(-1), "… 2,981 more spans, 1 error");
});

test("a chain of 100,000 spans is indented only so far and exhausts nothing", () => {
  const spans = [testSpan("s0", "")];
  for (let index = 1; index < 100_000; index++) spans.push(testSpan(`s${index}`, `s${index - 1}`));
  const lines = render({ spans, width: 80 });
  assert.equal(lines.at(-1), "… 99,880 more spans");
  for (const line of lines) assert.ok(textWidth(line) <= 80, line);
});

test("late spans and traces without their root say so", () => {
  const late = render({ spans: [testSpan("b", "a")], width: 80, state: "late" });
  assert.equal(late[0], `● trace ${traceId}  1 late span · 1.0 ms`);
  const unfinished = render({ spans: [testSpan("b", "a")], width: 80, state: "unfinished" });
  assert.equal(unfinished[1], "  unfinished: its root has not arrived · 1.0 ms · 1 span");
});

function render(
  options: { spans: SpanView[]; width: number } & Partial<TraceView> & { maxLines?: number },
): string[] {
  const { spans, width, state = "finished", maxLines } = options;
  const looks = { width, style: (_: string, text: string) => text };
  return renderTrace(
    { traceId, spans, state },
    maxLines === undefined ? looks : { ...looks, maxLines },
  ).map((line) => line.trimEnd());
}
