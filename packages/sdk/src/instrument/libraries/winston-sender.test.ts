import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { SeverityNumber, diag, logs } from "@opentelemetry/api";
import {
  InMemoryLogRecordExporter,
  LoggerProvider,
  SimpleLogRecordProcessor,
} from "@opentelemetry/sdk-logs";

import { createWinstonSender } from "./winston-sender.ts";

const exporter = new InMemoryLogRecordExporter();
logs.setGlobalLoggerProvider(
  new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter })] }),
);
const said: string[] = [];
const say = (message: string): void => void said.push(message);
diag.setLogger({ error: say, warn: say, info: say, debug: say, verbose: say });
beforeEach(() => {
  exporter.reset();
  said.length = 0;
});

/** What winston gives its transports: the level also under a symbol that no format colours. */
function line(level: string, fields: object): object {
  return { level: `\u001B[32m${level}\u001B[39m`, [Symbol.for("level")]: level, ...fields };
}

function send(
  info: unknown,
  owner: object = {},
): ReturnType<typeof exporter.getFinishedLogRecords> {
  createWinstonSender(owner).write(info);
  return exporter.getFinishedLogRecords();
}

for (const [level, severity] of [
  ["emerg", SeverityNumber.FATAL3],
  ["error", SeverityNumber.ERROR],
  ["warning", SeverityNumber.WARN],
  ["info", SeverityNumber.INFO],
  ["verbose", SeverityNumber.DEBUG2],
  ["silly", SeverityNumber.TRACE],
  ["of our own", undefined],
] as const) {
  test(`the level ${level} is severity ${severity}`, () => {
    const [record] = send(line(level, { message: "text" }));
    assert.equal(record?.severityText, level);
    assert.equal(record?.severityNumber, severity);
    assert.equal(record?.body, "text");
  });
}

test("fields become attributes, except those that have a place of their own", () => {
  const cycle: Record<string, unknown> = { text: "a" };
  cycle["self"] = cycle;
  const [record] = send(
    line("info", {
      message: "text",
      trace_id: "t",
      span_id: "s",
      trace_flags: "01",
      count: 7,
      nested: { list: [1, { deep: true }] },
      when: new Date(0),
      big: 7n,
      run: () => {},
      cycle,
    }),
  );
  assert.deepEqual(record?.attributes, {
    count: 7,
    nested: { list: [1, { deep: true }] },
    when: "1970-01-01T00:00:00.000Z",
    big: "7",
    run: "[Function]",
    cycle: { text: "a", self: "[Circular]" },
  });
});

test("an error that winston has spread over the line is the exception", () => {
  const error = new RangeError("too far");
  const [record] = send(line("error", { message: "too far", stack: error.stack, code: "E" }));
  assert.equal(record?.attributes["exception.type"], "RangeError");
  assert.equal(record?.attributes["exception.message"], "too far");
  assert.equal(record?.attributes["code"], "E");
  assert.equal(record?.attributes["stack"], undefined);
});

test("nothing is sent beside upstream's own transport", () => {
  class OpenTelemetryTransportV3 {
    readonly name = "upstream";
  }
  assert.equal(send(line("info", {}), { transports: [new OpenTelemetryTransportV3()] }).length, 0);
  assert.equal(send(line("info", {}), { transports: [{}, null] }).length, 1);
});

test("a line that cannot be read fails no write and is reported once", () => {
  const hostile = {
    get message(): string {
      throw new Error("hostile");
    },
  };
  const sender = createWinstonSender({});
  for (let times = 0; times < 3; times += 1) sender.write(hostile);
  sender.write(line("info", { message: "still there" }));
  sender.write("no line");
  assert.equal(exporter.getFinishedLogRecords().length, 1);
  assert.equal(said.length, 1);
});
