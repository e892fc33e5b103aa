import { basename } from 'node:path';
import { readArguments } from './arguments.ts';
import { CommandError } from './command-error.ts';
import type { Command, Told } from './command.ts';
import { connect } from './connect.ts';
import { importLog, type FileTold } from './import-log.ts';
import { formatTable } from './table.ts';

const HEAD = ['文件', '行数', '以前已导入', '新计入浏览', '重复的行', '已结账不计', '格式不符'];
const describe = (files: readonly FileTold[]): string =>
  formatTable(
    HEAD,
    files.map(({ file, lines, before, added, again, late, broken }) => [
      basename(file),
      ...[lines, before, added, again, late, broken].map(String),
    ]),
  );

/** `reach import FILE…`: logs of the portal's web server. */
export const reach = async (command: Command): Promise<Told> => {
  const { values, positionals } = readArguments(command.args, { channel: { type: 'string', default: 'portal' } });
  const [verb, ...files] = positionals;
  if (verb !== 'import' || files.length === 0)
    throw new CommandError('用法：npx yigao reach import 文件… [--channel portal]');
  const { client, close } = await connect(command.where(values.data));
  try {
    const told: FileTold[] = [];
    for (const file of files) told.push(await importLog(client, file, { ...command, channel: values.channel }));
    return { text: describe(told), json: { files: told }, ok: true };
  } finally {
    await close();
  }
};
