import { imageIds } from '../core/assets.ts';
import { ITEM_TYPE_NAMES, type Content } from '../core/content.ts';
import { issue, type Issue } from '../core/issues.ts';
import { checkApprovals } from './approvals.ts';
import { checkPersonalData } from './personal-data.ts';
import type { RequestField } from './request.ts';
import { takes, targetsOf, type Submission } from './submission.ts';

const checkDisclosure = ({ content: { disclosure } }: Submission): Issue[] => {
  const { kind, reason } = disclosure;
  if (kind === '主动公开') return [];
  return [
    issue('disclosure.kind', 'not-public', { kind }),
    ...(reason === undefined ? [issue('disclosure.reason', 'no-reason', { kind })] : []),
  ];
};

const checkKind = ({ content: { type, guide, body } }: Submission): Issue[] => {
  if (type !== 'guide') return guide ? [issue('guide', 'guide-not-allowed')] : [];
  return [...(guide ? [] : [issue('guide', 'no-guide')]), ...(body === '' ? [] : [issue('body', 'body-not-allowed')])];
};

/** Where each asset is named, for the person who mends it. */
const assetPlaces = ({
  body,
  cover,
  attachments,
  guide,
}: Content): readonly (readonly [field: string, id: string])[] => [
  ...[...new Set(imageIds(body))].map((id) => ['body', id] as const),
  ...(cover ? [['cover', cover] as const] : []),
  ...attachments.map(({ asset }, index) => [`attachments[${index}].asset`, asset] as const),
  ...(guide?.materials ?? []).flatMap(({ sample }, index) =>
    sample ? [[`guide.materials[${index}].sample`, sample] as const] : [],
  ),
];

const checkAssets = ({ content, facts: { assets } }: Submission): Issue[] =>
  assetPlaces(content).flatMap(([field, id]) => {
    const asset = assets[id];
    if (!asset) return [issue(field, 'unknown-asset', { id })];
    const mustBeImage = field === 'body' || field === 'cover';
    return mustBeImage && !asset.mime.startsWith('image/') ? [issue(field, 'wrong-type', { expected: '图片' })] : [];
  });

const checkChannels = (submission: Submission): Issue[] => {
  const { content, facts } = submission;
  if (content.channels === 'all') return targetsOf(submission).length > 0 ? [] : [issue('channels', 'no-channel')];
  return content.channels.flatMap((id, index) => {
    const channel = facts.channels.get(id);
    const field = `channels[${index}]`;
    if (!channel) return [issue(field, 'unknown-channel', { id })];
    const { name, off } = channel;
    const type = ITEM_TYPE_NAMES[content.type];
    return [
      ...(takes(channel, content) ? [] : [issue(field, 'channel-does-not-take', { channel: name, type })]),
      ...(off === null
        ? []
        : [issue(field, 'channel-off', { channel: name, reason: off }, facts.liveOn.has(id) ? 'warn' : 'block')]),
    ];
  });
};

interface Check {
  /** Not run unless all of these could be read. */
  readonly needs: readonly RequestField[];
  readonly run: (submission: Submission) => Issue[];
}

/** The gate, line by line. Nothing goes out past a blocking issue; all are told at once. */
export const CHECKS: readonly Check[] = [
  { needs: ['disclosure'], run: checkDisclosure },
  { needs: ['type', 'guide', 'body'], run: checkKind },
  {
    needs: ['unit'],
    run: ({ content: { unit }, facts }) => (facts.unit ? [] : [issue('unit', 'unknown-unit', { id: unit })]),
  },
  {
    needs: ['column'],
    run: ({ content: { column }, facts }) => (facts.column ? [] : [issue('column', 'unknown-column', { id: column })]),
  },
  {
    needs: ['catalogEntry'],
    run: ({ request: { catalogEntry }, facts }) =>
      facts.knowsCatalogEntry ? [] : [issue('catalogEntry', 'unknown-catalog-entry', { id: catalogEntry ?? '' })],
  },
  { needs: [], run: checkAssets },
  {
    needs: ['interprets'],
    run: ({ content: { interprets }, facts }) =>
      interprets === undefined || facts.interpretsPolicy
        ? []
        : [issue('interprets', 'interprets-unknown', { id: interprets })],
  },
  {
    needs: ['guide'],
    run: ({ facts: { unknownGuides } }) =>
      unknownGuides.map((id) => issue('guide.package.members', 'member-unknown', { id })),
  },
  {
    needs: ['author', 'approvals'],
    run: ({ request: { approvals }, authors, hash, broken, facts: { stages, now } }) =>
      checkApprovals({ approvals, authors, hash: broken.size === 0 ? hash : null, stages, now }),
  },
  { needs: ['type', 'channels'], run: checkChannels },
  { needs: [], run: ({ content }) => checkPersonalData(content) },
];
