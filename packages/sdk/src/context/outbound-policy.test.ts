import assert from "node:assert/strict";
import { test } from "node:test";

import { ROOT_CONTEXT, type Context, propagation, trace } from "@opentelemetry/api";

import { createOutboundPolicy } from "./outbound-policy.ts";

const span = { traceId: "1".repeat(32), spanId: "2".repeat(16), traceFlags: 1 };
const baggage = propagation.createBaggage({ user: { value: "u-1" } });
const context = propagation.setBaggage(trace.setSpanContext(ROOT_CONTEXT, span), baggage);

function sent(given: Context | undefined): string {
  if (given === undefined) return "nothing";
  assert.deepEqual(trace.getSpanContext(given), span);
  return propagation.getBaggage(given) === undefined ? "trace" : "trace and baggage";
}

test("baggage goes to no host by itself, not even to loopback", () => {
  const policy = createOutboundPolicy({ baggageAllow: [], traceContextDeny: [] });
  for (const address of ["127.0.0.1", "localhost", "::1", "api.openai.com", ""]) {
    assert.equal(sent(policy(context, { address, port: 80 })), "trace", address);
  }
});

test("baggage goes to the hosts that are allowed, and nothing to those that are denied", () => {
  const policy = createOutboundPolicy({
    baggageAllow: ["*.svc.cluster.local", "localhost:4000", "[::1]", "10.0.0.7", "both.example"],
    traceContextDeny: ["*.openai.com", "both.example", "127.0.0.1:9"],
  });
  const cases: readonly (readonly [string, number, string])[] = [
    ["orders.svc.cluster.local", 80, "trace and baggage"],
    ["a.b.SVC.cluster.local.", 80, "trace and baggage"],
    ["svc.cluster.local", 80, "trace"],
    ["evilsvc.cluster.local", 80, "trace"],
    ["orders.svc.cluster.local.evil.example", 80, "trace"],
    ["localhost", 4000, "trace and baggage"],
    ["localhost", 4001, "trace"],
    ["::1", 1, "trace and baggage"],
    ["10.0.0.7", 1, "trace and baggage"],
    ["10.0.0.70", 1, "trace"],
    ["api.openai.com", 443, "nothing"],
    ["openai.com", 443, "trace"],
    ["both.example", 443, "nothing"],
    ["127.0.0.1", 9, "nothing"],
    ["127.0.0.1", 10, "trace"],
  ];
  for (const [address, port, expected] of cases) {
    assert.equal(sent(policy(context, { address, port })), expected, address);
  }
});

test("an IPv4 address is the same host however it is written", () => {
  const written = [
    "10.0.0.7",
    "::ffff:10.0.0.7",
    "[::ffff:10.0.0.7]",
    "::FFFF:a00:7",
    "0:0:0:0:0:ffff:a00:7",
  ];
  for (const pattern of ["10.0.0.7", "[::ffff:10.0.0.7]", "::ffff:a00:7"]) {
    const deny = createOutboundPolicy({ baggageAllow: [], traceContextDeny: [pattern] });
    const allow = createOutboundPolicy({ baggageAllow: [pattern], traceContextDeny: [] });
    for (const address of written) {
      assert.equal(sent(deny(context, { address, port: 80 })), "nothing", `${pattern} ${address}`);
      assert.equal(sent(allow(context, { address, port: 80 })), "trace and baggage", address);
    }
    for (const address of ["::ffff:10.0.0.8", "::a00:7", "::ffff:0:a00:7", "::fffe:a00:7", "a:b"]) {
      assert.equal(sent(deny(context, { address, port: 80 })), "trace", address);
      assert.equal(sent(allow(context, { address, port: 80 })), "trace", address);
    }
  }
});

test("* is every host", () => {
  const open = createOutboundPolicy({ baggageAllow: ["*"], traceContextDeny: [] });
  assert.equal(open(context, { address: "a", port: 1 }), context);
  const shut = createOutboundPolicy({ baggageAllow: ["*"], traceContextDeny: ["*"] });
  assert.equal(shut(context, { address: "a", port: 1 }), undefined);
});

test("without baggage the context is handed on as it is", () => {
  const policy = createOutboundPolicy({ baggageAllow: [], traceContextDeny: [] });
  const bare = trace.setSpanContext(ROOT_CONTEXT, span);
  assert.equal(policy(bare, { address: "a", port: 1 }), bare);
});
