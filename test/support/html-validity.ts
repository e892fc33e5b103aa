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

/** What is no valid HTML in a document, as text. */
export const invalidityOfText = async (html: string, name: string): Promise<string[]> => {
  const { results } = await validator.validateString(html);
  return results.flatMap(({ messages }) =>
    messages.map(({ ruleId, message, line }) => `${name}:${line} ${ruleId}: ${message}`),
  );
};

/** What is no valid HTML at an address, as text. */
export const invalidityOf = async (url: string): Promise<string[]> => {
  const response = await fetch(url, { headers: { accept: 'text/html' } });
  return invalidityOfText(await response.text(), url);
};
