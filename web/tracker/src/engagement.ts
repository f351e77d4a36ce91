import { engagementClock } from './engagement-clock';
import type { EngagementIncrement, Presence } from './event';
import { on } from './guard';
import { page } from './page';

const inputThrottleMs = 100;

const clock = engagementClock();

/** Monotonic, so that a corrected system clock is not engaged time. */
const nowMs = (): number => performance.now();

/** Must be called whenever visibility, focus or input may have changed. */
export const observe = (input?: boolean): void =>
  clock.tick(nowMs(), !document.hidden && document.hasFocus(), input);

export const presence = (): Presence =>
  document.hidden ? 'away' : clock.isActive(nowMs()) ? 'active' : 'idle';

const measureScroll = (): void => {
  if (page) {
    const { scrollTop, clientHeight, scrollHeight } = document.documentElement;
    page.scrollPct = Math.max(
      page.scrollPct,
      Math.min(100, Math.round(((scrollTop + clientHeight) / scrollHeight) * 100) || 0),
    );
  }
};

/** Forgets what was counted while no page view was open. */
export const discardEngagement = (): void => {
  observe();
  clock.take();
};

/**
 * @param routeChanged the document may already show the next page: its height says nothing
 * @returns undefined when there is nothing new
 */
export const takeIncrement = (routeChanged?: boolean): EngagementIncrement | undefined => {
  observe();
  if (!routeChanged) measureScroll();
  const engagedMs = clock.take();
  if (!page || !(engagedMs || page.scrollPct > page.sentScrollPct)) return undefined;
  page.sentScrollPct = page.scrollPct;
  return { seq: ++page.seq, engagedMs, scrollPct: page.scrollPct };
};

export const watchInput = (onInput: () => void): void => {
  let lastMs = -inputThrottleMs;
  on(window, 'mousemove keydown scroll pointerdown touchstart wheel', (event) => {
    // A scrolling element inside the page may be a carousel that moves by itself.
    if (event.type === 'scroll' && event.target !== document) return;
    if (nowMs() - lastMs < inputThrottleMs) return;
    lastMs = nowMs();
    measureScroll();
    observe(true);
    onInput();
  });
};
