import assert from "node:assert/strict";
import { test } from "node:test";
import { context, ROOT_CONTEXT } from "@opentelemetry/api";
import { isInsideInference } from "./inference-context.ts";
import { startEmbeddings } from "./operations/embeddings.ts";
import { startInference } from "./operations/inference.ts";
import { startExecuteTool } from "./operations/tool.ts";
import { followed, traced } from "./telemetry.test.helper.ts";

test("without telemetry nothing is inside anything, for nothing is recorded", () => {
  const call = startInference({ provider: "openai" });
  assert.equal(call.context, ROOT_CONTEXT);
});

test("only what runs in the context of a call is inside it, and only of the same kind", () => {
  traced();
  followed();
  const call = startInference({ provider: "openai" });
  assert.equal(isInsideInference(context.active()), false);
  assert.equal(isInsideInference(call.context), true);
  assert.equal(isInsideInference(call.context, "embeddings"), false);
  const vectors = startEmbeddings({ provider: "openai" });
  assert.equal(isInsideInference(vectors.context, "embeddings"), true);
  assert.equal(isInsideInference(vectors.context), false);
});

test("a tool inside a call may call a model of its own", () => {
  traced();
  followed();
  const call = startInference({ provider: "openai" });
  const tool = context.with(call.context, () => startExecuteTool({ name: "ask_another" }));
  assert.equal(isInsideInference(tool.context), false);
});
