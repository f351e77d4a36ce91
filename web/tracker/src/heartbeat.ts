import { lastState } from './compose';
import { observe, presence, watchInput } from './engagement';
import { guard, later, on } from './guard';
import { runWaiting } from './shown';
import { ping } from './socket';
import { flushEngagement, trackEngagement } from './track';

const beatIntervalMs = 30_000;
/** A page that loses the focus is often hidden or left next, which sends the same increment. */
const blurDelayMs = 1000;

/** Tells the server what the visitor does: regularly while visible, and when it changes. */
export const watchPresence = (): void => {
  setInterval(
    guard(() => {
      if (!document.hidden) trackEngagement('heartbeat');
      ping();
    }),
    beatIntervalMs,
  );
  on(document, 'visibilitychange prerenderingchange', () => {
    trackEngagement(document.hidden ? 'engagement' : 'heartbeat');
    runWaiting();
  });
  on(window, 'blur focus', () => {
    observe();
    if (!document.hasFocus()) later(flushEngagement, blurDelayMs);
  });
  watchInput(() => {
    if (presence() !== lastState) trackEngagement('heartbeat');
  });
};
