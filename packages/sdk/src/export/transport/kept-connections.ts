/**
 * How long our agents keep a connection that nobody uses, in milliseconds: less than servers do (the Collector 60 s),
 * since a request that meets the end of its connection must wait and go again. A server that announces less (Keep-Alive)
 * is heeded, which Node.js does only beside a limit of our own.
 */
export const KEPT: { readonly keepAlive: true; readonly timeout: number } = {
  keepAlive: true,
  timeout: 20_000,
};
