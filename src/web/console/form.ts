import type { Context as Call } from 'hono';
import { AppError } from '../../core/errors.ts';

/** What a page's form sent: every value is a list, because a field may come twice. */
export interface Form {
  /** Empty where the field is missing; line ends as `\n`. */
  get(name: string): string;
  all(name: string): string[];
  has(name: string): boolean;
  file(name: string): File | null;
  files(name: string): File[];
  /** The texts, in order, for a page that has to ask something before it goes on. */
  readonly fields: readonly (readonly [name: string, value: string])[];
}

const FORM_TYPE = /^(?:application\/x-www-form-urlencoded|multipart\/form-data)\b/i;

const fromData = (data: FormData): Form => {
  const texts = (name: string) => data.getAll(name).filter((value) => typeof value === 'string');
  const filesOf = (name: string) =>
    data.getAll(name).filter((value) => value instanceof File && value.size > 0) as File[];
  return {
    get: (name) => (texts(name)[0] ?? '').replaceAll('\r\n', '\n'),
    all: (name) => texts(name),
    has: (name) => data.has(name),
    file: (name) => filesOf(name)[0] ?? null,
    files: filesOf,
    fields: [...data.entries()].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : [])),
  };
};

export const NO_FORM: Form = fromData(new FormData());

/** NUL and lone surrogates are nothing a person types, and nothing PostgreSQL stores. */
export const isPlainText = (text: string): boolean => !/\0|\p{Surrogate}/u.test(text);

/** Reads what the browser posted; anything else than a form is refused, whatever cookie came with it. */
export const readForm = async (c: Call): Promise<Form> => {
  const type = c.req.header('content-type') ?? '';
  if (!FORM_TYPE.test(type)) throw new AppError('unsupported-media', { type: type.slice(0, 80), expected: '网页表单' });
  try {
    const form = fromData(await c.req.formData());
    if (!form.fields.flat().every(isPlainText)) throw new AppError('bad-request', { reason: '含有不可用的字符' });
    return form;
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('bad-request', { reason: '表单内容不完整' });
  }
};
