/** Without input for this long, a visitor no longer counts as engaged. */
export const idleAfterMs = 30_000;

/** The server refuses more in one increment; the rest stays for the next. */
const maxIncrementMs = 600_000;

/** Sums the time in which a page is visible, focused and has had input within `idleAfterMs`. */
export interface EngagementClock {
  /**
   * Counts the time since the last call and notes what holds from now on.
   * @param nowMs     monotonic time
   * @param attentive the page is visible and focused
   * @param input     the visitor did something at `nowMs`
   */
  tick(nowMs: number, attentive: boolean, input?: boolean): void;
  isActive(nowMs: number): boolean;
  /** Whole ms counted since the last call, at most 600,000. */
  take(): number;
}

export const engagementClock = (): EngagementClock => {
  let countedToMs = 0;
  let lastInputMs = -idleAfterMs;
  let wasAttentive = false;
  let engagedMs = 0;
  return {
    tick(nowMs, attentive, input) {
      if (wasAttentive) {
        engagedMs += Math.max(0, Math.min(nowMs, lastInputMs + idleAfterMs) - countedToMs);
      }
      countedToMs = nowMs;
      wasAttentive = attentive;
      if (input) lastInputMs = nowMs;
    },
    isActive: (nowMs) => wasAttentive && nowMs < lastInputMs + idleAfterMs,
    take() {
      const takenMs = Math.min(maxIncrementMs, Math.floor(engagedMs));
      engagedMs -= takenMs;
      return takenMs;
    },
  };
};
