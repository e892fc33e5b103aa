import type { AssetInfo, Manuscript, Rendition } from '../contract.ts';
import { describeGuide } from './describe.ts';
import type { GuideDocument, GuideFile } from './schema.ts';
import { fileUrlOf, type GuideSettings } from './settings.ts';

type Files = (id: string | undefined, name: string) => GuideFile | null;

const filesOf =
  (assets: Readonly<Record<string, AssetInfo>>, settings: GuideSettings): Files =>
  (id, name) => {
    const asset = id === undefined ? undefined : assets[id];
    if (!asset) return null;
    return { name, mime: asset.mime, bytes: asset.bytes, sha256: asset.id, url: fileUrlOf(settings, asset.id) };
  };

type Guide = NonNullable<Manuscript['content']['guide']>;

const readLists = ({ materials, steps, fee, questions }: Guide, files: Files) => ({
  materials: materials.map(({ sample, ...material }) => ({
    ...material,
    sample: files(sample, `${material.name}（样表）`),
  })),
  steps: steps.map(({ name, days = null, note = null }) => ({ name, days, note })),
  fee: { charged: fee.charged, standard: fee.standard ?? null, basis: fee.basis ?? null },
  questions: [...questions],
});

const readPackage = ({ package: together }: Guide): GuideDocument['package'] =>
  together
    ? {
        scenario: together.scenario,
        members: together.members.map(({ name, agency, guide = null }) => ({ name, agency, guide })),
      }
    : null;

/** The guide as consumers get it: every field there, `null` where nothing is known. */
const writeDocument = (manuscript: Manuscript, guide: Guide, settings: GuideSettings): GuideDocument => {
  const { content, revision, unit, publishedAt, revisedAt, assets } = manuscript;
  const files = filesOf(assets, settings);
  const { materials, steps, fee, questions } = readLists(guide, files);
  return {
    title: content.title,
    externalId: manuscript.externalId,
    revision,
    unit: unit.name,
    source: content.source,
    publishedAt: publishedAt.toISOString(),
    revisedAt: revisedAt.toISOString(),
    summary: content.summary ?? null,
    keywords: [...content.keywords],
    code: guide.code ?? null,
    category: guide.category ?? null,
    kind: guide.kind,
    level: guide.level ?? null,
    agency: guide.agency,
    audience: [...guide.audience],
    legalDays: guide.legalDays,
    promisedDays: guide.promisedDays,
    visits: guide.visits ?? null,
    onlineDepth: guide.onlineDepth ?? null,
    onlineUrl: guide.onlineUrl ?? null,
    place: guide.place,
    hours: guide.hours,
    phone: guide.phone,
    complaintPhone: guide.complaintPhone,
    basis: [...guide.basis],
    conditions: [...guide.conditions],
    materials,
    steps,
    fee,
    result: guide.result ?? null,
    delivery: guide.delivery ?? null,
    questions,
    attachments: content.attachments.flatMap(({ asset, name }) => files(asset, name) ?? []),
    package: readPackage(guide),
  };
};

export const render = (manuscript: Manuscript, settings: GuideSettings): Rendition => {
  const { itemId, revision, content } = manuscript;
  // The gate lets no guide item without its fields through to a channel.
  if (!content.guide) throw new Error(`Item ${itemId} is no guide`);
  const document = writeDocument(manuscript, content.guide, settings);
  return {
    itemId,
    revision,
    title: content.title,
    body: JSON.stringify(document),
    text: describeGuide(document),
    images: [],
  };
};
