/** Values of `user_agent.synthetic.type`: a program that crawls, and one that watches or tests the service. */
export type SyntheticType = "bot" | "test";

/**
 * Tells requests that no user has made by what their `User-Agent` says of itself; undefined for all others. Who lies
 * there is taken for a user.
 * https://opentelemetry.io/docs/specs/semconv/registry/attributes/user-agent/
 */
export function readSyntheticType(userAgent: string): SyntheticType | undefined {
  const known = types.get(userAgent);
  if (known !== undefined) return known === "user" ? undefined : known;
  const head = userAgent.slice(0, LONGEST);
  const type = TEST.test(head) ? "test" : BOT.test(head) ? "bot" : "user";
  if (types.size >= MOST) types.clear();
  if (userAgent.length <= LONGEST) types.set(userAgent, type);
  return type === "user" ? undefined : type;
}

/** Few clients make most requests. Emptied when full: anybody can make up names. */
const types = new Map<string, SyntheticType | "user">();
const MOST = 500;
const LONGEST = 512;

/** Probes of load balancers and orchestrators, uptime checks, and load generators. */
const TEST =
  /alwayson|kube-probe|elb-healthchecker|googlehc|googlestackdrivermonitoring|route ?53|uptimerobot|pingdom|statuscake|better ?uptime|site24x7|datadog(?:\/| ?synthetics)|newrelicpinger|checkly|blackbox.exporter|consul health check|haproxy|traffic manager|k6\/|apachebench|jmeter|gatling|locust|artillery|autocannon|wrk\//i;

/** Crawlers call themselves so. */
const BOT =
  /(?<!\bcu)bot\b|crawler|spider|slurp|facebookexternalhit|ia_archiver|bingpreview|mediapartners-google|chatgpt-user|claude-user|perplexity-user/i;
