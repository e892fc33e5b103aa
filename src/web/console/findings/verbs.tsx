import { z } from 'zod';
import { actingPerson } from '../../../accounts/acting.ts';
import type { PersonActor } from '../../../accounts/actor.ts';
import { acceptFinding } from '../../../audits/accept.ts';
import { reassignFinding } from '../../../audits/reassign.ts';
import { readFindingAs } from '../../../audits/list.ts';
import { releaseHost } from '../../../audits/release.ts';
import { planRepush, repushFinding } from '../../../audits/repush.ts';
import { AppError } from '../../../core/errors.ts';
import { lineSchema } from '../../../items/line.ts';
import { parse } from '../../../items/parse.ts';
import { readReason } from '../../../items/reason.ts';
import { Confirm } from '../form-parts.tsx';
import { addPage, type Console } from '../pages.tsx';
import { fill } from '../words.ts';
import type { Visit } from '../visit.ts';
import { Note } from '../ui.tsx';
import type { Notice } from '../words.ts';
import { findingPage } from './detail.tsx';
import { PATH } from './query.ts';
import { REPUSH_WORDS, text } from './text.ts';

/** The end of that day in Beijing. */
const daySchema = z.iso.date().transform((day) => new Date(`${day}T23:59:59+08:00`));

const acceptSchema = z.object({ reason: lineSchema(500), until: z.string().min(1).pipe(daySchema) });
const reassignSchema = z.object({
  unit: z.string().min(1),
  note: z.union([z.literal(''), lineSchema(500)]),
  dueOn: z.union([z.literal(''), daySchema]),
});

const formOf = ({ form }: Visit, names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, form.get(name)]));

const readReassign = (visit: Visit) => {
  const { unit, note, dueOn } = parse(reassignSchema, formOf(visit, ['unit', 'note', 'dueOn']));
  return { unitId: unit, reason: note || undefined, dueAt: dueOn || undefined };
};

/** What has to be mended comes back with the form, and what came too late beside what is so now. */
const orTold = async (
  shell: Console,
  visit: Visit,
  run: (actor: PersonActor, id: string) => Promise<void>,
  notice: Notice,
): Promise<Response> => {
  const id = visit.param('id');
  try {
    await run(actingPerson(visit.session.person), id);
    return visit.go(`${PATH}/${id}`, notice);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.status === 409) return findingPage(shell, visit, { error });
    if (error.issues.length > 0) return findingPage(shell, visit, { issues: error.issues });
    throw error;
  }
};

const addForms = (shell: Console): void => {
  const { ctx } = shell;
  const who = 'finding-handle';
  addPage(shell, { method: 'post', path: `${PATH}/:id/accept`, who }, (visit) =>
    orTold(
      shell,
      visit,
      async (actor, id) =>
        acceptFinding(ctx, { id, actor, ...parse(acceptSchema, formOf(visit, ['reason', 'until'])) }),
      'finding-accepted',
    ),
  );
  addPage(shell, { method: 'post', path: `${PATH}/:id/reassign`, who }, (visit) =>
    orTold(
      shell,
      visit,
      async (actor, id) => reassignFinding(ctx, { id, actor, ...readReassign(visit) }),
      'finding-reassigned',
    ),
  );
  addPage(shell, { method: 'post', path: `${PATH}/:id/release`, who, proof: true }, (visit) =>
    orTold(
      shell,
      visit,
      async (actor, id) => releaseHost(ctx, { id, reason: readReason(visit.form.get('cause'), 'cause'), actor }),
      'host-released',
    ),
  );
};

/** Tells what it will do on this channel before it is done. */
const repushPage = async (shell: Console, visit: Visit): Promise<Response> => {
  const { ctx } = shell;
  const finding = await readFindingAs(ctx, visit.param('id'), actingPerson(visit.session.person));
  const plan = await planRepush(ctx, finding.id);
  const path = `${PATH}/${finding.id}`;
  if (!plan) throw new AppError('not-now', { what: '问题', status: finding.summary, verb: text.repush });
  const { action, channelName, busy } = plan;
  return visit.page(
    { title: text.repush, section: PATH },
    <>
      <p>
        <a href={path}>{finding.summary}</a>
      </p>
      {busy === null ? (
        <Confirm
          action={`${path}/repush`}
          question={fill(REPUSH_WORDS[action], { channel: channelName })}
          go={text.repushGo}
          back={path}
        />
      ) : (
        <Note tone="wait">{fill(text.repushBusy, { status: busy })}</Note>
      )}
    </>,
  );
};

/** 接受, 转办, 继续巡检 and 重新推送 of one finding. */
export const addFindingVerbs = (shell: Console): void => {
  const path = `${PATH}/:id/repush`;
  addForms(shell);
  addPage(shell, { method: 'get', path, who: 'finding-handle' }, (visit) => repushPage(shell, visit));
  addPage(shell, { method: 'post', path, who: 'finding-handle', proof: true }, (visit) =>
    orTold(shell, visit, (actor, id) => repushFinding(shell.ctx, id, actor), 'finding-repushed'),
  );
};
