import assert from "node:assert/strict";
import { test } from "node:test";
import * as genai from "./genai/index.ts";
import * as sdk from "./index.ts";
import * as testing from "./testing/index.ts";

test("the package exports exactly its public API", () => {
  assert.deepEqual(Object.keys(sdk).toSorted(), [
    "carryContext",
    "contextEnvironment",
    "continueContext",
    "readConfig",
    "startTelemetry",
  ]);
  assert.deepEqual(Object.keys(genai).toSorted(), [
    "agent",
    "conversation",
    "conversationProcessor",
    "evaluation",
    "memory",
    "plan",
    "retrieval",
    "tool",
    "workflow",
  ]);
  assert.deepEqual(Object.keys(testing).toSorted(), [
    "agentTree",
    "agentTreeNodes",
    "assertGenAiConformance",
    "captureTelemetry",
    "plantCanary",
  ]);
});
