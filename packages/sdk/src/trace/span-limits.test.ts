import assert from "node:assert/strict";
import { test } from "node:test";
import type { Link } from "@opentelemetry/api";
import { recordSpan } from "./recording.test.helper.ts";

test("attributes beyond the limit are dropped and counted; known ones can still be replaced", () => {
  const span = recordSpan(
    (it) => it.setAttributes({ a: 1, b: 2, c: 3 }).setAttribute("d", 4).setAttribute("a", 5),
    { attributeCountLimit: 2 },
  );
  assert.deepEqual(span.attributes, { a: 5, b: 2 });
  assert.equal(span.droppedAttributesCount, 2);
});

test("many attributes are found again", () => {
  const span = recordSpan(
    (it) => {
      for (let round = 0; round < 2; round += 1) {
        for (let at = 0; at < 500; at += 1) it.setAttribute(`key${at}`, round * 1000 + at);
      }
    },
    { attributeCountLimit: 400 },
  );
  assert.equal(Object.keys(span.attributes).length, 400);
  assert.equal(span.attributes["key399"], 1399);
  assert.equal(span.droppedAttributesCount, 200);
});

test("texts, bytes and the members of arrays are cut at the length limit, numbers are not", () => {
  const { attributes } = recordSpan(
    (span) =>
      span.setAttributes({
        text: "abcdef",
        list: ["abcdef", "ab"],
        bytes: Uint8Array.of(1, 2, 3, 4, 5),
        map: { deep: "abcdef" },
        number: 123_456,
        pair: "ab😀",
      }),
    { attributeValueLengthLimit: 3 },
  );
  assert.deepEqual(attributes, {
    text: "abc",
    list: ["abc", "ab"],
    bytes: Uint8Array.of(1, 2, 3),
    map: { deep: "abc" },
    number: 123_456,
    pair: "ab",
  });
});

test("events and links keep the newest, and count what fell out", () => {
  const span = recordSpan(
    (it) => {
      it.addEvent("one").addEvent("two").addEvent("three");
      it.addLinks([link("1"), link("2")]).addLink(link("3"));
    },
    { eventCountLimit: 2, linkCountLimit: 1 },
  );
  assert.deepEqual(
    span.events.map(({ name }) => name),
    ["two", "three"],
  );
  assert.deepEqual([span.droppedEventsCount, span.droppedLinksCount], [1, 2]);
  assert.equal(span.links[0]?.context.traceId, "3".repeat(32));
});

test("a limit of 0 drops every event and link", () => {
  const context = { traceId: "1".repeat(32), spanId: "1".repeat(16), traceFlags: 1 };
  const span = recordSpan((it) => it.addEvent("one").addLink({ context }), {
    eventCountLimit: 0,
    linkCountLimit: 0,
  });
  assert.deepEqual([span.events, span.links], [[], []]);
  assert.deepEqual([span.droppedEventsCount, span.droppedLinksCount], [1, 1]);
});

test("the attributes of an event and of a link have limits of their own", () => {
  const context = { traceId: "1".repeat(32), spanId: "1".repeat(16), traceFlags: 1 };
  const attributes = { a: "long", b: "long", c: "long" };
  const { events, links } = recordSpan(
    (it) => it.addEvent("e", attributes).addLink({ context, attributes }),
    {
      attributePerEventCountLimit: 1,
      attributePerLinkCountLimit: 2,
      attributeValueLengthLimit: 2,
    },
  );
  assert.deepEqual(events[0]?.attributes, { a: "lo" });
  assert.equal(events[0]?.droppedAttributesCount, 2);
  assert.deepEqual(links[0]?.attributes, { a: "lo", b: "lo" });
  assert.equal(links[0]?.droppedAttributesCount, 1);
});

function link(digit: string): Link {
  return { context: { traceId: digit.repeat(32), spanId: digit.repeat(16), traceFlags: 1 } };
}
