import { load } from 'cheerio';

const cellText = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** Rows of cells of every table of a body that has no other table inside. */
export const tablesOf = (body: string): string[][][] => {
  if (!body.includes('<table')) return [];
  const $ = load(body);
  return $('table')
    .toArray()
    .filter((table) => $(table).find('table').length === 0)
    .map((table) =>
      $(table)
        .find('tr')
        .toArray()
        .map((row) =>
          $(row)
            .find('th,td')
            .toArray()
            .map((cell) => cellText($(cell).text())),
        ),
    );
};
