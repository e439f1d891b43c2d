import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { pino } from "pino";
import { entryFile } from "../process/entry-file.ts";
import { childrenOf, isAlive, until } from "../testing/program.ts";
import { connectMcpTools, type McpServerProcess } from "./mcp-tools.ts";
import { ToolError } from "./tool.ts";

const signal = new AbortController().signal;
const calculator: McpServerProcess = {
  name: "calculator",
  command: process.execPath,
  args: [entryFile("calculator-server")],
  environment: {},
  logger: pino({ level: "silent" }),
};

const mcp = await connectMcpTools(calculator);
after(() => mcp.close());
const [calculate] = mcp.tools;
assert.ok(calculate);

describe("connectMcpTools() with the calculator as a child process", () => {
  it("offers the tools that the server lists", () => {
    assert.equal(mcp.tools.length, 1);
    assert.equal(calculate.name, "calculate");
    assert.equal(calculate.kind, "extension");
    assert.deepEqual(calculate.parameters["required"], ["expression"]);
  });

  it("calculates", async () => {
    assert.equal(await calculate.run({ expression: "17% * 249.90" }, signal), "42.483");
  });

  it("turns a fault in the expression into an error that the model can read", async () => {
    await assert.rejects(
      calculate.run({ expression: "1 / 0" }, signal),
      new ToolError("division by zero"),
    );
  });

  it("turns wrong arguments into an error that the model can read", async () => {
    await assert.rejects(calculate.run({ expression: 7 }, signal), (error) => {
      assert.ok(error instanceof ToolError);
      assert.match(error.message, /expression/);
      return true;
    });
    await assert.rejects(calculate.run("1 + 1", signal), ToolError);
  });

  it("gives up when the caller does", async () => {
    const caller = AbortSignal.abort(new Error("caller went away"));
    await assert.rejects(calculate.run({ expression: "1" }, caller), /caller went away/);
  });
});

describe("connectMcpTools() when the child ends", () => {
  it("starts the child again after it was killed", async () => {
    const [child] = childrenOf(process.pid);
    assert.ok(child !== undefined);
    process.kill(child, "SIGKILL");
    await until(() => !mcp.isConnected());
    assert.equal(await calculate.run({ expression: "2 + 2" }, signal), "4");
    assert.equal(mcp.isConnected(), true);
  });

  it("ends the child when it is closed, and fails from then on", async () => {
    const [child] = childrenOf(process.pid);
    assert.ok(child !== undefined);
    await mcp.close();
    await until(() => !isAlive(child));
    await assert.rejects(
      calculate.run({ expression: "1" }, signal),
      new ToolError("calculator has been closed"),
    );
  });
});

describe("connectMcpTools() with a server that does not work", () => {
  it("names the server when the program ends at once", async () => {
    const broken = { ...calculator, name: "broken", args: ["--eval", "process.exit(3)"] };
    await assert.rejects(connectMcpTools(broken), {
      message: 'could not start the MCP server "broken"',
    });
  });

  it("names the server when there is no such program", async () => {
    const missing = { ...calculator, name: "missing", command: "no-such-program" };
    await assert.rejects(connectMcpTools(missing), {
      message: 'could not start the MCP server "missing"',
    });
  });
});
