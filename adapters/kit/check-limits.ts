import type { Certainty, Limits, Manuscript, Rendition, Source, TextLimit } from '../contract.ts';
import { issue, type Issue, type IssueCode, type IssueLevel } from '../../src/core/issues.ts';
import { measure, TEXT_UNIT_NAMES } from '../../src/core/text.ts';

const LEVELS: Readonly<Record<Certainty, IssueLevel>> = {
  verified: 'block',
  'second-hand': 'block',
  design: 'block',
  memory: 'warn',
};
/** A rule known only from memory may warn, never block. */
export const levelOf = ({ certainty }: Source): IssueLevel => LEVELS[certainty];

export const checkText = (
  field: string,
  text: string,
  limit: TextLimit,
  code: IssueCode,
  facts: Readonly<Record<string, string>>,
): Issue[] => {
  const actual = measure(text, limit.unit);
  if (actual <= limit.max) return [];
  return [
    issue(field, code, { ...facts, max: limit.max, unit: TEXT_UNIT_NAMES[limit.unit], actual }, levelOf(limit.source)),
  ];
};

const checkImages = (limits: Limits, rendition: Rendition, manuscript: Manuscript, channel: string): Issue[] => {
  const { max, bytes, types, source } = limits.images;
  const level = levelOf(source);
  const ids = [...new Set(rendition.images)];
  const assets = ids.flatMap((id) => manuscript.assets[id] ?? []);
  return [
    ...(ids.length > max ? [issue('body', 'too-many-images', { channel, max, actual: ids.length }, level)] : []),
    ...assets.flatMap((asset) => [
      ...(asset.bytes > bytes
        ? [
            issue(
              'body',
              'image-too-large',
              { channel, name: asset.id.slice(0, 8), max: bytes, actual: asset.bytes },
              level,
            ),
          ]
        : []),
      ...(types.includes(asset.mime)
        ? []
        : [
            issue(
              'body',
              'image-type',
              { channel, name: asset.id.slice(0, 8), types: types.join('、'), actual: asset.mime },
              level,
            ),
          ]),
    ]),
  ];
};

/** Holds a rendition against the numbers its channel declares; all issues at once. */
export const checkLimits = (limits: Limits, rendition: Rendition, manuscript: Manuscript, channel: string): Issue[] => [
  ...checkText('title', rendition.title, limits.title, 'title-too-long', { channel }),
  ...checkText('body', rendition.body, limits.body, 'body-too-long', { channel }),
  ...checkImages(limits, rendition, manuscript, channel),
];
