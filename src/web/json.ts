import { AppError } from '../core/errors.ts';
import { issue } from '../core/issues.ts';

/** Our deepest request has six levels; a stack of thousands is an attack. */
const MAX_DEPTH = 32;
/** An item has some hundred values; more is an attack on the parser, not an item. */
const MAX_VALUES = 20_000;

const SPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const LITERALS: readonly (readonly [string, unknown])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** JSON as RFC 8259 has it, without what makes two readers disagree: no repeated keys, no keys of the language itself. */
class Reader {
  private at = 0;
  private values = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  read(): unknown {
    this.skip();
    const value = this.value(0);
    this.skip();
    if (this.at < this.text.length) this.fail('JSON 之后还有多余内容');
    return value;
  }

  private fail(what: string, at = this.at): never {
    const before = this.text.slice(0, at);
    const line = before.split('\n').length;
    const reason = `第 ${line} 行第 ${at - before.lastIndexOf('\n')} 列：${what}`;
    throw new AppError('bad-request', { reason }, [issue('', 'bad-json', { reason })]);
  }

  private match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const [found = ''] = pattern.exec(this.text) ?? [];
    this.at += found.length;
    return found;
  }

  private skip(): void {
    this.match(SPACE);
  }

  private takes(char: string): boolean {
    this.skip();
    if (this.text[this.at] !== char) return false;
    this.at += 1;
    this.skip();
    return true;
  }

  private value(depth: number): unknown {
    this.values += 1;
    if (this.values > MAX_VALUES) this.fail(`内容过多（最多 ${MAX_VALUES} 项）`);
    if (depth > MAX_DEPTH) this.fail(`嵌套过深（最多 ${MAX_DEPTH} 层）`);
    if (this.text[this.at] === '"') return this.string();
    if (this.takes('{')) return this.object(depth);
    if (this.takes('[')) return this.array(depth);
    return this.scalar();
  }

  private scalar(): unknown {
    const literal = LITERALS.find(([word]) => this.text.startsWith(word, this.at));
    if (literal) {
      this.at += literal[0].length;
      return literal[1];
    }
    const number = this.match(NUMBER);
    if (number === '') this.fail(this.at < this.text.length ? '此处应为一个值' : '内容不完整');
    return Number(number);
  }

  /** Finds the end by hand: a pattern over megabytes of escapes would exhaust the stack. */
  private string(): string {
    const start = this.at;
    let end = start;
    do {
      end = this.text.indexOf('"', end + 1);
      if (end < 0) this.fail('文本缺少结尾的引号', start);
    } while (this.isEscaped(end));
    this.at = end + 1;
    try {
      return JSON.parse(this.text.slice(start, this.at)) as string;
    } catch {
      return this.fail('文本中有未转义的控制字符或错误的转义', start);
    }
  }

  private isEscaped(quote: number): boolean {
    let at = quote;
    while (this.text[at - 1] === '\\') at -= 1;
    return (quote - at) % 2 === 1;
  }

  private array(depth: number): unknown[] {
    const values: unknown[] = [];
    if (this.takes(']')) return values;
    do values.push(this.value(depth + 1));
    while (this.takes(','));
    if (!this.takes(']')) this.fail('列表缺少“,”或“]”');
    return values;
  }

  private object(depth: number): Record<string, unknown> {
    const fields: Record<string, unknown> = {};
    if (this.takes('}')) return fields;
    do {
      const start = this.at;
      if (this.text[start] !== '"') this.fail('此处应为用引号括起的字段名');
      const key = this.string();
      if (FORBIDDEN_KEYS.has(key)) this.fail(`不允许的字段名“${key}”`, start);
      if (Object.hasOwn(fields, key)) this.fail(`字段“${key.slice(0, 40)}”重复`, start);
      if (!this.takes(':')) this.fail('字段名之后缺少“:”');
      fields[key] = this.value(depth + 1);
    } while (this.takes(','));
    if (!this.takes('}')) this.fail('对象缺少“,”或“}”');
    return fields;
  }
}

/** Parses JSON strictly; throws `bad-request` with the place of the first fault, in Chinese. */
export const parseJson = (text: string): unknown => new Reader(text).read();
