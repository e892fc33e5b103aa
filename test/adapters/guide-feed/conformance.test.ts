import { guideFeed } from '../../../adapters/guide-feed/index.ts';
import { createGuideSandbox } from '../../../adapters/guide-feed/sandbox.ts';
import { testAdapter } from '../conformance.ts';
import { fullContent, fullGuide } from './guides.ts';

// The sample is not uploaded here, and so described as absent: the gate refuses such an item before a channel sees it.
const content = { ...fullContent, title: '社会保障卡申领' };

testAdapter({
  adapter: guideFeed,
  createSandbox: createGuideSandbox,
  content,
  correction: { ...content, guide: { ...fullGuide, phone: '0598-2811234', promisedDays: 3 } },
});
