import assert from "node:assert/strict";
import { test } from "node:test";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { LoggerProvider, type ReadableLogRecord } from "@opentelemetry/sdk-logs";
import type { OtlpProtocol } from "../config/config.ts";
import { divideRequest } from "./divide-request.ts";
import { createEncodedBatches, type EncodedRequest } from "./encoded-batch.ts";
import { createLogsSerialiser } from "./serialiser.ts";

/** Log records of two resources with two scopes each. */
function records(count: number): ReadableLogRecord[] {
  const found: ReadableLogRecord[] = [];
  const loggers = ["one", "two"].flatMap((name) => {
    const provider = new LoggerProvider({
      resource: resourceFromAttributes({ "service.name": name }),
      processors: [
        {
          onEmit: (record) => void found.push(record),
          forceFlush: () => Promise.resolve(),
          shutdown: () => Promise.resolve(),
        },
      ],
    });
    return [provider.getLogger("a"), provider.getLogger("b", "1.0")];
  });
  for (let index = 0; index < count; index++) loggers[index % 4]?.emit({ body: `<${index}>` });
  return found;
}

function encoded(protocol: OtlpProtocol, count: number): EncodedRequest {
  const { serialise, contentType } = createLogsSerialiser(protocol);
  return { signal: "logs", items: count, bytes: serialise(records(count)), contentType };
}

/** The bodies in a request, found as text in it. */
function bodiesIn({ bytes }: { bytes: Uint8Array }): string[] {
  return Buffer.from(bytes).toString("latin1").match(/<\d+>/g) ?? [];
}

for (const protocol of ["http/protobuf", "http/json"] as const) {
  test(`${protocol}: each half has half of the records, and none is lost`, () => {
    const whole = encoded(protocol, 21);
    const halves = divideRequest(whole);
    assert.deepEqual(
      halves?.map(({ items }) => items),
      [10, 11],
    );
    assert.deepEqual(halves?.flatMap(bodiesIn).toSorted(), bodiesIn(whole).toSorted());
  });

  test(`${protocol}: a single record is not divided, nor is a request without any`, () => {
    assert.equal(divideRequest(encoded(protocol, 1)), undefined);
    const empty = protocol === "http/json" ? Buffer.from("{}") : new Uint8Array();
    assert.equal(divideRequest({ ...encoded(protocol, 1), bytes: empty }), undefined);
  });

  test(`${protocol}: a request with only the records of one half is what the serialiser would write`, () => {
    const { serialise } = createLogsSerialiser(protocol);
    const all = records(8);
    const whole = { ...encoded(protocol, 8), bytes: serialise(all) };
    // Grouped by resource and scope, as the serialiser does it.
    const ofFirst = all.filter(({ resource }) => resource === all[0]?.resource);
    const [first] = divideRequest(whole) ?? [];
    assert.deepEqual(Buffer.from(first?.bytes ?? []), Buffer.from(serialise(ofFirst)));
  });

  test(`${protocol}: batches are divided until each fits, down to single records`, () => {
    const whole = encoded(protocol, 50);
    const sizes = createEncodedBatches(whole, whole.bytes.length / 4).map(({ bytes }) => bytes);
    assert.ok(sizes.length > 4 && sizes.every((bytes) => bytes <= whole.bytes.length / 4));
    const singles = createEncodedBatches(whole, 1);
    assert.equal(singles.length, 50);
    assert.ok(singles.every((batch) => batch.items === 1 && batch.split() === undefined));
  });
}

test("what is no request is an error, not a wrong half", () => {
  const broken = { ...encoded("http/protobuf", 4), bytes: Buffer.from("0aff", "hex") };
  assert.throws(() => divideRequest(broken), RangeError);
});
