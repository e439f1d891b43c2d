import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Type } from "typebox";
import { Value } from "typebox/value";
import { splitIntoPassages } from "./passages.ts";

const schema = `
  CREATE TABLE orders (
    number INTEGER PRIMARY KEY,
    status TEXT NOT NULL,
    ordered_on TEXT NOT NULL,
    arrives_on TEXT,
    carrier TEXT,
    tracking_number TEXT
  ) STRICT;
  CREATE TABLE order_items (
    order_number INTEGER NOT NULL REFERENCES orders (number),
    name TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    price_eur REAL NOT NULL
  ) STRICT;
  CREATE VIRTUAL TABLE passages USING fts5 (document, heading, text, tokenize = 'porter unicode61');
`;

const dataDirectory = new URL("../../data/", import.meta.url);

const ShippedOrders = Type.Array(
  Type.Object({
    number: Type.Integer(),
    status: Type.String(),
    orderedDaysAgo: Type.Integer(),
    arrivesInDays: Type.Union([Type.Integer(), Type.Null()]),
    carrier: Type.Union([Type.String(), Type.Null()]),
    trackingNumber: Type.Union([Type.String(), Type.Null()]),
    items: Type.Array(
      Type.Object({ name: Type.String(), quantity: Type.Integer(), priceEur: Type.Number() }),
    ),
  }),
);

/**
 * A SQLite database in memory with the orders and documents of the package's `data` folder. `today` is the day that
 * the dates of the orders are counted from, so that the demo never looks old. The caller closes it.
 *
 * @throws when this Node.js was built without SQLite's full-text search.
 */
export function openDatabase(today: Date): DatabaseSync {
  const database = new DatabaseSync(":memory:");
  try {
    database.exec(schema);
    insertOrders(database, today);
    insertKnowledge(database);
    return database;
  } catch (cause) {
    database.close();
    const missing = cause instanceof Error && cause.message.includes("no such module: fts5");
    if (!missing) throw cause;
    throw new Error(
      `SQLite of Node.js ${process.version} has no full-text search; use Node.js 22.23 or newer`,
      { cause },
    );
  }
}

function insertOrders(database: DatabaseSync, today: Date): void {
  const text = readFileSync(new URL("orders.json", dataDirectory), "utf8");
  const insertOrder = database.prepare("INSERT INTO orders VALUES (?, ?, ?, ?, ?, ?)");
  const insertItem = database.prepare("INSERT INTO order_items VALUES (?, ?, ?, ?)");
  for (const order of Value.Parse(ShippedOrders, JSON.parse(text))) {
    insertOrder.run(
      order.number,
      order.status,
      dayFrom(today, -order.orderedDaysAgo),
      order.arrivesInDays === null ? null : dayFrom(today, order.arrivesInDays),
      order.carrier,
      order.trackingNumber,
    );
    for (const item of order.items) {
      insertItem.run(order.number, item.name, item.quantity, item.priceEur);
    }
  }
}

function insertKnowledge(database: DatabaseSync): void {
  const directory = new URL("knowledge/", dataDirectory);
  const insert = database.prepare("INSERT INTO passages VALUES (?, ?, ?)");
  for (const file of readdirSync(directory).toSorted()) {
    if (!file.endsWith(".md")) continue;
    const document = basename(file, ".md");
    const markdown = readFileSync(new URL(file, directory), "utf8");
    for (const { heading, text } of splitIntoPassages(markdown))
      insert.run(document, heading, text);
  }
}

const dayMs = 86_400_000;

function dayFrom(today: Date, days: number): string {
  return new Date(today.getTime() + days * dayMs).toISOString().slice(0, 10);
}
