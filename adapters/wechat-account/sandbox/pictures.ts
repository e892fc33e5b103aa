import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { z } from 'zod';
import { ApiError } from './errors.ts';
import { randomId, type Picture, type State } from './state.ts';

const UPLOAD_MAX = 1_000_000;
/** Of the two kinds of picture in the library. */
const MATERIALS: Readonly<Record<string, { readonly bytes: number; readonly types: ReadonlySet<string> }>> = {
  image: { bytes: 10_000_000, types: new Set(['jpeg', 'png', 'gif']) },
  thumb: { bytes: 64_000, types: new Set(['jpeg']) },
};

interface Upload {
  readonly data: Buffer;
  readonly name: string;
}

const readUpload = async (body: unknown): Promise<Upload> => {
  const file = body instanceof FormData ? body.get('media') : null;
  if (!(file instanceof File) || file.size === 0) throw new ApiError(41005);
  return { data: Buffer.from(await file.arrayBuffer()), name: file.name };
};

const read = async (data: Buffer, types: ReadonlySet<string>, errcode: number): Promise<Picture> => {
  const meta = await sharp(data)
    .metadata()
    .catch(() => null);
  if (!meta?.format || !types.has(meta.format)) throw new ApiError(errcode);
  const { width, height, format } = meta;
  return { base64: data.toString('base64'), mime: `image/${format}`, width, height, material: null };
};

const urlOf = ({ options }: State, id: string, { mime }: Picture): string =>
  `${options.base}/mmbiz/${id}/0?wx_fmt=${mime.slice('image/'.length)}&from=appmsg`;

const sha = (data: Buffer): string => createHash('sha256').update(data).digest('hex').slice(0, 16);

/** For bodies only: an address, no id; does not count against the library. */
export const uploadImage = async (state: State, body: unknown) => {
  const { data } = await readUpload(body);
  if (data.length >= UPLOAD_MAX) throw new ApiError(40009);
  const picture = await read(data, new Set(['jpeg', 'png']), 40005);
  const id = randomId(30);
  state.pictures.set(id, picture);
  state.note('media/uploadimg', sha(data));
  return { url: urlOf(state, id, picture), errcode: 0, errmsg: 'ok' };
};

export const addMaterial = async (state: State, body: unknown, query: URLSearchParams) => {
  const rules = MATERIALS[query.get('type') ?? ''];
  if (!rules) throw new ApiError(40004);
  const { data, name } = await readUpload(body);
  if (data.length > rules.bytes) throw new ApiError(40009);
  const picture = await read(data, rules.types, 40113);
  const id = randomId(48);
  state.pictures.set(id, { ...picture, material: { name, at: state.now() } });
  state.note('material/add_material', name);
  return { media_id: id, url: urlOf(state, id, picture), item: [] };
};

const mediaSchema = z.object({ media_id: z.string() });
export const deleteMaterial = (state: State, body: unknown) => {
  const id = mediaSchema.safeParse(body).data?.media_id ?? '';
  if (!state.pictures.get(id)?.material) throw new ApiError(40007);
  state.pictures.delete(id);
  state.note('material/del_material', id);
  return { errcode: 0, errmsg: 'ok' };
};

export const listMaterials = (state: State, body: unknown) => {
  const { offset = 0, count = 20 } = (body ?? {}) as { offset?: number; count?: number };
  const all = state.pictures
    .entries()
    .toReversed()
    .flatMap(([id, picture]) => (picture.material ? [{ id, picture, ...picture.material }] : []));
  const item = all.slice(offset, offset + Math.min(count, 20)).map(({ id, picture, name, at }) => ({
    media_id: id,
    name,
    update_time: Math.floor(at / 1_000),
    url: urlOf(state, id, picture),
  }));
  return { total_count: all.length, item_count: item.length, item };
};
