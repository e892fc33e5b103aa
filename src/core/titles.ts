const SHORTENINGS: readonly RegExp[] = [
  // 某机关关于印发某方案的通知: the text is about the plan.
  /关于(?:印发|转发|公布|发布)《?(?<core>.+?)》?的(?:通知|公告|通报)$/u,
  // 某机关关于某事的通知: the office stands beside the title anyway.
  /^.+?(?:人民政府|办公室|委员会|[局委办])(?<core>关于.+)$/u,
];

/** A shorter form of an official title, as offices write it for their accounts; null where no rule fits. A person checks it. */
export const shortenTitle = (title: string): string | null => {
  for (const shortening of SHORTENINGS) {
    const core = shortening.exec(title)?.groups?.['core'];
    if (core) return core;
  }
  return null;
};
