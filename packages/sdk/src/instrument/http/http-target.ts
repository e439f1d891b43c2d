/** The parts of a request's target, without fragment and authority. */
export interface RequestTarget {
  /** `url.path` */
  readonly path: string;
  /** `url.query`, not yet redacted; empty when there is none. */
  readonly query: string;
}

/** Splits the target of a request that a server got: usually `/path?query`, but also `*`, `http://host/path` and `host:port`. */
export function splitTarget(url: string): RequestTarget {
  const target = url.startsWith("/") ? url : withoutAuthority(url);
  const fragment = target.indexOf("#");
  const sent = fragment < 0 ? target : target.slice(0, fragment);
  const mark = sent.indexOf("?");
  if (mark < 0) return { path: sent, query: "" };
  return { path: sent.slice(0, mark), query: sent.slice(mark + 1) };
}

/** The authority may hold credentials, so it is cut off even where the target does not parse as a URL. */
function withoutAuthority(target: string): string {
  const authority = target.indexOf("//");
  if (authority < 0) return target.includes("@") ? "" : target;
  const path = target.slice(authority + 2).search(/[/?#]/);
  return path < 0 ? "/" : target.slice(authority + 2 + path);
}
