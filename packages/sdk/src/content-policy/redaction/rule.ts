/** A part of a text that is to be replaced. */
export interface Finding {
  readonly start: number;
  /** The index behind it. */
  readonly end: number;
}

/** Finds what must not leave. Takes time in proportion to the length of the text, whatever it holds. */
export interface Rule {
  /** What tokens call it. */
  readonly name: string;
  readonly find: (text: string) => readonly Finding[];
  /** Names of the attributes that it is for. @default all */
  readonly isFor?: (attribute: string) => boolean;
}

/** All matches of a global pattern. `group` is the part that is to be replaced. @default the whole match */
export function findAll(text: string, pattern: RegExp, group?: string): readonly Finding[] {
  const findings: Finding[] = [];
  for (const match of text.matchAll(pattern)) {
    const whole = match[0];
    const part = group === undefined ? whole : (match.groups?.[group] ?? whole);
    // What is to be replaced stands at the end.
    const end = match.index + whole.length;
    if (part.length > 0) findings.push({ start: end - part.length, end });
  }
  return findings;
}
