// The parts of a release of the MCP SDK, loaded with `import` or with `require`.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/** `name` is a release of `@modelcontextprotocol/sdk`, or of the two packages of 2.x: `client+server`. */
export async function loadMcp(name, format) {
  const load = (specifier) => (format === "cjs" ? require(specifier) : import(specifier));
  return name.includes("+") ? loadSecond(name.split("+"), load) : loadFirst(name, load);
}

async function loadFirst(name, load) {
  const part = (file) => load(`${name}/${file}.js`);
  const types = await part("types");
  const http = await Promise.all([part("client/streamableHttp"), part("server/streamableHttp")])
    // The first releases have no such transport.
    .catch(() => []);
  return {
    ...Object.assign({}, await part("client/index"), await part("client/stdio")),
    ...Object.assign({}, await part("server/index"), await part("server/stdio"), ...http),
    schemas: { list: types.ListToolsRequestSchema, call: types.CallToolRequestSchema },
    InMemoryTransport: (await part("inMemory")).InMemoryTransport,
  };
}

async function loadSecond([client, server], load) {
  const node = await load("@modelcontextprotocol/node");
  return {
    ...Object.assign({}, await load(client), await load(`${client}/stdio`)),
    ...Object.assign({}, await load(server), await load(`${server}/stdio`)),
    StreamableHTTPServerTransport: node.NodeStreamableHTTPServerTransport,
    schemas: { list: "tools/list", call: "tools/call" },
  };
}
