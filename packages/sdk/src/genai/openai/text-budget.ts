/** Characters of contents that may still be put together for one answer. */
export class TextBudget {
  #left: number;

  constructor(characters: number) {
    this.#left = characters;
  }

  /** As much of the text as there is room for. */
  take(text: string): string {
    if (text.length <= this.#left) {
      this.#left -= text.length;
      return text;
    }
    const part = text.slice(0, this.#left);
    this.#left = 0;
    return part;
  }
}
