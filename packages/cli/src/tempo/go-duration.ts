/** Reads a duration as Go writes it (`1h2m`, `1.5s`, `250ms`) in nanoseconds; undefined when it is not one. */
export function readGoDuration(text: string): bigint | undefined {
  if (!whole.test(text)) return undefined;
  let total = 0;
  for (const [, amount, unit = ""] of text.matchAll(part))
    total += Number(amount) * (units[unit] ?? 0);
  return total < Number.MAX_SAFE_INTEGER * 1000 ? BigInt(Math.round(total)) : undefined;
}

const whole = /^(?:\d{1,12}(?:\.\d{1,9})?(?:ns|us|µs|ms|s|m|h))+$/;
const part = /(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g;
const units: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
};
