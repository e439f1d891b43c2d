const { trace } = require("@opentelemetry/api");
const { scenarios } = require("./library-scenarios.test.fixture.mjs");

void scenarios[process.env.FIXTURE_SCENARIO](require, { trace });
