import type { Io } from '../contract.ts';
import { lookAtPage } from './client.ts';
import type { GuideSetting } from './settings.ts';

/** No guide has this id, so a consumer in order answers that it has none. */
const NOBODY = '00000000-0000-4000-8000-000000000000';

export const probe = async (io: Io<GuideSetting>): Promise<string> => {
  const page = await lookAtPage(io, NOBODY);
  return page === null
    ? '对方的展示页面可以访问。'
    : '对方的展示页面可以访问，但对不存在的指南也给出了页面，请对方检查。';
};
