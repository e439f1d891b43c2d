import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { PassThrough, Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { after, test } from "node:test";

import { ROOT_CONTEXT, context, propagation, trace } from "@opentelemetry/api";

import { createLoadedPackages } from "../coverage/loaded-packages.ts";
import { installModuleHooks } from "../libraries/hooks.ts";
import { selectModules } from "../libraries/catalogue.ts";
import { DEFAULT_HTTP, Recorder } from "../recorder.test.support.ts";
import { instrumentUndici } from "./undici.ts";

const recorder = new Recorder();
after(instrumentUndici({ ...DEFAULT_HTTP, baggageAllow: ["*"] }));
installModuleHooks(
  selectModules((name) => name === "undici"),
  { requested: [], loaded: createLoadedPackages(new Set()) },
);
// After the hooks.
const undici: typeof import("undici") = createRequire(import.meta.url)("undici");

const failures = new Map<string, number>();
const baggages = new Map<string, unknown>();
const server = createServer((request, response) => {
  const url = request.url ?? "";
  baggages.set(url, request.headers["baggage"]);
  if (url.startsWith("/redirect/")) {
    response.writeHead(302, { location: url.replace("redirect", "target") }).end();
  } else if (url.startsWith("/flaky/")) {
    const before = failures.get(url) ?? 0;
    failures.set(url, before + 1);
    response.writeHead(before < 2 ? 503 : 200).end("ok");
  } else response.end("ok");
}).listen(0, "127.0.0.1");
await once(server, "listening");
after(() => {
  server.close().closeAllConnections();
});
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a listening TCP server has an address
const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const tracer = trace.getTracer("test");

/** Asks `count` times at once, each in a span and with baggage of its own; path → span id of the caller. */
async function askTogether(
  count: number,
  pathOf: (index: number) => string,
  ask: (path: string) => Promise<unknown>,
): Promise<ReadonlyMap<string, string>> {
  const callers = new Map<string, string>();
  await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const caller = tracer.startSpan(`caller ${index}`);
      const baggage = propagation.createBaggage({ caller: { value: String(index) } });
      const active = propagation.setBaggage(trace.setSpan(ROOT_CONTEXT, caller), baggage);
      callers.set(pathOf(index), caller.spanContext().spanId);
      await context.with(active, () => ask(pathOf(index)));
      caller.end();
    }),
  );
  return callers;
}

const one = { connections: 1, pipelining: 1 } as const;
const kinds = {
  async request(path: string) {
    await text((await undici.request(base + path, { dispatcher: pool })).body);
  },
  async stream(path: string) {
    await undici.stream(base + path, { dispatcher: pool, method: "GET" }, () => sink());
  },
  async pipeline(path: string) {
    const options = { dispatcher: pool, method: "GET" } as const;
    const stream = undici.pipeline(base + path, options, ({ body }) =>
      body.pipe(new PassThrough()),
    );
    await text(stream.end());
  },
  async fetch(path: string) {
    await (await undici.fetch(base + path, { dispatcher: pool })).text();
  },

  async dispatch(path: string) {
    await new Promise<void>((resolve, reject) => {
      pool.dispatch(
        { origin: base, path, method: "GET" },
        {
          onRequestStart: ignore,
          onResponseStart: ignore,
          onResponseData: ignore,
          onResponseEnd: () => resolve(),
          onResponseError: (_, e) => reject(e),
        },
      );
    });
  },
};
const pool = new undici.Pool(base, one);
after(() => pool.close());

function ignore(): void {
  // Only the end is of interest.
}

function sink(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}

for (const [kind, ask] of Object.entries(kinds)) {
  test(`each ${kind} that waits for the one connection of a pool is its own caller's`, async () => {
    const callers = await askTogether(12, (index) => `/${kind}/${index}`, ask);
    const spans = (await recorder.spans(24)).filter(({ name }) => name === "GET");
    assert.equal(spans.length, 12);
    for (const span of spans) {
      const path = String(span.attributes["url.full"]).slice(base.length);
      assert.equal(span.parentSpanContext?.spanId, callers.get(path), path);
      assert.equal(baggages.get(path), `caller=${path.split("/")[2] ?? ""}`);
      assert.equal(span.attributes["http.request.resend_count"], undefined);
    }
  });
}

test("an agent with a limit keeps its callers too", async () => {
  const agent = new undici.Agent(one);
  const callers = await askTogether(
    6,
    (index) => `/agent/${index}`,
    async (path) => {
      await text((await undici.request(base + path, { dispatcher: agent })).body);
    },
  );
  const spans = (await recorder.spans(12)).filter(({ name }) => name === "GET");
  for (const span of spans) {
    const path = String(span.attributes["url.full"]).slice(base.length);
    assert.equal(span.parentSpanContext?.spanId, callers.get(path), path);
  }
  await agent.close();
});

test("redirects that undici follows are their caller's, and counted", async () => {
  const dispatcher = pool.compose(undici.interceptors.redirect({ maxRedirections: 2 }));
  const callers = await askTogether(
    6,
    (index) => `/redirect/${index}`,
    async (path) => {
      await text((await undici.request(base + path, { dispatcher })).body);
    },
  );
  const spans = (await recorder.spans(18)).filter(({ name }) => name === "GET");
  assert.equal(spans.length, 12);
  for (const span of spans) {
    const path = String(span.attributes["url.full"]).slice(base.length);
    const follows = path.startsWith("/target/");
    assert.equal(span.parentSpanContext?.spanId, callers.get(path.replace("target", "redirect")));
    assert.equal(span.attributes["http.request.resend_count"], follows ? 1 : undefined);
  }
});

test("retries of undici are their caller's, and counted", async () => {
  const dispatcher = pool.compose(undici.interceptors.retry({ minTimeout: 1, maxTimeout: 2 }));
  const callers = await askTogether(
    4,
    (index) => `/flaky/${index}`,
    async (path) => {
      await text((await undici.request(base + path, { dispatcher })).body);
    },
  );
  const spans = (await recorder.spans(16)).filter(({ name }) => name === "GET");
  for (const [path, caller] of callers) {
    const own = spans.filter((span) => span.attributes["url.full"] === base + path);
    assert.deepEqual(
      own.map((span) => span.attributes["http.request.resend_count"]),
      [undefined, 1, 2],
    );
    for (const span of own) assert.equal(span.parentSpanContext?.spanId, caller);
  }
  assert.deepEqual(recorder.errors, []);
});

test("what undici refuses is refused as without telemetry", () => {
  assert.throws(() => Reflect.apply(Reflect.get(pool, "dispatch"), pool, [{}, undefined]), {
    message: "handler must be an object",
  });
});
