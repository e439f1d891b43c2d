import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/** The proxies of the environment, as text; each absent when not set. */
export interface ProxySettings {
  /** For http: endpoints (`http_proxy`, `HTTP_PROXY`). */
  readonly http?: string;
  /** For https: endpoints (`https_proxy`, `HTTPS_PROXY`). */
  readonly https?: string;
  /** Hosts that are reached directly (`no_proxy`, `NO_PROXY`). */
  readonly no?: string;
}

/** Finds the usual proxy variables in an environment; lower case wins. */
export function readProxySettings(
  env: Readonly<Record<string, string | undefined>>,
): ProxySettings {
  const find = (name: string): string | undefined => {
    const value = env[name.toLowerCase()] ?? env[name];
    return value === undefined || value.trim() === "" ? undefined : value.trim();
  };
  // A CGI server makes HTTP_PROXY of a request's "Proxy" header (CVE-2016-5385).
  const http = env["REQUEST_METHOD"] === undefined ? find("HTTP_PROXY") : env["http_proxy"];
  const https = find("HTTPS_PROXY");
  const no = find("NO_PROXY");
  return {
    ...(http === undefined ? {} : { http }),
    ...(https === undefined ? {} : { https }),
    ...(no === undefined ? {} : { no }),
  };
}

/**
 * The proxy for a URL, or `undefined` when it is reached directly, as this machine itself always is (a Collector beside
 * the application, in a company whose every variable points to its proxy). Throws when the proxy's address is unusable.
 */
export function chooseProxy(endpoint: string, settings: ProxySettings): URL | undefined {
  const url = new URL(endpoint);
  const [variable, text] =
    url.protocol === "https:" ? ["HTTPS_PROXY", settings.https] : ["HTTP_PROXY", settings.http];
  if (text === undefined || isDirect(url, settings.no ?? "")) return undefined;
  const address = text.includes("://") ? text : `http://${text}`;
  const proxy = URL.canParse(address) ? new URL(address) : undefined;
  if (proxy?.protocol !== "http:" && proxy?.protocol !== "https:") {
    throw new Error(`the address of the proxy is no http: or https: URL; correct ${variable}`);
  }
  return proxy;
}

function isDirect(url: URL, list: string): boolean {
  const host = bareHost(url.hostname);
  if (host === "localhost" || host.endsWith(".localhost") || isLoopback(host)) return true;
  const port = url.port === "" ? defaultPorts[url.protocol] : url.port;
  return list.split(/[\s,]+/).some((entry) => matches(entry.toLowerCase(), { host, port }));
}

const defaultPorts: Readonly<Record<string, string>> = { "http:": "80", "https:": "443" };

function bareHost(hostname: string): string {
  return hostname
    .toLowerCase()
    .replace(/^\[(.*)\]$/, "$1")
    .replace(/\.$/, "");
}

/** 4 or 6 for an IP address, else 0. The module is loaded only for those who have a proxy. */
function isIP(host: string): number {
  const net: typeof import("node:net") = require("node:net");
  return net.isIP(host);
}

function isLoopback(host: string): boolean {
  return host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}

function matches(
  entry: string,
  { host, port }: { host: string; port: string | undefined },
): boolean {
  if (entry === "") return false;
  if (entry === "*") return true;
  if (entry.includes("/")) return isInNetwork(entry, host);
  const [, name = "", wanted] =
    /^(.*?)(?::(\d+))?$/.exec(isIP(entry) === 6 ? `[${entry}]` : entry) ?? [];
  if (wanted !== undefined && wanted !== port) return false;
  const suffix = bareHost(name.replace(/^\*?\.?/, ""));
  return host === suffix || (isIP(host) === 0 && suffix !== "" && host.endsWith(`.${suffix}`));
}

function isInNetwork(entry: string, host: string): boolean {
  const [network = "", bits] = entry.split("/");
  const family = isIP(host);
  if (family === 0 || isIP(network) !== family) return false;
  const type = family === 4 ? "ipv4" : "ipv6";
  const { BlockList }: typeof import("node:net") = require("node:net");
  const list = new BlockList();
  try {
    list.addSubnet(network, Number(bits), type);
  } catch {
    // No prefix length: the entry matches nothing, as in other clients.
    return false;
  }
  return list.check(host, type);
}
