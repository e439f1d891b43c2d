import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { openDatabase } from "../store/database.ts";
import { createOrderLookup } from "./order-lookup.ts";
import { ToolError } from "./tool.ts";

describe("order_lookup", () => {
  const database = openDatabase(new Date("2026-03-10T12:00:00Z"));
  after(() => database.close());
  const tool = createOrderLookup(database);
  const run = async (args: unknown): Promise<unknown> =>
    JSON.parse(await tool.run(args, new AbortController().signal));

  it("finds an order with its items and total", async () => {
    assert.deepEqual(await run({ orderNumber: 1042 }), {
      found: true,
      orderNumber: 1042,
      status: "shipped",
      orderedOn: "2026-03-07",
      arrivesOn: "2026-03-12",
      carrier: "Nordpost",
      trackingNumber: "NP-5502-1042",
      totalEur: 249.9,
      items: [
        { name: "Oak reading lamp", quantity: 1, priceEur: 189.9 },
        { name: "Wool throw, moss green", quantity: 1, priceEur: 60 },
      ],
    });
  });

  it("says that an unknown order was not found", async () => {
    assert.deepEqual(await run({ orderNumber: 7 }), { found: false, orderNumber: 7 });
  });

  const faults: readonly (readonly [args: unknown, message: RegExp])[] = [
    [{ orderNumber: "1042; DROP TABLE orders" }, /^invalid arguments: orderNumber must be/],
    [{ orderNumber: 1.5 }, /^invalid arguments: orderNumber must be/],
    [{ orderNumber: 1e300 }, /^invalid arguments: orderNumber must be/],
    [{}, /^invalid arguments: arguments must have required propert/],
    [{ orderNumber: 1, also: 2 }, /^invalid arguments: also schema is false/],
    [null, /^invalid arguments: arguments must be object/],
    [[1042], /^invalid arguments: arguments must be object/],
  ];
  for (const [args, message] of faults) {
    it(`tells the model what is wrong with ${JSON.stringify(args)}`, async () => {
      await assert.rejects(run(args), (error) => {
        assert.ok(error instanceof ToolError);
        assert.match(error.message, message);
        return true;
      });
    });
  }
});
