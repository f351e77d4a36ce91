/**
 * Sums the time in which the page is visible, focused and has had input within `idleAfterMs`. One
 * document has one clock; all times are monotonic and in ms.
 */

/** Without input for this long, a visitor no longer counts as engaged. */
const idleAfterMs = 30_000;

/** The server refuses more in one increment; the rest stays for the next. */
const maxIncrementMs = 600_000;

let countedToMs = 0;
let engagedUntilMs = 0;
let engagedMs = 0;
let wasAttentive = false;

/**
 * Counts the time since the last call and notes what holds from now on.
 * @param attentive the page is visible and focused
 * @param input     the visitor did something at `nowMs`
 */
export const tick = (nowMs: number, attentive: boolean, input?: boolean): void => {
  if (wasAttentive) engagedMs += Math.max(0, Math.min(nowMs, engagedUntilMs) - countedToMs);
  countedToMs = nowMs;
  wasAttentive = attentive;
  if (input) engagedUntilMs = nowMs + idleAfterMs;
};

export const isActive = (nowMs: number): boolean => wasAttentive && nowMs < engagedUntilMs;

/** @returns whole ms counted since the last call, at most 600,000 */
export const takeEngagedMs = (): number => {
  const takenMs = Math.min(maxIncrementMs, Math.floor(engagedMs));
  engagedMs -= takenMs;
  return takenMs;
};
