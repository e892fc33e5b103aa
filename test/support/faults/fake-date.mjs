// Preloaded: this process's wall clock is off by YIGAO_CLOCK_OFF_MS, for us and for every library.
const offMs = Number(process.env.YIGAO_CLOCK_OFF_MS ?? 0);
const Real = Date;
globalThis.Date = class extends Real {
  constructor(...given) {
    if (given.length === 0) super(Real.now() + offMs);
    else super(...given);
  }
  static now() {
    return Real.now() + offMs;
  }
};
