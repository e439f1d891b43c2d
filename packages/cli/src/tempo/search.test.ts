import assert from "node:assert/strict";
import { test } from "node:test";
import { get, startTempo } from "./traces.test.helper.ts";

test("a search describes each trace as Tempo does", async (t) => {
  const url = await startTempo(t);
  const [status, body] = await get(`${url}/api/search`);
  assert.equal(status, 200);
  const { traces } = JSON.parse(body);
  assert.deepEqual(
    traces.map(({ traceID }: { traceID: string }) => traceID),
    ["cd", "ab"],
  );
  assert.deepEqual(traces[1], {
    traceID: "ab",
    rootServiceName: "shop",
    rootTraceName: "POST /v1/chat",
    startTimeUnixNano: "1700000000000000000",
    durationMs: 2000,
    spanSets: [
      {
        spans: [
          {
            spanID: "0000000000000001",
            name: "POST /v1/chat",
            startTimeUnixNano: "1700000000000000000",
            durationNanos: "2000000000",
          },
          {
            spanID: "0000000000000002",
            name: "execute_tool add",
            startTimeUnixNano: "1700000001000000000",
            durationNanos: "40000000",
          },
        ],
        matched: 2,
      },
    ],
  });
});

const searches: [query: Record<string, string>, found: string[]][] = [
  [{ q: "{}" }, ["cd", "ab"]],
  [{ q: '{ resource.service.name = "shop" }' }, ["ab"]],
  [{ q: '{ .service.name = "calculator" }' }, ["ab"]],
  [{ q: '{ resource.service.name != "shop" }' }, ["cd", "ab"]],
  [{ q: '{ name = "GET /" }' }, ["cd"]],
  [{ q: "{ status = error }" }, ["ab"]],
  [{ q: '{ status = error && name = "execute_tool add" }' }, ["ab"]],
  [{ q: '{ status = error && name = "POST /v1/chat" }' }, []],
  [{ q: "{ kind = server && duration > 1.5s }" }, ["ab"]],
  [{ q: "{ span.tokens >= 12 && .stream = true }" }, ["ab"]],
  [{ q: "{ span.tokens > 12 }" }, []],
  [{ q: '{ name = `it\'s "x"` }' }, []],
  [{ q: `{ name = "' or 1=1 --" }` }, []],
  [{ tags: 'service.name=shop name="execute_tool add"' }, ["ab"]],
  [{ tags: "status.code=error" }, ["ab"]],
  [{ tags: "tokens=12" }, ["ab"]],
  [{ limit: "1" }, ["cd"]],
  [{ minDuration: "1s" }, ["ab"]],
  [{ maxDuration: "100ms" }, ["cd"]],
  [{ start: "1700000001", end: "1700000002" }, ["ab"]],
  [{ start: "1700000010" }, ["cd"]],
];

test("searches filter by TraceQL, tags, duration and time", async (t) => {
  const url = await startTempo(t);
  await Promise.all(
    searches.map(async ([query, expected]) => {
      const [status, body] = await get(`${url}/api/search?${String(new URLSearchParams(query))}`);
      assert.equal(status, 200, body);
      const found = JSON.parse(body).traces.map((trace: { traceID: string }) => trace.traceID);
      assert.deepEqual(found, expected, JSON.stringify(query));
    }),
  );
});

const refused: [query: Record<string, string>, message: RegExp][] = [
  [{ q: '{ name =~ "x.*" }' }, /^unsupported TraceQL near "name =~ .*supported: \{ name = "x" && /],
  [{ q: "{} | count() > 1" }, /^unsupported TraceQL/],
  [{ q: '{ name = "a" || name = "b" }' }, /^unsupported TraceQL near "\|\| name/],
  [{ q: "{ status = broken }" }, /^unsupported TraceQL near "status = broken"/],
  [{ q: '{ name = "open }' }, /^unsupported TraceQL/],
  [{ tags: "=x" }, /^invalid tags near "=x"/],
  [{ limit: "0" }, /^invalid limit/],
  [{ start: "yesterday" }, /^invalid start/],
  [{ minDuration: "soon" }, /^invalid minDuration: expected a duration such as 100ms/],
];

test("a search that cannot be answered is refused with what is supported", async (t) => {
  const url = await startTempo(t);
  await Promise.all(
    refused.map(async ([query, message]) => {
      const [status, body] = await get(`${url}/api/search?${String(new URLSearchParams(query))}`);
      assert.equal(status, 400, JSON.stringify(query));
      assert.match(body, message);
    }),
  );
});
