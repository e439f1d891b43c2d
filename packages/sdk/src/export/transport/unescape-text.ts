/** A text without its escapes. */
export interface PlainText {
  readonly text: string;
  /** Where what is from `from` to `to` in it stands in the original. */
  readonly span: (from: number, to: number) => readonly [number, number];
}

/**
 * Reads the escapes of HTML (`&amp;`, `&#38;`), JSON (`\u0026`, `\"`) and, of ASCII, those of URLs (`%26`), wherever they
 * stand and four levels deep; what is no escape stays as it is.
 */
export function unescapeText(original: string): PlainText {
  let text = original;
  // Where each character begins in the original, and the end.
  let starts = Array.from({ length: original.length + 1 }, (_, index) => index);
  for (let level = 0; level < LEVELS; level++) {
    const next = unescapeOnce(text, starts);
    if (next.text === text) break;
    ({ text, starts } = next);
  }
  return { text, span: (from, to) => [starts[from] ?? 0, starts[to] ?? original.length] };
}

const LEVELS = 4;

function unescapeOnce(text: string, starts: readonly number[]): { text: string; starts: number[] } {
  let plain = "";
  const places: number[] = [];
  const take = (characters: string, from: number): void => {
    for (let index = 0; index < characters.length; index++) places.push(starts[from + index] ?? 0);
    plain += characters;
  };
  let at = 0;
  for (const match of text.matchAll(escape)) {
    const character = read(match.groups ?? {});
    if (character === undefined) continue;
    take(text.slice(at, match.index), at);
    take(character, match.index);
    at = match.index + match[0].length;
  }
  take(text.slice(at), at);
  places.push(starts[text.length] ?? 0);
  return { text: plain, starts: places };
}

const escape =
  /&(?<name>amp|lt|gt|quot|apos);|&#(?<decimal>\d{1,7});|&#x(?<hex>[0-9a-f]{1,6});|\\u(?<unit>[0-9a-f]{4})|(?:\\x|%)(?<byte>[0-9a-f]{2})|\\(?<self>["'\\/])/gi;

const named: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
};

type Groups = Readonly<Record<string, string | undefined>>;

function read({ name, decimal, hex, unit, byte, self }: Groups): string | undefined {
  if (self !== undefined) return self;
  if (name !== undefined) return named[name.toLowerCase()];
  if (decimal !== undefined) return characterOf(Number(decimal));
  if (byte === undefined) return characterOf(Number.parseInt(hex ?? unit ?? "", 16));
  // The bytes of other characters are looked for as they are.
  const code = Number.parseInt(byte, 16);
  return code < 0x80 ? String.fromCodePoint(code) : undefined;
}

function characterOf(code: number): string | undefined {
  return code <= 0x10_ff_ff ? String.fromCodePoint(code) : undefined;
}
