import type { Content } from './content.ts';

const IN_BODY = /\bsrc="asset:([0-9a-f]{64})"/g;

/** Ids of the images in a clean body, in reading order, repeated where repeated. */
export const imageIds = (body: string): string[] => Array.from(body.matchAll(IN_BODY), ([, id]) => id ?? '');

/** Every asset a content names, each once. */
export const assetIds = ({ body, cover, attachments, guide }: Content): string[] => [
  ...new Set([
    ...imageIds(body),
    ...(cover ? [cover] : []),
    ...attachments.map(({ asset }) => asset),
    ...(guide?.materials ?? []).flatMap(({ sample }) => (sample ? [sample] : [])),
  ]),
];
