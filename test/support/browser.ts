import { existsSync } from 'node:fs';
import axe, { type AxeResults } from 'axe-core';
import { chromium, type Browser, type Page } from 'playwright-core';

const PROGRAMS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const program = PROGRAMS.find((path) => existsSync(path)) ?? null;
const isRequired = (process.env['YIGAO_REQUIRE'] ?? '').split(',').includes('chromium');
if (program === null) {
  if (isRequired) throw new Error('YIGAO_REQUIRE names chromium, but there is none: apt-get install chromium');
  console.warn('!! no Chromium found: the pages are NOT tested in a browser (apt-get install chromium)');
}

/** Whether there is a browser to test with; where there is none, one loud line has said so. */
export const hasBrowser = program !== null;

export const SCREENS = [
  { name: 'an office screen', width: 1366, height: 768 },
  { name: 'a phone', width: 390, height: 844 },
] as const;

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ ...(program ? { executablePath: program } : {}), args: ['--no-sandbox', '--disable-gpu'] });

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
