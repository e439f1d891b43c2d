/** A part of a document that is found and quoted as a whole. */
export interface Passage {
  readonly heading: string;
  readonly text: string;
}

/** Cuts a Markdown document at its second-level headings. Text before the first of them is left out. */
export function splitIntoPassages(markdown: string): Passage[] {
  return markdown
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [heading = "", ...lines] = section.split("\n");
      return { heading: heading.trim(), text: lines.join("\n").trim() };
    });
}
