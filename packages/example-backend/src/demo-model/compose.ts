import { Type } from "typebox";
import { Value } from "typebox/value";
import type { AnsweredCall } from "./decide.ts";

/** Sentences from what the tools answered, in the order of the calls. */
export function composeAnswer(calls: readonly AnsweredCall[]): string {
  return calls.map(composeSentence).join(" ");
}

const ToolFault = Type.Object({ error: Type.String() });
const Order = Type.Object({
  found: Type.Literal(true),
  orderNumber: Type.Integer(),
  status: Type.String(),
  orderedOn: Type.String(),
  arrivesOn: Type.Union([Type.String(), Type.Null()]),
  carrier: Type.Union([Type.String(), Type.Null()]),
  trackingNumber: Type.Union([Type.String(), Type.Null()]),
  totalEur: Type.Number(),
});
const Passages = Type.Object({
  passages: Type.Array(
    Type.Object({ document: Type.String(), heading: Type.String(), text: Type.String() }),
  ),
});

function composeSentence({ name, args, result }: AnsweredCall): string {
  if (Value.Check(ToolFault, result)) return `I could not use ${name}: ${result.error}.`;
  switch (name) {
    case "order_lookup":
      return composeOrder(args, result);
    case "search_knowledge":
      return composeKnowledge(result);
    case "calculate":
      return `${String(args["expression"])} = ${String(result)}.`;
    default:
      return `${name} answered ${JSON.stringify(result)}.`;
  }
}

function composeOrder(args: AnsweredCall["args"], result: unknown): string {
  if (!Value.Check(Order, result)) return `I found no order ${String(args["orderNumber"])}.`;
  const parcel =
    result.carrier === null
      ? ""
      : ` with ${result.carrier} (${result.trackingNumber ?? "no number"})`;
  const arrival =
    result.arrivesOn === null || result.status === "cancelled"
      ? ""
      : `, ${result.status === "delivered" ? "arrived" : "arrives"} on ${result.arrivesOn}`;
  return `Order ${result.orderNumber} over ${result.totalEur.toFixed(2)} euros is ${result.status}${parcel}${arrival}.`;
}

function composeKnowledge(result: unknown): string {
  const [best] = Value.Check(Passages, result) ? result.passages : [];
  if (best === undefined) return "I found nothing about that in our documents.";
  return `${best.text} (${best.document}: ${best.heading})`;
}
