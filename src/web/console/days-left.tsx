import { Chip, type Tone } from './ui.tsx';

/** 还剩 3 天, 今天到期, 已超 2 天. */
export const daysLeft = (days: number): string => {
  if (days === 0) return '今天到期';
  return days > 0 ? `还剩 ${days} 天` : `已超 ${-days} 天`;
};

/** From here on a deadline is near: long enough to write, review and publish. */
const NEAR_DAYS = 3;

const looksOf = (days: number): readonly [Tone, string] => {
  if (days <= 0) return ['bad', '▲'];
  return days <= NEAR_DAYS ? ['wait', '◷'] : ['busy', '◷'];
};

/** Null: nobody can count yet. */
export const DaysLeft = ({ days }: { days: number | null }) => {
  const [tone, icon] = days === null ? (['done', '？'] as const) : looksOf(days);
  return (
    <Chip tone={tone} icon={icon}>
      {days === null ? '待国务院放假通知后计算' : daysLeft(days)}
    </Chip>
  );
};
