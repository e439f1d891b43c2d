import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import type { ResourceDetector } from "@opentelemetry/resources";
import { completeResource, filterDetectors } from "./declarative-resource.ts";

const require = createRequire(import.meta.url);
const upstream: typeof import("@opentelemetry/resources") = require("@opentelemetry/resources");

const detector: ResourceDetector = {
  detect: () => ({
    attributes: {
      "host.name": "h",
      "host.id": Promise.resolve("secret"),
      "process.pid": 1,
      "process.command_args": ["--token", "secret"],
    },
  }),
};

function namesKept(attributes?: { included?: string[]; excluded?: string[] }): readonly string[] {
  const detection = attributes === undefined ? {} : { attributes };
  const model = { resource: { "detection/development": detection } };
  const resource = filterDetectors(upstream.detectResources, model)({ detectors: [detector] });
  return Object.keys(resource.attributes).concat(
    resource.asyncAttributesPending === true ? "late" : [],
  );
}

test("what was detected is what the file includes and does not exclude", () => {
  assert.deepEqual(namesKept(), ["host.name", "process.pid"]);
  assert.deepEqual(namesKept({ included: ["process.*"] }), ["process.pid"]);
  assert.deepEqual(namesKept({ included: ["*"], excluded: ["host.?ame"] }), ["process.pid"]);
  assert.deepEqual(namesKept({ excluded: ["*"] }), []);
});

test("command lines and machine ids are kept only when the file names them in full", () => {
  assert.deepEqual(namesKept({ included: ["process.command_args"] }), ["process.command_args"]);
  assert.equal(namesKept({ included: ["host.id"] }).at(-1), "late");
  assert.deepEqual(namesKept({ included: ["host.id"], excluded: ["host.*"] }), []);
});

test("many wildcards take no time", () => {
  const begin = performance.now();
  namesKept({ included: [`${"*a".repeat(30)}b`, "*".repeat(1000)] });
  assert.ok(performance.now() - begin < 1000);
});

test("the file's own name of the service stands, and is completed by what it leaves out", () => {
  const detected = { "service.name": "package", "service.version": "1.0.0", "host.name": "h" };
  assert.deepEqual(completeResource(undefined, detected), {
    attributes: [
      { name: "service.name", value: "package" },
      { name: "service.version", value: "1.0.0" },
    ],
  });
  const attributes = [{ name: "service.name", value: "file" }];
  assert.deepEqual(completeResource({ attributes, schema_url: "u" }, detected), {
    schema_url: "u",
    attributes: [{ name: "service.version", value: "1.0.0" }, ...attributes],
  });
});
