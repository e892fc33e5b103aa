import { ChannelError } from '../../src/core/faults.ts';
import { areCmsColumns, readUnits, SETTINGS, type PortalSetting, type PortalSettings } from './settings.ts';

/** The ways to the portal, each with the settings that only it needs. */
const NEEDS = {
  folder: ['documentRoot'],
  cms: ['cmsUrl', 'cmsKeyId', 'cmsSecret'],
} as const satisfies Record<string, readonly PortalSetting[]>;
export type TransportName = keyof typeof NEEDS;

/** A wrong form would fail later and less clearly. RFC 2104 section 3: a key no shorter than the hash. */
const FORMS: Partial<Record<PortalSetting, readonly [form: RegExp, wanted: string]>> = {
  cmsUrl: [/^https?:\/\/[^\s?#]+$/, '应为 http(s) 地址，不带问号和井号'],
  cmsKeyId: [/^[\w.:@-]{1,64}$/, '只能有字母、数字和 . : @ _ -'],
  cmsSecret: [/^.{32,}$/s, '至少 32 个字符'],
};

const isName = (name: string): name is TransportName => Object.hasOwn(NEEDS, name);

/** Throws `signed-out`, which rests the whole channel, with everything that is missing or wrong. */
export const checkTransport = (settings: PortalSettings): TransportName => {
  const name = settings.transport;
  if (!isName(name)) throw new ChannelError('signed-out', `渠道设置 transport 应为 folder 或 cms，现为“${name}”`);
  const faults = NEEDS[name].flatMap((setting) => {
    if (settings[setting] === '') return [`缺少 ${setting}（${SETTINGS[setting].about}）`];
    const [form, wanted] = FORMS[setting] ?? [/./, ''];
    return form.test(settings[setting]) ? [] : [`${setting} ${wanted}`];
  });
  if (readUnits(settings.units).includes(null)) faults.push('units 应为“编号 名称”，各单位之间用；隔开');
  if (!areCmsColumns(settings.cmsColumns)) faults.push('cmsColumns 应为“栏目编号 http(s) 地址”，各栏目之间用；隔开');
  if (faults.length > 0) throw new ChannelError('signed-out', `渠道设置不完整：${faults.join('；')}`);
  return name;
};
