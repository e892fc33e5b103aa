import { existsSync } from 'node:fs';
import axe, { type AxeResults } from 'axe-core';
import { chromium, type Browser, type Page } from 'playwright-core';

const PROGRAMS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const names = (variable: string): boolean => (process.env[variable] ?? '').split(',').includes('chromium');
/** `YIGAO_WITHOUT=chromium`: one of two runs over the same tree is enough for a browser. */
const program = names('YIGAO_WITHOUT') ? null : (PROGRAMS.find((path) => existsSync(path)) ?? null);
if (program === null) {
  if (names('YIGAO_REQUIRE'))
    throw new Error('YIGAO_REQUIRE names chromium, but there is none: apt-get install chromium');
  console.warn('!! no Chromium: the pages are NOT tested in a browser (apt-get install chromium)');
}

/** Whether there is a browser to test with; where there is none, one loud line has said so. */
export const hasBrowser = program !== null;

export const SCREENS = [
  { name: 'an office screen', width: 1366, height: 768 },
  { name: 'a phone', width: 390, height: 844 },
] as const;

const LAUNCH = ['--no-sandbox', '--disable-gpu'];

/** `fonts`: those that pages bring along, for pictures; tests need not wait for a hundred files a page. */
export const openBrowser = ({ fonts = false }: { readonly fonts?: boolean } = {}): Promise<Browser> =>
  chromium.launch({
    ...(program ? { executablePath: program } : {}),
    args: fonts ? LAUNCH : [...LAUNCH, '--disable-remote-fonts'],
  });

/** Everything the page complained about, also what its security policy kept it from. */
export const complaintsOf = (page: Page): string[] => {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`);
  });
  return complaints;
};

/** How far the page runs out of its window, in pixels. */
export const overflowOf = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** What keeps people out, as axe sees it, WCAG and good practice; in words. */
export const barriersOf = async (page: Page): Promise<string[]> => {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResults>('axe.run(document, { resultTypes: ["violations"] })');
  return violations.map(({ id, nodes }) => `${page.url()} ${id}: ${nodes.map(({ html }) => html).join(' ')}`);
};
