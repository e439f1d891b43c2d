/** An instrumentation of the OpenTelemetry project for packages of the application. */
export interface OfficialInstrumentation {
  /** The name by which upstream's variables and ours switch it, e.g. `pg`. */
  readonly name: string;
  /** The packages whose first load brings the instrumentation in. */
  readonly packages: readonly string[];
  /** The instrumentation's package, a dependency of `@opentelemetry/auto-instrumentations-node`. */
  readonly instrumentation: string;
  /** The name under which that package exports the class. */
  readonly exportName: string;
  /** Files that applications import by themselves and that are patched by themselves, e.g. `mysql2/promise`. */
  readonly subpaths: readonly string[];
  /** What its constructor is given. @default nothing */
  readonly config?: Readonly<Record<string, unknown>>;
}

/**
 * Every instrumentation that `@opentelemetry/auto-instrumentations-node` curates for a package, by its name there. A
 * test holds this table to what the instrumentations say of themselves. Left out, because this SDK has its own: `http`
 * and `undici` (by diagnostics channels), `openai` (upstream's breaks the promises that callers get) and
 * `runtime-node`. Those that patch Node.js itself are {@link requestedInstrumentations}.
 */
export const officialInstrumentations: readonly OfficialInstrumentation[] = [
  official("amqplib", "AmqplibInstrumentation", ["amqplib"]),
  official("aws-sdk", "AwsInstrumentation", [
    "@aws-sdk/middleware-stack",
    "@aws-sdk/smithy-client",
    "@smithy/core",
    "@smithy/middleware-stack",
    "@smithy/smithy-client",
  ]),
  official("bunyan", "BunyanInstrumentation", ["bunyan"]),
  official("cassandra-driver", "CassandraDriverInstrumentation", ["cassandra-driver"]),
  official("connect", "ConnectInstrumentation", ["connect"]),
  official("cucumber", "CucumberInstrumentation", ["@cucumber/cucumber"]),
  official("dataloader", "DataloaderInstrumentation", ["dataloader"]),
  official("express", "ExpressInstrumentation", ["express"]),
  official("generic-pool", "GenericPoolInstrumentation", ["generic-pool"]),
  official("graphql", "GraphQLInstrumentation", ["graphql"]),
  official("grpc", "GrpcInstrumentation", ["@grpc/grpc-js"]),
  official("hapi", "HapiInstrumentation", ["@hapi/hapi"]),
  official("ioredis", "IORedisInstrumentation", ["ioredis"]),
  official("kafkajs", "KafkaJsInstrumentation", ["kafkajs"]),
  official("knex", "KnexInstrumentation", ["knex"]),
  official("koa", "KoaInstrumentation", ["koa"]),
  official("lru-memoizer", "LruMemoizerInstrumentation", ["lru-memoizer"]),
  official("memcached", "MemcachedInstrumentation", ["memcached"]),
  official("mongodb", "MongoDBInstrumentation", ["mongodb"]),
  official("mongoose", "MongooseInstrumentation", ["mongoose"]),
  official("mysql", "MySQLInstrumentation", ["mysql"]),
  official("mysql2", "MySQL2Instrumentation", ["mysql2"], ["mysql2/promise"]),
  official("nestjs-core", "NestInstrumentation", ["@nestjs/core"]),
  official("oracledb", "OracleInstrumentation", ["oracledb"]),
  official("pg", "PgInstrumentation", ["pg", "pg-pool"]),
  official("pino", "PinoInstrumentation", ["pino"]),
  official("redis", "RedisInstrumentation", ["@node-redis/client", "@redis/client", "redis"]),
  official("restify", "RestifyInstrumentation", ["restify"]),
  official("router", "RouterInstrumentation", ["router"]),
  official("socket.io", "SocketIoInstrumentation", ["socket.io"]),
  official("tedious", "TediousInstrumentation", ["tedious"]),
  {
    ...official("winston", "WinstonInstrumentation", ["winston"]),
    // It would warn at each logger that a package more is needed to send: our own patch of winston sends.
    config: { disableLogSending: true },
  },
];

/**
 * Instrumentations that run only when they are asked for by name, and are then loaded at the start: they belong to no
 * package, cost much for little (a span for each file or name lookup), or suit one place only.
 */
export const requestedInstrumentations: readonly OfficialInstrumentation[] = [
  official("aws-lambda", "AwsLambdaInstrumentation", []),
  official("dns", "DnsInstrumentation", [], ["dns", "dns/promises"]),
  {
    ...official("fs", "FsInstrumentation", [], ["fs", "fs/promises"]),
    // Else each file that Node.js itself loads were a trace of its own.
    config: { requireParentSpan: true },
  },
  {
    ...official("host-metrics", "HostMetricsInstrumentation", []),
    // The metrics of the process are measured anyway.
    config: { metricGroups: ["system.cpu", "system.memory", "system.network"] },
  },
  official("net", "NetInstrumentation", [], ["net"]),
];

function official(
  name: string,
  exportName: string,
  packages: readonly string[],
  subpaths: readonly string[] = [],
): OfficialInstrumentation {
  const instrumentation = `@opentelemetry/instrumentation-${name}`;
  return { name, packages, instrumentation, exportName, subpaths };
}
