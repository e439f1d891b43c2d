/** A pattern of the user's that can be trusted with any text, or why not. */
export type CheckedPattern =
  | { readonly pattern: RegExp; readonly fault?: undefined }
  | { readonly pattern?: undefined; readonly fault: string };

/**
 * Compiles a regular expression of the user's if it reads any text in time proportional to its length: a part that is
 * repeated must not be able to match what may follow it, for else an engine that tries again may try for hours. Taken are
 * characters, classes (`[a-z]`, `\d`), `\b` at the ends, groups of alternatives, and the repetitions `?`, `*`, `+`, `{n}`, `{n,m}`
 * of characters and classes. Repetitions without end are cut at 256.
 */
export function checkPattern(source: string): CheckedPattern {
  if (source.length > MAX_SOURCE) return { fault: `at most ${MAX_SOURCE} characters` };
  try {
    const pieces = new Parser(source).parse();
    const fault = findFault(pieces);
    if (fault !== undefined) return { fault };
    const pattern = new RegExp(write(pieces), "gu");
    return pattern.test("")
      ? { fault: "a pattern that needs at least one character" }
      : { pattern };
  } catch (error) {
    return { fault: error instanceof PatternFault ? error.message : "a regular expression" };
  }
}

const MAX_SOURCE = 500;
const MAX_REPEAT = 256;
/** Ways through the groups of a pattern; each may be tried at every character of a text. */
const MAX_WAYS = 64;

class PatternFault extends Error {}

/** A character, a class or an assertion with its repetition, or a group of alternatives. */
interface Piece {
  readonly source: string;
  readonly min: number;
  readonly max: number;
  /** The characters up to U+00FF that it matches, and at 256 whether it matches others; undefined for an assertion. */
  readonly first: readonly boolean[] | undefined;
  /** Of a group. */
  readonly ways: number;
}

/** Where a repeated part could give back characters to what follows. */
function findFault(pieces: readonly Piece[]): string | undefined {
  const ways = pieces.reduce((product, { ways: own }) => product * own, 1);
  if (ways > MAX_WAYS) return `groups with at most ${MAX_WAYS} combinations`;
  for (const [at, { min, max, first, source }] of pieces.entries()) {
    if (min === max || first === undefined) continue;
    for (const next of pieces.slice(at + 1)) {
      const { first: other } = next;
      if (other === undefined) continue;
      if (first.some((matches, char) => matches && other[char] === true)) {
        return `that the repeated ${source} cannot match what follows it, here ${next.source}`;
      }
      if (next.min > 0) break;
    }
  }
  return undefined;
}

function write(pieces: readonly Piece[]): string {
  return pieces
    .map(({ source, min, max }) => (min === 1 && max === 1 ? source : `${source}{${min},${max}}`))
    .join("");
}

class Parser {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  parse(): readonly Piece[] {
    const pieces: Piece[] = [];
    while (this.#at < this.#source.length) pieces.push(this.#piece());
    return pieces;
  }

  #piece(): Piece {
    if (this.#source.startsWith("\\b", this.#at)) return this.#assertion();
    if (this.#source.startsWith("(?:", this.#at)) return this.#group();
    const source = this.#atom();
    const [min, max] = this.#repetition();
    return { source, min, max, first: matchesOf(source), ways: 1 };
  }

  #assertion(): Piece {
    this.#at += 2;
    return { source: "\\b", min: 1, max: 1, first: undefined, ways: 1 };
  }

  /** Alternatives of characters and classes that are not repeated; the group itself may be left out with `?`. */
  #group(): Piece {
    const begin = this.#at;
    this.#at += 3;
    let ways = 1;
    let isStart = true;
    const first: boolean[] = Array.from({ length: 257 }, () => false);
    while (this.#source.charAt(this.#at) !== ")") {
      if (this.#at >= this.#source.length) throw new PatternFault("a closing parenthesis");
      if (this.#source.charAt(this.#at) === "|") {
        this.#at += 1;
        ways += 1;
        isStart = true;
        continue;
      }
      const atom = this.#atom();
      const [min, max] = this.#repetition();
      if (min !== max) throw new PatternFault("no repetitions of varying length within groups");
      if (isStart) for (const [char, matches] of matchesOf(atom).entries()) first[char] ||= matches;
      isStart = false;
    }
    this.#at += 1;
    const source = this.#source.slice(begin, this.#at);
    const [min, max] = this.#repetition();
    if (max > 1) throw new PatternFault("groups that are not repeated");
    return { source, min, max, first, ways: ways + (min === 0 ? 1 : 0) };
  }

  #atom(): string {
    const rest = this.#source.slice(this.#at);
    const found = atoms.exec(rest)?.[0];
    if (found === undefined) {
      throw new PatternFault(`no ${JSON.stringify(rest.slice(0, 3))} in a pattern`);
    }
    this.#at += found.length;
    return found;
  }

  #repetition(): readonly [min: number, max: number] {
    const found = repetitions.exec(this.#source.slice(this.#at));
    if (found === null) return [1, 1];
    const [text, least, comma, most = ""] = found;
    this.#at += text.length;
    if (text === "?") return [0, 1];
    if (text === "*" || text === "+") return [text === "+" ? 1 : 0, MAX_REPEAT];
    const min = Number(least);
    const max = comma === undefined ? min : most === "" ? MAX_REPEAT : Number(most);
    if (min > max || max > MAX_REPEAT) throw new PatternFault(`repetitions up to ${MAX_REPEAT}`);
    return [min, max];
  }
}

const atoms =
  /^(?:\\[dDwWsStnr./\\|()[\]{}+*?^$]|\.|\[\^?(?:\\[dwstnr./\\|()[\]{}+*?^$-]|[^\\[\]])+\]|[^\\()[\]{}|+*?^$.])/u;
const repetitions = /^(?:[?*+]|\{(\d{1,4})(?:(,)(\d{0,4}))?\})/;

/** What an atom matches. */
function matchesOf(source: string): readonly boolean[] {
  const pattern = new RegExp(`^${source}$`, "su");
  const matches = Array.from({ length: 256 }, (_, code) => pattern.test(String.fromCharCode(code)));
  const beyond = others.some((char) => pattern.test(char)) || /[^\0-\xFF]/.test(source);
  return [...matches, beyond];
}

const others = ["\u0100", "\u4e2d", "\u2028"];
