/** 热线: numbers without an area code that a whole country dials. */
const HOTLINES = new Set(
  (
    '12123 12305 12315 12318 12328 12329 12333 12338 12345 12348 12350 12351 12355 12366 12367 12368 12369 12380 12385 ' +
    '12388 12389 12393 110 119 120 122'
  ).split(' '),
);
/** Landline with or without area code and extension, mobile, 400/800 service number. */
const FORMS = [/^(?:0\d{2,3}-?)?[2-9]\d{6,7}(?:-\d{1,6})?$/, /^1[3-9]\d{9}$/, /^[48]00-?\d{3}-?\d{4}$/];

const isPhone = (number: string): boolean => HOTLINES.has(number) || FORMS.some((form) => form.test(number));

/** Numbers in a telephone field that nobody can dial; the whole field when it has none. Words and hours around them are fine. */
export const oddPhones = (text: string): string[] => {
  const plain = text
    .normalize('NFKC')
    .replaceAll(/\d{1,2}:\d{2}/g, ' ')
    .replaceAll(/\((0\d{2,3})\)\s*/g, '$1-')
    .replaceAll(/[—–−]|转|分机/g, '-');
  const numbers = Array.from(plain.matchAll(/\d[\d-]*/g), ([number]) => number).filter((number) => number.length > 2);
  return numbers.length === 0 ? [text] : numbers.filter((number) => !isPhone(number));
};
