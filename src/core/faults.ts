/** What an adapter may say went wrong. Each fault has one row in the retry table (`jobs/retry.ts`). */
export const CHANNEL_FAULTS = ['refused', 'signed-out', 'rate-limited', 'unavailable', 'outcome-unknown'] as const;
export type ChannelFault = (typeof CHANNEL_FAULTS)[number];

/** Faults as people read them: the class of cause. */
export const FAULT_NAMES: Readonly<Record<ChannelFault, string>> = {
  refused: '内容被拒',
  'signed-out': '凭证失效',
  'rate-limited': '频率受限',
  unavailable: '对方故障',
  'outcome-unknown': '结果未知',
};

export interface FaultDetail {
  readonly cause?: unknown;
  /** Not before this instant; without it the retry table decides. */
  readonly retryAt?: Date;
}

/**
 * The only error an adapter throws on purpose; `message` is Chinese, for a person, and says what to do. Anything else
 * that escapes an adapter is a bug and is treated as `outcome-unknown`.
 */
export class ChannelError extends Error {
  override readonly name = 'ChannelError';
  readonly fault: ChannelFault;
  readonly retryAt: Date | null;

  constructor(fault: ChannelFault, message: string, { cause, retryAt }: FaultDetail = {}) {
    super(message, { cause });
    this.fault = fault;
    this.retryAt = retryAt ?? null;
  }
}
