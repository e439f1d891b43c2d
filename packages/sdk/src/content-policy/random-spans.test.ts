import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom } from "../export/encode/random.test.helper.ts";
import { hostileValues } from "../trace/hostile-values.test.helper.ts";
import { contentRows } from "./content-attributes.ts";
import { findText } from "./find-text.ts";
import { engines, policyOf, recorderOf } from "./policy-engines.test.helper.ts";

const plain: readonly (() => unknown)[] = [() => "x", () => 5, () => true, () => ["a", "b"]];

for (const [name, start] of Object.entries(engines)) {
  const record = recorderOf(start);

  test(`random spans never hold what was said, whatever else is in them (${name})`, () => {
    const secret = "zebra7391quartz";
    const names = contentRows.flatMap(({ names: row }) => row.split(" "));
    // Upstream throws for some of them.
    const others = name === "upstream" ? plain : Object.values(hostileValues);
    for (let seed = 1; seed <= 60; seed += 1) {
      const random = createRandom(seed);
      const said = (): unknown =>
        random.oneOf([
          secret,
          `a ${secret} b`,
          JSON.stringify([{ content: secret }]),
          [secret, "x"],
        ]);
      const policy = policyOf();
      const span = record(
        policy,
        (running) => {
          for (let part = 0; part < random.below(80); part += 1) {
            const content = random
              .oneOf(names)
              .replace(/\*$/, random.oneOf(["", ".0.content", ".1"]));
            const key = random.oneOf([content, `k${random.below(90)}`]);
            const value = key === content ? said() : random.oneOf(others)();
            const attributes = { [key]: value };
            const act = random.below(4);
            if (act === 0) running.addEvent("e", attributes);
            else if (act === 1) running.addLink({ context: running.spanContext(), attributes });
            else running.setAttributes(attributes);
          }
        },
        "openai",
      );
      const place = findText([span.attributes, span.events, span.links], secret);
      assert.equal(place, undefined, `seed ${seed}: ${place}`);
    }
  });
}
