/** Something a person at this machine can mend; the message is Chinese and says what to do. */
export class EmbeddedError extends Error {
  override readonly name = 'EmbeddedError';
}

const FAULTS: Readonly<Record<string, string>> = {
  EACCES: '没有写入权限',
  EPERM: '没有写入权限',
  EROFS: '所在磁盘只读',
  // What making a folder and its parents says on a read-only disk.
  ENOENT: '建不了文件夹（上级目录不可写或磁盘只读）',
  ENOSPC: '磁盘已满',
  ENOTDIR: '路径中有一段不是文件夹',
  EEXIST: '已有同名文件',
};

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** Runs a change on the file system; a folder that cannot be written becomes one clear line. */
export const onFolder = <T>(folder: string, change: () => T): T => {
  try {
    return change();
  } catch (error) {
    const why = FAULTS[codeOf(error)];
    if (why === undefined) throw error;
    throw new EmbeddedError(`数据目录 ${folder} 不可用：${why}；请修正，或用 --data 另选目录`, { cause: error });
  }
};
