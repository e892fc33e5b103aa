import { describe } from 'vitest';
import { portalColumn } from '../../../adapters/portal-column/index.ts';
import { createCmsSandbox, createPortalSandbox } from '../../../adapters/portal-column/sandbox.ts';
import { testAdapter } from '../conformance.ts';
import { FORM, PICTURE } from './portal.ts';

const content = {
  type: 'policy',
  column: 'zcwj',
  title: '关于印发《明溪县全面推进基层政务公开标准化规范化工作实施方案》的通知',
  documentNumber: '明政办〔2020〕34号',
  writtenOn: '2020-09-28',
  validity: '有效',
  body: `<h2>一、总体要求</h2><p>各乡镇人民政府：</p><p><img src="asset:${PICTURE.id}" alt="流程图"></p><table><tbody><tr><td>领域</td><td>时限</td></tr></tbody></table><p><a href="https://www.gov.cn/">原文</a></p>`,
  attachments: [{ asset: FORM.id, name: '标准目录.pdf' }],
} as const;

/** The same promises whichever way the portal is reached. */
const TRANSPORTS = [
  ['a document root', createPortalSandbox],
  ['a CMS', createCmsSandbox],
] as const;

describe.each(TRANSPORTS)('on %s', (_, createSandbox) => {
  testAdapter({
    adapter: portalColumn,
    createSandbox,
    images: [PICTURE, FORM].map(({ id, mime, data, width, height }) => ({
      id,
      mime,
      data,
      width: width ?? 1,
      height: height ?? 1,
    })),
    content: { ...content, attachments: [...content.attachments] },
    correction: { ...content, attachments: [], title: `${content.title}（更正）` },
  });
});
