import { HtmlValidate } from 'html-validate';

/** The standard's own rules; those of taste, which say how to write what is valid either way, are off. */
const validator = new HtmlValidate({
  extends: ['html-validate:standard'],
  rules: {
    'attribute-boolean-style': 'off',
    'doctype-style': 'off',
    'long-title': 'off',
    'no-inline-style': 'off',
    'no-trailing-whitespace': 'off',
    'tel-non-breaking': 'off',
    'void-style': 'off',
  },
});

/** What is no valid HTML at an address, as text. */
export const invalidityOf = async (url: string): Promise<string[]> => {
  const response = await fetch(url, { headers: { accept: 'text/html' } });
  const { results } = await validator.validateString(await response.text());
  return results.flatMap(({ messages }) =>
    messages.map(({ ruleId, message, line }) => `${url}:${line} ${ruleId}: ${message}`),
  );
};
