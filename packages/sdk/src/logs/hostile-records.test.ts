import assert from "node:assert/strict";
import { test } from "node:test";
import { createLogsSerialiser } from "../export/serialiser.ts";
import { hostileValues } from "../trace/hostile-values.test.helper.ts";
import {
  createLoggerRig,
  emitAny,
  processorOf,
  type SdkLogRecord,
} from "./logger-rig.test.helper.ts";

/** Far more than it takes, and far less than it took. */
const FEW_SECONDS = 5000;

for (const [name, make] of Object.entries(hostileValues)) {
  for (const protocol of ["http/json", "http/protobuf"] as const) {
    test(`${name} as body and attribute costs neither the record nor others over ${protocol}`, async () => {
      const serialiser = createLogsSerialiser(protocol);
      const { logger, provider, delivery, figures } = createLoggerRig({ serialiser });
      const begun = performance.now();
      emitAny(logger, { body: "before" });
      emitAny(logger, { body: make(), attributes: { bad: make(), good: "yes" } });
      emitAny(logger, { body: "b", attributes: make(), exception: make(), context: make() });
      for (const field of ["timestamp", "severityNumber", "severityText", "eventName"]) {
        emitAny(logger, { body: "b", [field]: make() });
      }
      emitAny(logger, make());
      emitAny(logger, { body: "after" });
      await provider.forceFlush();
      assert.equal(
        delivery.batches.reduce((sum, { items }) => sum + items, 0),
        9,
      );
      assert.deepEqual([figures().made, figures().pending], [9, 9]);
      assert.ok(performance.now() - begun < FEW_SECONDS);
    });

    test(`${name} that a processor puts into a record spoils no batch over ${protocol}`, async () => {
      const serialiser = createLogsSerialiser(protocol);
      const { logger, provider, figures, delivery } = createLoggerRig({ serialiser }, [
        processorOf((record) => spoil(record, make)),
      ]);
      for (const body of ["one", "two"]) emitAny(logger, { body });
      await provider.forceFlush();
      assert.equal(
        delivery.batches.reduce((sum, { items }) => sum + items, 0),
        2,
      );
      assert.deepEqual([figures().made, figures().pending], [2, 2]);
    });
  }
}

function spoil(record: SdkLogRecord, make: () => unknown): void {
  Reflect.set(record.attributes, "bad", make());
  for (const field of ["body", "severityNumber", "severityText", "eventName"]) {
    Reflect.set(record, field, make());
  }
  for (const field of ["hrTime", "hrTimeObserved", "spanContext"])
    Reflect.set(record, field, make());
}

test("getLogger() never throws", () => {
  const { provider } = createLoggerRig();
  for (const make of Object.values(hostileValues)) {
    for (const scope of [
      [make()],
      ["s", make()],
      ["s", "1", make()],
      ["s", "1", { attributes: make() }],
    ]) {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what applications pass all the same
      provider.getLogger(...(scope as [string])).emit({ body: "b" });
    }
  }
});
