import { actingPerson } from '../../../accounts/acting.ts';
import { readFindingAs } from '../../../audits/list.ts';
import { showSnapshot } from '../../../audits/show-snapshot.ts';
import { readSnapshot } from '../../../audits/snapshots.ts';
import { AppError } from '../../../core/errors.ts';
import { addPage, type Console } from '../pages.tsx';
import { Empty } from '../ui.tsx';
import type { Visit } from '../visit.ts';
import { PATH } from './query.ts';
import { text } from './text.ts';

const missing = (): AppError => new AppError('not-found', { what: '这份页面快照' });

const hashFor = async ({ ctx }: Console, visit: Visit) => {
  const finding = await readFindingAs(ctx, visit.param('id'), actingPerson(visit.session.person));
  if (finding.snapshot === null) throw missing();
  return { finding, hash: finding.snapshot };
};

const framePage = async (shell: Console, visit: Visit): Promise<Response> => {
  const { finding, hash } = await hashFor(shell, visit);
  const path = `${PATH}/${finding.id}`;
  const isShown = (await showSnapshot(shell.ctx.db, hash)) !== null;
  return visit.page(
    { title: text.snapshot, section: PATH },
    <>
      <p>
        <a href={path}>{finding.summary}</a>
        {' · '}
        <a href={`${path}/snapshot/bytes`}>{text.snapshotGet}</a>
      </p>
      <p class="hint">{text.snapshotWhy}</p>
      {isShown ? (
        <iframe class="snapshot" sandbox="" title={text.snapshot} src={`${path}/snapshot/page`} />
      ) : (
        <Empty>{text.snapshotNone}</Empty>
      )}
    </>,
  );
};

/** The page as it was seen: framed without a right to anything, or as bytes to keep. */
export const addSnapshots = (shell: Console): void => {
  const path = `${PATH}/:id/snapshot`;
  const who = 'item-read';
  addPage(shell, { method: 'get', path, who }, (visit) => framePage(shell, visit));
  addPage(shell, { method: 'get', path: `${path}/page`, who }, async (visit) => {
    const html = await showSnapshot(shell.ctx.db, (await hashFor(shell, visit)).hash);
    if (html === null) throw missing();
    return visit.preview(html);
  });
  addPage(shell, { method: 'get', path: `${path}/bytes`, who }, async (visit) => {
    const { hash } = await hashFor(shell, visit);
    const snapshot = await readSnapshot(shell.ctx.db, hash);
    if (!snapshot) throw missing();
    // As a file to keep: somebody else's page never runs under our address.
    visit.c.header('content-type', 'application/octet-stream');
    visit.c.header('content-disposition', `attachment; filename="${hash.slice(0, 16)}.html"`);
    return visit.c.body(new Uint8Array(snapshot.body));
  });
};
