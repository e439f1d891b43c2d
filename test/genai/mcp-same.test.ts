import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { ReceivedSpan } from "../support/otlp-model.ts";
import { text } from "./genai-spans.ts";
import { mcpRuns } from "./mcp-versions.ts";
import { CANARIES } from "./provider/canaries.ts";
import { REGISTER, runBare, runTraced } from "./run-program.ts";

for (const { name, format, http } of mcpRuns) {
  // oxlint-disable-next-line max-lines-per-function -- one list of tests
  describe(`${name} (${format})`, async () => {
    const args = [name, format];
    const [bare, traced] = await Promise.all([
      runBare({ program: "mcp.mjs", args }),
      runTraced({ program: "mcp.mjs", args: [...args, REGISTER] }),
    ]);
    const { receiver } = traced;
    const kinds = ["stdio", "memory", ...(http ? ["http"] : [])];
    const treeOf = (form: string): string => {
      const root = receiver.spans.find(
        (span) => span.name === form && span.parentSpanId === undefined,
      );
      assert.ok(root !== undefined, `${form}: ${traced.stderr}`);
      return childrenOf(root, receiver.spans).join("\n");
    };

    test("what the application sees is the same with and without telemetry", () => {
      assert.equal(bare.outcomes.size, kinds.length * 13, bare.stderr);
      for (const [form, seen] of bare.outcomes) {
        // Without telemetry nothing holds the baggage that the tool is asked for.
        if (form !== "memory, baggage") assert.deepEqual(traced.outcomes.get(form), seen, form);
      }
      assert.deepEqual([...traced.outcomes.keys()], [...bare.outcomes.keys()]);
      assert.deepEqual([traced.code, traced.unhandled], [bare.code, bare.unhandled]);
      assert.deepEqual(traced.unhandled, []);
    });

    for (const kind of kinds) {
      test(`over ${kind} each call is one connected trace`, () => {
        const trees = kind === "http" ? byHttp : direct;
        for (const [form, tree] of Object.entries(trees)) {
          assert.equal(treeOf(`${kind}, ${form}`), tree.join("\n"), `${kind}, ${form}`);
        }
      });
    }

    test("over HTTP the sender's span is a link, for nobody has said that it is to be trusted", () => {
      for (const span of receiver.spans.filter(isReceived)) {
        const isHttp = span.attributes["network.protocol.name"] === "http";
        assert.equal(
          span.links.length,
          isHttp && span.name === "tools/call answers" ? 1 : span.links.length,
        );
        if (!isHttp) assert.deepEqual(span.links, []);
        for (const link of span.links) {
          const sent = receiver.spans.find(({ spanId }) => spanId === link.spanId);
          assert.equal(sent?.traceId, link.traceId);
        }
      }
    });

    test("durations of operations and sessions are measured on both sides", () => {
      const points = receiver.metrics.flatMap((metric) =>
        metric.points.map(({ attributes }) => ({
          name: metric.name,
          unit: metric.unit,
          attributes,
        })),
      );
      for (const side of ["client", "server"]) {
        const operations = points.filter((each) => each.name === `mcp.${side}.operation.duration`);
        const errors = new Set(operations.map(({ attributes }) => attributes["error.type"]));
        for (const error of ["tool_error", "-32603", "timeout", undefined]) {
          assert.ok(errors.has(error), `${side}: ${error}`);
        }
        const sessions = points.filter((each) => each.name === `mcp.${side}.session.duration`);
        assert.ok(sessions.length >= kinds.length, `${side}: ${sessions.length} sessions`);
        for (const { unit } of [...operations, ...sessions]) assert.equal(unit, "s");
      }
    });

    test("every span has a parent that has ended too, and nothing that was said is in any payload", () => {
      const ids = new Set(receiver.spans.map(({ spanId }) => spanId));
      for (const { name: span, parentSpanId } of receiver.spans) {
        assert.ok(parentSpanId === undefined || ids.has(parentSpanId), span);
      }
      for (const { signal, message } of receiver.requests) {
        for (const canary of Object.values(CANARIES)) {
          assert.equal(message.includes(canary), false, `${canary} in ${signal}`);
        }
      }
    });
  });
}

test("baggage goes where it is allowed to go, and comes back from whom is trusted", async () => {
  const env = { AGENT_OTEL_BAGGAGE_ALLOW: "stdio", AGENT_OTEL_MCP_TRUST: "stdio,http" };
  const args = ["@modelcontextprotocol/sdk", "esm", REGISTER];
  const { outcomes, receiver } = await runTraced({ program: "mcp.mjs", args, env });
  assert.match(JSON.stringify(outcomes.get("stdio, baggage")), /tenant/);
  assert.doesNotMatch(JSON.stringify(outcomes.get("http, baggage")), /tenant/);
  const received = receiver.spans.filter(
    (span) => isReceived(span) && span.attributes["network.protocol.name"] === "http",
  );
  const parents = received.map((span) =>
    receiver.spans.find((each) => each.spanId === span.parentSpanId),
  );
  assert.ok(
    parents.some((parent) => parent?.kind === CLIENT && parent.name === "tools/call answers"),
  );
});

const [SERVER, CLIENT] = [2, 3];

function isReceived({ kind, attributes }: ReceivedSpan): boolean {
  return kind === SERVER && attributes["mcp.method.name"] !== undefined;
}

/** What is below a span, a line each. */
function childrenOf(parent: ReceivedSpan, spans: readonly ReceivedSpan[], depth = ""): string[] {
  return spans
    .filter(({ parentSpanId }) => parentSpanId === parent.spanId)
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .filter(({ name }) => name !== "GET")
    .flatMap((span) =>
      [`${depth}${describeSpan(span)}`].concat(childrenOf(span, spans, `${depth}  `)),
    );
}

function describeSpan({ kind, name, attributes }: ReceivedSpan): string {
  const side = { [SERVER]: "server", [CLIENT]: "client" }[kind] ?? "inside";
  const error = attributes["error.type"];
  return `${side}: ${name}${error === undefined ? "" : ` (${text(error)})`}`;
}

/** Where nothing but MCP lies between the two sides. */
const direct: Readonly<Record<string, readonly string[]>> = {
  answers: [
    "client: tools/call answers",
    "  server: tools/call answers",
    "    inside: inside the tool",
  ],
  fails: ["client: tools/call fails (tool_error)", "  server: tools/call fails (tool_error)"],
  throws: ["client: tools/call throws (-32603)", "  server: tools/call throws (-32603)"],
  "no answer": [...cancellation(), ...unanswered("timeout")],
  cancelled: [...cancellation(), ...unanswered("cancelled")],
  "inside a tool": [
    "inside: execute_tool answers",
    "  server: tools/call answers",
    "    inside: inside the tool",
  ],
  "failing inside a tool": [
    "inside: execute_tool srv__fails (tool_error)",
    "  server: tools/call fails (tool_error)",
  ],
};

const byHttp: Readonly<Record<string, readonly string[]>> = {
  answers: [
    "client: tools/call answers",
    "  client: POST",
    "    server: POST",
    "      server: tools/call answers",
    "        inside: inside the tool",
  ],
  "inside a tool": [
    "inside: execute_tool answers",
    "  client: POST",
    "    server: POST",
    "      server: tools/call answers",
    "        inside: inside the tool",
  ],
};

function cancellation(): readonly string[] {
  return ["client: notifications/cancelled", "  server: notifications/cancelled"];
}

function unanswered(word: string): readonly string[] {
  return [`client: tools/call waits (${word})`, `  server: tools/call waits (${word})`];
}
