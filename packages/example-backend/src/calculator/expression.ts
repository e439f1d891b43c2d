/** Why an expression has no value. The message is written for whoever sent the expression. */
export class ExpressionError extends Error {
  override readonly name = "ExpressionError";
}

/** The longest expression that is read. It also bounds how deep parentheses can nest. */
export const maxExpressionLength = 200;

/**
 * The value of an arithmetic expression: numbers, `+ - * / ^`, parentheses, and `%` after a number for "hundredths", so
 * `17% * 249.90` and `17% of 249.90` are the same. Nothing is ever evaluated as code.
 *
 * @throws {ExpressionError} when the text is too long or not an expression, or its value is not a finite number.
 */
export function evaluate(expression: string): number {
  if (expression.length > maxExpressionLength) {
    throw new ExpressionError(`the expression is longer than ${maxExpressionLength} characters`);
  }
  const reader = createReader(tokenize(expression));
  const value = readSum(reader);
  const rest = reader.next();
  if (rest !== undefined) throw new ExpressionError(`unexpected "${rest}"`);
  if (!Number.isFinite(value)) throw new ExpressionError("the result is not a finite number");
  // Twelve digits hide the noise of binary fractions: 17% of 249.90 is 42.483, not 42.483000000000004.
  return Number(value.toPrecision(12));
}

interface TokenReader {
  /** The next token if it is one of these, which is then consumed. */
  take(...wanted: readonly string[]): string | undefined;
  /** The next token, consumed. */
  next(): string | undefined;
}

const tokenPattern = /\s*(?:(\d+(?:\.\d+)?|\.\d+)|(of\b|[-+*/^%()×÷−·]))/iy;
const operatorSpellings = new Map([
  ["of", "*"],
  ["×", "*"],
  ["·", "*"],
  ["÷", "/"],
  ["−", "-"],
]);

function tokenize(expression: string): string[] {
  const text = expression.trimEnd();
  const tokens: string[] = [];
  tokenPattern.lastIndex = 0;
  let position = 0;
  while (position < text.length) {
    const match = tokenPattern.exec(text);
    const token = match?.[1] ?? match?.[2]?.toLowerCase();
    if (token === undefined) {
      throw new ExpressionError(`cannot read the expression from character ${position + 1} on`);
    }
    tokens.push(operatorSpellings.get(token) ?? token);
    position = tokenPattern.lastIndex;
  }
  return tokens;
}

function createReader(tokens: readonly string[]): TokenReader {
  let index = 0;
  return {
    take: (...wanted) => {
      const token = tokens[index];
      if (token === undefined || !wanted.includes(token)) return undefined;
      index += 1;
      return token;
    },
    next: () => tokens[index++],
  };
}

function readSum(reader: TokenReader): number {
  let value = readProduct(reader);
  for (let sign = reader.take("+", "-"); sign !== undefined; sign = reader.take("+", "-")) {
    const right = readProduct(reader);
    value = sign === "+" ? value + right : value - right;
  }
  return value;
}

function readProduct(reader: TokenReader): number {
  let value = readSigned(reader);
  for (let sign = reader.take("*", "/"); sign !== undefined; sign = reader.take("*", "/")) {
    const right = readSigned(reader);
    if (sign === "/" && right === 0) throw new ExpressionError("division by zero");
    value = sign === "*" ? value * right : value / right;
  }
  return value;
}

function readSigned(reader: TokenReader): number {
  const sign = reader.take("+", "-");
  if (sign === undefined) return readPower(reader);
  return sign === "-" ? -readSigned(reader) : readSigned(reader);
}

function readPower(reader: TokenReader): number {
  const base = readPercent(reader);
  return reader.take("^") === undefined ? base : base ** readSigned(reader);
}

function readPercent(reader: TokenReader): number {
  let value = readOperand(reader);
  while (reader.take("%") !== undefined) value /= 100;
  return value;
}

function readOperand(reader: TokenReader): number {
  if (reader.take("(") !== undefined) {
    const value = readSum(reader);
    if (reader.take(")") === undefined) throw new ExpressionError('a ")" is missing');
    return value;
  }
  const token = reader.next();
  const value = Number(token);
  if (token === undefined) throw new ExpressionError("the expression ends too early");
  if (Number.isNaN(value)) throw new ExpressionError(`expected a number, got "${token}"`);
  return value;
}
