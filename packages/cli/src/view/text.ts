/**
 * Makes text from outside safe to print on one line: control characters (and with them escape sequences and line
 * breaks), direction overrides and broken surrogates become visible, harmless signs.
 */
export function cleanText(text: string): string {
  // Longer than any line; bounds the work below for names of megabytes.
  const bounded = text.length > longest ? `${text.slice(0, longest)}…` : text;
  return bounded.toWellFormed().replaceAll(unsafe, visible);
}

/** The columns that a (clean) text takes in a terminal. */
export function textWidth(text: string): number {
  if (plainAscii.test(text)) return text.length;
  let width = 0;
  for (const { segment } of segmenter.segment(text)) width += clusterWidth(segment);
  return width;
}

/** Cuts a (clean) text to at most `width` columns, with `…` where something was cut off. */
export function fitText(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  if (width <= 0) return "";
  let kept = "";
  let used = 1;
  for (const { segment } of segmenter.segment(text)) {
    used += clusterWidth(segment);
    if (used > width) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** Fills a (clean) text with spaces up to `width` columns. */
export function padText(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - textWidth(text)));
}

/** Breaks a (clean) text into lines of at most `width` columns, at spaces where it can; the last one may end in `…`. */
export function wrapText(
  text: string,
  { width, maxLines }: { width: number; maxLines: number },
): string[] {
  const lines: string[] = [];
  let rest = text;
  while (textWidth(rest) > width && lines.length < maxLines - 1) {
    const fitting = fitText(rest, width + 1).slice(0, -1);
    const space = fitting.lastIndexOf(" ");
    const cut = space > width / 2 ? space : Math.max(1, fitting.length);
    lines.push(rest.slice(0, cut).trimEnd());
    rest = rest.slice(cut).trimStart();
  }
  return [...lines, fitText(rest, width)];
}

const longest = 1000;
// Control characters, soft hyphen, zero-width and direction signs, line separators, byte order mark.
const unsafe =
  // oxlint-disable-next-line no-control-regex -- control characters are what it looks for
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;
const plainAscii = /^[\u0020-\u007e]*$/;
const wide =
  /^(?:\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}])|\ufe0f/u;
const segmenter = new Intl.Segmenter();

/** U+2400 to U+2421 are pictures of the control characters: U+001B is shown as ␛. */
function visible(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? "␡" : "�";
}

function clusterWidth(cluster: string): number {
  if (/^\p{M}+$/u.test(cluster)) return 0;
  return wide.test(cluster) ? 2 : 1;
}
