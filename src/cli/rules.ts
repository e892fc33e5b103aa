import type { ByHand, Standing } from '../audits/standing.ts';
import { readArguments } from './arguments.ts';
import type { Command, Told } from './command.ts';
import { connect } from './connect.ts';
import { formatTable } from './table.ts';

interface Rules {
  readonly standings: readonly Standing[];
  readonly byHand: readonly ByHand[];
}

const describe = ({ standings, byHand }: Rules): string =>
  [
    formatTable(
      ['结论', '指标', '渠道', '现状', '依据'],
      standings.map(({ levelName, rule, channelName, text, document }) => [
        levelName,
        rule,
        channelName,
        text,
        document,
      ]),
      [10, 12, 16, 80, 60],
    ),
    '',
    `须由人核对 ${byHand.length} 项：`,
    ...byHand.map(({ rule, name, text }) => `  ${rule} ${name}：${text}`),
  ].join('\n');

/** `rules`: where the office stands with what an inspection measures. Exit code 1 when something would be a veto. */
export const rules = async (command: Command): Promise<Told> => {
  const { values } = readArguments(command.args, {});
  const { client, close } = await connect(command.where(values.data));
  try {
    const asked = await client.get<Rules>('/api/rules');
    return { text: describe(asked), json: asked, ok: asked.standings.every(({ level }) => level !== 'veto') };
  } finally {
    await close();
  }
};
