import type { DatabaseSync } from "node:sqlite";
import { Type } from "typebox";
import { defineTool, type AgentTool } from "./tool.ts";

/** Looks up one order by its number. An unknown number is an answer (`found: false`), not an error. */
export function createOrderLookup(database: DatabaseSync): AgentTool {
  const findOrder = database.prepare(
    `SELECT number AS orderNumber, status, ordered_on AS orderedOn, arrives_on AS arrivesOn, carrier,
       tracking_number AS trackingNumber
     FROM orders WHERE number = ?`,
  );
  const findItems = database.prepare(
    `SELECT name, quantity, price_eur AS priceEur FROM order_items WHERE order_number = ? ORDER BY rowid`,
  );
  const findTotal = database.prepare(
    `SELECT round(sum(quantity * price_eur), 2) AS totalEur FROM order_items WHERE order_number = ?`,
  );
  return defineTool({
    name: "order_lookup",
    description:
      "Finds an order by its number: status, dates, carrier, tracking number, items, total.",
    kind: "datastore",
    parameters: Type.Object(
      {
        orderNumber: Type.Integer({
          description: "The number of the order",
          minimum: 1,
          maximum: 999_999_999,
        }),
      },
      { additionalProperties: false },
    ),
    run: ({ orderNumber }) => {
      const order = findOrder.get(orderNumber);
      if (order === undefined) return { found: false, orderNumber };
      const items = findItems.all(orderNumber);
      return { found: true, ...order, ...findTotal.get(orderNumber), items };
    },
  });
}
