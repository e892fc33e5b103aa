import type { Setting, Settings, Unit } from '../contract.ts';
import { parseUrl } from '../../src/core/urls.ts';

const UNKNOWN = '待填';

/** What a county configures once. What the footer must name (D-D2) and nobody filled in says so itself. */
export const SETTINGS = {
  transport: { about: '送达方式：folder 写入文档根目录；cms 推送到内容管理系统', default: 'folder' },
  documentRoot: {
    about: '门户网站的文档根目录（本机或共享文件夹，须已存在），由任意网页服务器对外提供；送达方式为 folder 时必填',
    default: '',
  },
  cmsUrl: { about: '内容管理系统的接口地址，向其维护单位索取；送达方式为 cms 时必填', default: '' },
  cmsKeyId: { about: '内容管理系统分配的密钥编号；送达方式为 cms 时必填', default: '' },
  cmsSecret: { about: '与该编号对应的密钥，至少 32 个字符；送达方式为 cms 时必填', default: '', secret: true },
  cmsColumns: {
    about:
      '内容管理系统上各栏目列表页的地址，如“tzgg https://www.fjmx.gov.cn/tzgg/；zwdt https://www.fjmx.gov.cn/zwdt/”；没有写明的栏目不巡检列表',
    default: '',
  },
  baseUrl: { about: '门户网站对外的地址，如 https://www.fjmx.gov.cn' },
  siteIdCode: { about: '政府网站标识码，10 位数字，见全国政府网站信息报送系统' },
  siteName: { about: '网站名称：政府网站的规范名称', default: '明溪县人民政府' },
  siteDomain: { about: '网站域名，不带 https://；留空取 baseUrl 的主机名', default: '' },
  organizer: { about: '主办单位，显示在页脚', default: '明溪县人民政府办公室' },
  units: {
    about:
      '全部部门和乡镇，如“xmzj 明溪县民政局；xuefeng 明溪县雪峰镇人民政府”，编号与“单位”一致；还没有发布信息的也有自己的页面',
    default: '',
  },
  contact: { about: '联系方式，显示在页脚，如联系电话', default: UNKNOWN },
  icp: { about: 'ICP 备案号，显示在页脚', default: UNKNOWN },
  police: { about: '公安备案号，显示在页脚', default: UNKNOWN },
  errorReport: { about: '“我为政府网站找错”的入口地址，由全国政府网站找错平台分配', default: UNKNOWN },
  counter: {
    about: '页面计数地址，如 https://yigao.example.gov.cn/reach/portal.gif（文件名为渠道编号）；留空则页面不计数',
    default: '',
  },
  agencyMark: { about: '党政机关网站标识的查询地址，由机构编制部门核发', default: UNKNOWN },
} as const satisfies Record<string, Setting>;
export type PortalSetting = keyof typeof SETTINGS;
export type PortalSettings = Settings<PortalSetting>;

/** The settings as pages use them. */
export type Site = Omit<
  PortalSettings,
  'transport' | 'documentRoot' | 'cmsUrl' | 'cmsKeyId' | 'cmsSecret' | 'cmsColumns'
>;

/** A wrong address is told where it is used; a preview shows the page all the same. */
const hostOf = (url: string): string => parseUrl(url)?.host ?? '';

/** `baseUrl` without trailing slash, and a domain in any case. */
export const readSite = (settings: PortalSettings): Site => {
  const baseUrl = settings.baseUrl.replace(/\/+$/, '');
  return { ...settings, baseUrl, siteDomain: settings.siteDomain || hostOf(baseUrl) };
};

/** `编号 名称`, one after the other with ；or on lines of their own. Null: a part that is not of this form. */
export const readUnits = (units: string): (Unit | null)[] =>
  units
    .split(/[；;\n]/)
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => {
      const [, id = '', name = ''] = /^(\S+)\s+(\S.*)$/.exec(part) ?? [];
      return name === '' ? null : { id, name };
    });

/** Column id and address of its list, in the form of `units`. */
export const readCmsColumns = ({ cmsColumns }: Pick<PortalSettings, 'cmsColumns'>): ReadonlyMap<string, string> =>
  new Map(readUnits(cmsColumns).flatMap((each) => (each && isWebAddress(each.name) ? [[each.id, each.name]] : [])));

const isWebAddress = (text: string): boolean => /^https?:$/.test(parseUrl(text)?.protocol ?? '');

/** Whether every part is a column and a web address. */
export const areCmsColumns = (cmsColumns: string): boolean =>
  readUnits(cmsColumns).every((each) => each !== null && isWebAddress(each.name));

export const publicUrl = ({ baseUrl }: Pick<Site, 'baseUrl'>, path: string): string => `${baseUrl}/${path}`;
