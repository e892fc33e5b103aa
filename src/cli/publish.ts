import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { readWord, type WordDraft } from '../items/word/read-word.ts';
import { CONTENT_OPTIONS, readArguments, type ContentOptions } from './arguments.ts';
import type { Client, Received } from './client.ts';
import type { Command, Told } from './command.ts';
import { CommandError } from './command-error.ts';
import { connect } from './connect.ts';
import { fieldsOfDraft, type Fields } from '../items/word/fields.ts';
import { approvalsOf, fieldsOfOptions, readBytes, uploadAttachments } from './content.ts';
import { describeDraft, describePreview, type Preview } from './describe-draft.ts';
import { findItem, follow } from './follow.ts';

interface Read {
  readonly draft: WordDraft;
  /** Names the file when nothing else does: the same file again is the same item. */
  readonly fingerprint: string;
}

const readFile = async (path: string): Promise<Read> => {
  const bytes = await readBytes(path);
  const fingerprint = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  return { draft: await readWord(bytes, { fileName: basename(path) }), fingerprint };
};

const uploadImages = async (client: Client, { images }: WordDraft): Promise<void> => {
  for (const { id, data } of images) await client.upload(new Uint8Array(data), id);
};

const contentOf = async (client: Client, draft: WordDraft | null, options: ContentOptions): Promise<Fields> => {
  const { units } = await client.get<{ units: { id: string; name: string }[] }>('/api/units');
  if (draft) await uploadImages(client, draft);
  const attachments = await uploadAttachments(client, options);
  return {
    ...(draft ? fieldsOfDraft(draft, units) : {}),
    ...fieldsOfOptions(options),
    ...(attachments.length > 0 ? { attachments } : {}),
  };
};

/** Nobody approved: shows what would be handed in, and how it would go on. */
const preview = async (client: Client, request: Fields, draft: WordDraft | null): Promise<Told> => {
  const seen = await client.post<Preview>('/api/items/preview', request);
  return {
    text: [...(draft ? [describeDraft(draft)] : []), describePreview(seen, request)].join('\n'),
    json: { recognised: draft && { ...draft, images: draft.images.map(({ id, mime }) => ({ id, mime })) }, ...seen },
    ok: true,
  };
};

const handIn = async (client: Client, request: Fields, draft: WordDraft | null, command: Command): Promise<Told> => {
  if (draft) command.say(describeDraft(draft));
  const { id, created, revision, issues } = await client.post<Received>('/api/items', request);
  for (const { field, message } of issues) command.say(`  提醒 ${field}：${message}`);
  command.say(created ? `\n已收稿（第 ${revision} 版），正在发布：` : `\n这份内容早已收稿（第 ${revision} 版）：`);
  const told = await follow(client, id, command);
  return { ...told, json: { ...(told.json as object), created, notes: draft?.notes ?? [] } };
};

export const publish = async (command: Command): Promise<Told> => {
  const { values, positionals } = readArguments(command.args, { ...CONTENT_OPTIONS, id: { type: 'string' } });
  const [path] = positionals;
  if (path === undefined) throw new CommandError('请给出 Word 文件：npx yigao publish 文件.docx --column zcwj');
  const { draft, fingerprint } = await readFile(path);
  const { client, close } = await connect(command.where(values.data));
  try {
    const approvals = approvalsOf(values, command.now());
    const request: Fields = {
      ...(await contentOf(client, draft, values)),
      externalId: values.id ?? draft.documentNumber ?? `word-${fingerprint}`,
      author: values.author ?? command.userName,
      approvals,
    };
    return approvals.length === 0
      ? await preview(client, request, draft)
      : await handIn(client, request, draft, command);
  } finally {
    await close();
  }
};

/** A new revision of what stands: the file's content, or the same with some fields changed; everything else stays. */
export const correct = async (command: Command): Promise<Told> => {
  const { values, positionals } = readArguments(command.args, CONTENT_OPTIONS);
  const [name, path] = positionals;
  const draft = path === undefined ? null : (await readFile(path)).draft;
  const { client, close } = await connect(command.where(values.data));
  try {
    const item = await findItem(client, name);
    const approvals = approvalsOf(values, command.now());
    const changes = await contentOf(client, draft, values);
    if (Object.keys(changes).length === 0)
      throw new CommandError('没有要更正的内容：请给出 Word 文件或 --title 等选项');
    const before = item.revisions[0]?.content;
    const request: Fields = {
      ...before,
      ...changes,
      // Where it belongs is not the file's to say.
      unit: values.unit ?? before?.unit,
      column: values.column ?? before?.column,
      type: values.type ?? before?.type,
      // It speaks of one correction; the next must not repeat it.
      changeNote: values['change-note'],
      externalId: item.externalId,
      previous: item.hash,
      author: values.author ?? command.userName,
      approvals,
    };
    return approvals.length === 0
      ? await preview(client, request, draft)
      : await handIn(client, request, draft, command);
  } finally {
    await close();
  }
};
