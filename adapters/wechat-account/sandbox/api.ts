import { accountDays, articleRead, articleShare, articleTotals, followersChanged, followersTotal } from './datacube.ts';
import { addDraft, deleteDraft, getDraft, listDrafts, updateDraft } from './drafts.ts';
import { ApiError } from './errors.ts';
import { deleteMass, getMass, sendAll } from './mass.ts';
import { addMaterial, deleteMaterial, listMaterials, uploadImage } from './pictures.ts';
import { deleteArticle, getArticle, getPublication, listArticles, submit } from './publications.ts';
import { clearQuota, count, getQuota } from './quota.ts';
import type { State } from './state.ts';
import { checkToken, plainToken, stableToken } from './tokens.ts';

type Handler = (state: State, body: unknown, query: URLSearchParams) => object | Promise<object>;

const CALLS: Readonly<Record<string, Handler>> = {
  'media/uploadimg': uploadImage,
  'material/add_material': addMaterial,
  'material/batchget_material': listMaterials,
  'material/del_material': deleteMaterial,
  'material/get_materialcount': (state) => ({
    voice_count: 0,
    video_count: 0,
    image_count: state.pictures.entries().filter(([, { material }]) => material).length,
    news_count: 0,
  }),
  'draft/add': addDraft,
  'draft/update': updateDraft,
  'draft/get': getDraft,
  'draft/delete': deleteDraft,
  'draft/count': (state) => ({ total_count: state.drafts.entries().length }),
  'draft/batchget': listDrafts,
  'draft/switch': () => ({ errcode: 0, errmsg: 'ok', is_open: 1 }),
  'freepublish/submit': submit,
  'freepublish/get': getPublication,
  'freepublish/getarticle': getArticle,
  'freepublish/batchget': listArticles,
  'freepublish/delete': deleteArticle,
  'message/mass/sendall': sendAll,
  'message/mass/get': getMass,
  'message/mass/delete': deleteMass,
  'datacube/getarticleread': articleRead,
  'datacube/getarticleshare': articleShare,
  'datacube/getarticletotaldetail': articleTotals,
  'datacube/getbizsummary': accountDays,
  'datacube/getusersummary': followersChanged,
  'datacube/getusercumulate': followersTotal,
  clear_quota: clearQuota,
  'openapi/quota/get': getQuota,
};

/** `\uXXXX` is not decoded: it is counted and shown as six characters, as users of other clients saw. */
const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(
      text.replace(/\\(u[0-9a-f]{4}|[^u])/gi, (whole, what: string) => (what.length > 1 ? `\\\\${what}` : whole)),
    );
  } catch {
    throw new ApiError(47001);
  }
};

const isForm = (request: Request): boolean =>
  (request.headers.get('content-type') ?? '').startsWith('multipart/form-data');

/** The content type of a JSON request does not matter. */
const readBody = async (request: Request): Promise<unknown> => {
  if (request.method === 'GET') return null;
  return isForm(request) ? request.formData() : parseJson(await request.text());
};

const run = async (state: State, name: string, request: Request): Promise<object> => {
  const query = new URL(request.url).searchParams;
  count(state, name);
  if (name === 'token') return plainToken(state, query);
  if (request.method !== 'POST' && !name.endsWith('count')) throw new ApiError(43002);
  if (name === 'stable_token') return stableToken(state, (await readBody(request)) as Record<string, unknown>);
  checkToken(state, query.get('access_token'));
  const handler = CALLS[name];
  if (!handler) throw new ApiError(40002, 'no such call');
  return handler(state, await readBody(request), query);
};

/** The fault injected for this call, used up by one. */
const takeFault = (state: State, name: string) => {
  const fault = state.faults.get(name);
  if (!fault) return undefined;
  if (fault.times > 1) state.faults.set(name, { ...fault, times: fault.times - 1 });
  else state.faults.delete(name);
  return fault;
};

/** One API call. Errors are HTTP 200 too; uploads answer as text. */
export const answer = async (state: State, name: string, request: Request): Promise<Response> => {
  const fault = takeFault(state, name);
  const type = name.startsWith('media/') ? 'text/plain' : 'application/json; encoding=utf-8';
  const reply = (body: object): Response => new Response(JSON.stringify(body), { headers: { 'content-type': type } });
  try {
    if (fault?.errcode !== undefined) throw new ApiError(fault.errcode, fault.errmsg);
    const result = await run(state, name, request);
    return fault?.lose ? new Response('<html>502 Bad Gateway</html>', { status: 502 }) : reply(result);
  } catch (error) {
    if (error instanceof ApiError) return reply({ errcode: error.errcode, errmsg: error.message });
    throw error;
  }
};
