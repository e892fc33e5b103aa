import { access, constants } from 'node:fs/promises';
import type { Io } from '../contract.ts';
import { checkTransport } from './check-settings.ts';
import { callArticle } from './cms/call.ts';
import { withFaults } from './folder/faults.ts';
import type { PortalSetting } from './settings.ts';

/** No article has this id, so a CMS in order answers that it knows none. */
const NOBODY = '00000000-0000-4000-8000-000000000000';

/** Reads only: whether the folder can be written into, or the CMS takes our signature. */
export const probe = async (io: Io<PortalSetting>): Promise<string> => {
  if (checkTransport(io.settings) === 'cms') {
    await callArticle(io, NOBODY, { method: 'GET' });
    return '内容管理系统可以访问，认可本系统的签名。';
  }
  const { documentRoot } = io.settings;
  await withFaults(documentRoot, () => access(documentRoot, constants.R_OK | constants.W_OK | constants.X_OK));
  return '门户目录可以读写。';
};
