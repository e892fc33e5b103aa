import { randomBytes } from 'node:crypto';

/** The platform's own words, from real answers; a `hint` stands before the rid where one was seen. */
const MESSAGES: Readonly<Record<number, string>> = {
  40001:
    'invalid credential, access_token is invalid or not latest, could get access_token by getStableAccessToken, more details at https://mmbizurl.cn/s/JtxxFh33r',
  40002: 'invalid grant_type',
  40004: 'invalid media type',
  40005: 'invalid file type',
  40007: 'invalid media_id hint: [bEsX5a085255-0]',
  40009: 'invalid image size',
  40013: 'invalid appid',
  40014: 'invalid access_token',
  40059: 'invalid msg id hint: [KbO0BA00088737]',
  40114: 'invalid index value',
  40125: 'invalid appsecret',
  40152: 'invalid tag',
  40164: 'invalid ip 120.244.112.8 ipv6 ::ffff:120.244.112.8, not in whitelist',
  41001: 'access_token missing',
  41002: 'appid missing',
  41004: 'appsecret missing',
  41005: 'media data missing',
  42001: 'access_token expired',
  43002: 'require POST method',
  45002: 'content size out of limit',
  45003: 'title size out of limit hint: [S8QtPA060738-0]',
  45004: 'description size out of limit',
  45005: 'url size out of limit',
  45009: 'reach max api daily quota limit',
  45011: 'api minute-quota reach limit, must slower, retry next minute',
  45028: 'has no masssend quota hint: [5zSqvA0950ge21]',
  45067: 'clientmsgid size out of limit',
  45110: 'author size out of limit',
  45166: 'invalid content hint: [q7_eUA049951-0]',
  47001: 'data format error hint: [q7_eUA049951-0]',
  48001: 'api unauthorized',
  48006: 'forbid to clear quota because of reaching the limit',
  53503: 'draft failed the publish check',
  53600: 'invalid article id',
  61500: 'date format error',
  61501: 'date range error',
  61503: 'data not ready, please try later',
  76021: 'cgi_path not found',
  [-1]: 'system error',
};

const rid = (): string => [4, 4, 4].map((bytes) => randomBytes(bytes).toString('hex')).join('-');

/** An error answer; HTTP 200 all the same. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly errcode: number;

  constructor(errcode: number, errmsg?: string) {
    super(`${errmsg ?? MESSAGES[errcode] ?? 'error'} rid: ${rid()}`);
    this.errcode = errcode;
  }
}
