/** The portal's doubles, one for each way to it. */
export { createPortalSandbox } from './sandbox/folder.ts';
export { createCmsSandbox } from './sandbox/cms.ts';
