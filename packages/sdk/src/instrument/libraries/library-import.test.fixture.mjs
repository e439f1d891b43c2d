import { trace } from "@opentelemetry/api";

import { scenarios } from "./library-scenarios.test.fixture.mjs";

const load = async (name) => {
  const namespace = await import(name);
  return namespace.default ?? namespace;
};
await scenarios[process.env.FIXTURE_SCENARIO](load, { trace });
