import {
  type Attributes,
  createTraceState,
  type HrTime,
  type Link,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  SpanStatusCode,
  trace,
  type Tracer,
} from "@opentelemetry/api";
import { type Random, randomHex, randomText, randomValue } from "./random.test.helper.ts";

/** Starts a span, does to it what the application might, and ends it. The same seed does the same on any tracer. */
export function makeRandomSpan(tracer: Tracer, random: Random): void {
  const parent = random.below(2) === 0 ? undefined : randomSpanContext(random);
  const context = parent === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, parent);
  const start = randomTime(random);
  const options = {
    kind: random.below(5),
    attributes: randomAttributes(random),
    links: Array.from({ length: random.below(3) }, () => randomLink(random)),
    startTime: start,
  };
  const span = tracer.startSpan(randomText(random), options, context);
  for (let step = random.below(12); step > 0; step -= 1) act(span, random);
  span.end([start[0] + random.below(1000), start[1]]);
}

function act(span: Span, random: Random): void {
  switch (random.below(7)) {
    case 0:
      span.setAttributes(randomAttributes(random));
      break;
    case 1:
      span.addEvent(randomText(random), simpleAttributes(random), randomTime(random));
      break;
    case 2:
      span.addLink(randomLink(random));
      break;
    case 3:
      span.setStatus({ code: random.oneOf(CODES), message: randomText(random) });
      break;
    case 4:
      span.updateName(randomText(random));
      break;
    case 5:
      span.recordException(
        { name: "Error", message: randomText(random), stack: "at x" },
        randomTime(random),
      );
      break;
    default:
      span.setAttribute(`key.${random.below(20)}`, randomValue(random));
  }
}

const CODES = [SpanStatusCode.UNSET, SpanStatusCode.OK, SpanStatusCode.ERROR];

function randomAttributes(random: Random): Attributes {
  const entries = Array.from({ length: random.below(8) }, (): [string, unknown] => [
    `${random.below(30)}.${randomText(random)}`,
    randomValue(random),
  ]);
  return Object.fromEntries(entries);
}

/** What upstream takes on events. */
function simpleAttributes(random: Random): Attributes {
  return {
    text: randomText(random),
    number: random.fraction(),
    flag: true,
    list: ["a", null, "b"],
    [randomText(random)]: [1, 2.5],
  };
}

function randomLink(random: Random): Link {
  return { context: randomSpanContext(random), attributes: randomAttributes(random) };
}

function randomSpanContext(random: Random): SpanContext {
  return {
    traceId: randomHex(random, 32),
    spanId: randomHex(random, 16),
    traceFlags: random.oneOf([1, 3, 255]),
    ...(random.below(2) === 0 && { isRemote: true }),
    ...(random.below(2) === 0 && { traceState: createTraceState("a=1,b=2") }),
  };
}

function randomTime(random: Random): HrTime {
  return [random.oneOf([1, 65_535, 1_763_000_000, 4_294_967_296]), random.below(1e9)];
}
