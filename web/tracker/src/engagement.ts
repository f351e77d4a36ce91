import { isActive, takeEngagedMs, tick } from './engagement-clock';
import type { EngagementIncrement, Presence } from './event';
import { on } from './guard';

const inputThrottleMs = 100;

let lastInputMs = 0;
let seq: number;
let scrollPct: number;
let sentScrollPct: number;

/** Monotonic, so that a corrected system clock is not engaged time. */
const nowMs = (): number => performance.now();

/** Must be called whenever visibility, focus or input may have changed. */
export const observe = (input?: boolean): void =>
  tick(nowMs(), !document.hidden && document.hasFocus(), input);

export const presence = (): Presence =>
  document.hidden ? 'away' : isActive(nowMs()) ? 'active' : 'idle';

const measureScroll = (): void => {
  const seenPct = Math.round(
    ((scrollY + innerHeight) / document.documentElement.scrollHeight) * 100,
  );
  if (seenPct > scrollPct) scrollPct = Math.min(100, seenPct);
};

/** Starts the count of a page view; what came before it belongs to no page. */
export const resetEngagement = (): void => {
  observe();
  takeEngagedMs();
  seq = scrollPct = sentScrollPct = 0;
};

/**
 * @param routeChanged the document may already show the next page: its height says nothing
 * @returns undefined when there is nothing new
 */
export const takeIncrement = (routeChanged?: boolean): EngagementIncrement | undefined => {
  observe();
  if (!routeChanged) measureScroll();
  const engagedMs = takeEngagedMs();
  if (engagedMs || scrollPct !== sentScrollPct) {
    sentScrollPct = scrollPct;
    return { seq: ++seq, engagedMs, scrollPct };
  }
  return undefined;
};

export const watchInput = (onInput: () => void): void =>
  on(window, 'mousemove keydown scroll pointerdown touchstart wheel', (event) => {
    // A scrolling element inside the page may be a carousel that moves by itself.
    if (event.type === 'scroll' && event.target !== document) return;
    if (nowMs() - lastInputMs < inputThrottleMs) return;
    lastInputMs = nowMs();
    measureScroll();
    observe(true);
    onInput();
  });
