import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { listAll, type DeliveryView } from '../client.ts';
import { byHand, faithful, pageOf, portalFile, told, type Hands, type Tampered, type Tampering } from './hands.ts';
import { addDays } from '../../core/days.ts';

/** More than any rule allows for news: fourteen for a column, a home page, an account. */
const DAYS = 20;
const DAY_MS = 24 * 3_600_000;

const DATED = /<time datetime="(\d{4}-\d{2}-\d{2})">\1</g;
const aged = (day: string): string => addDays(day, -DAYS);

const nameOfColumn = async ({ client }: Hands, id: string | undefined): Promise<string> => {
  const { columns } = await client.get<{ columns: { id: string; name: string }[] }>('/api/columns');
  return columns.find((column) => column.id === id)?.name ?? '';
};

/** As if nothing had come in for weeks: every line of the news, whose copies are all right themselves, names an older day. */
export const ageColumn: Tampering = async (items, hands) => {
  const copies = items.flatMap((item) => {
    const delivery = item.type === 'news' ? faithful(item, 'portal') : null;
    return delivery ? [{ item, delivery }] : [];
  });
  const [first] = copies;
  if (!first) return [];
  const file = join(dirname(dirname(portalFile(first.delivery, hands))), 'index.html');
  const html = await readFile(file, 'utf8');
  if (html.match(DATED)?.length !== copies.length) return [];
  await writeFile(
    file,
    html.replaceAll(DATED, (_, day: string) => `<time datetime="${aged(day)}">${aged(day)}<`),
  );
  const { channel, channelName } = first.delivery;
  const column = await nameOfColumn(hands, first.item.revisions[0]?.content.column);
  return [
    {
      item: null,
      title: `栏目“${column}”`,
      channel,
      channelName,
      what: `把列表里的日期都改早 ${DAYS} 天`,
      expects: 'stale',
    },
    ...copies.map(({ item, delivery }) =>
      told(item, delivery, { what: `它在栏目“${column}”里的日期因此不对`, expects: 'listed-wrong' }),
    ),
  ];
};

/** As they stand now: a correction a moment ago brought another article. */
const liveArticles = async ({ client }: Hands): Promise<DeliveryView[]> =>
  (await listAll(client)).flatMap(({ deliveries }) =>
    deliveries.filter(({ channel, actual }) => channel === 'wechat' && actual === 'live'),
  );

/** As if the account had been silent for weeks: the platform stamps older days on all its articles. */
export const ageAccount: Tampering = async (_, hands) => {
  const done: Tampered[] = [];
  for (const article of await liveArticles(hands)) {
    const changed = await byHand(hands, '/sandbox/wechat/__hand', { page: pageOf(article), age: DAYS * DAY_MS });
    const { channel, channelName } = article;
    if (changed && done.length === 0)
      done.push({
        item: null,
        title: '账号的全部文章',
        channel,
        channelName,
        what: `发布时间都改早 ${DAYS} 天，最新一篇也不例外`,
        expects: 'stale',
      });
  }
  return done;
};
