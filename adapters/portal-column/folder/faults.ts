import { ChannelError, type ChannelFault } from '../../../src/core/faults.ts';

/**
 * What the system says when a file cannot be read or written, as a fault and as what to do. Missing rights are
 * `signed-out`: every article meets them, so the channel rests and goes on by itself once they are granted.
 */
const FAULTS: Readonly<Record<string, readonly [fault: ChannelFault, advice: string]>> = {
  EACCES: ['signed-out', '没有读写门户目录的权限，请让运行本系统的用户可以写入'],
  EPERM: ['signed-out', '没有读写门户目录的权限，请让运行本系统的用户可以写入'],
  EROFS: ['signed-out', '门户目录所在的磁盘是只读的，请重新以可写方式挂载'],
  ENOENT: ['unavailable', '门户目录不存在，请检查 documentRoot 或重新挂载共享文件夹'],
  ENOSPC: ['unavailable', '门户目录所在的磁盘已满，请清理出空间'],
  EDQUOT: ['unavailable', '门户目录的磁盘配额已用完，请清理或调高配额'],
  EIO: ['unavailable', '门户目录读写出错，请检查磁盘'],
  ESTALE: ['unavailable', '共享文件夹的连接已失效，请重新挂载'],
  ETIMEDOUT: ['unavailable', '共享文件夹没有响应，请检查网络'],
  EHOSTDOWN: ['unavailable', '共享文件夹所在的机器没有响应，请检查网络'],
  EMFILE: ['unavailable', '打开的文件过多，请调高系统的文件数上限'],
  ENFILE: ['unavailable', '打开的文件过多，请调高系统的文件数上限'],
  EBUSY: ['unavailable', '文件正被占用，请关闭占用它的程序'],
  ENOTDIR: ['refused', '路径被同名文件占用，请移走该文件后重试'],
  EISDIR: ['refused', '路径被同名文件夹占用，请移走该文件夹后重试'],
  EXDEV: ['refused', '门户目录内不能再挂载其他磁盘，请改为整个目录放在同一磁盘'],
  ENAMETOOLONG: ['refused', '文件名过长，请缩短栏目编号'],
};

const codeOf = (error: unknown): string | null =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;

export const isMissing = (error: unknown): boolean => codeOf(error) === 'ENOENT';
export const isTaken = (error: unknown): boolean => codeOf(error) === 'EEXIST';

/** A system error as a channel's; anything else is no affair of the folder and passes unchanged. */
export const folderFault = (error: unknown, path: string): unknown => {
  const code = codeOf(error);
  if (code === null || error instanceof ChannelError) return error;
  const [fault, advice] = FAULTS[code] ?? ['outcome-unknown', '读写门户目录时出现未知错误，请查看日志'];
  return new ChannelError(fault, `${advice}（${path}，${code}）`, { cause: error });
};

export const withFaults = async <T>(path: string, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    throw folderFault(error, path);
  }
};
