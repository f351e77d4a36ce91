import { lastState } from './compose';
import { observe, presence, watchInput } from './engagement';
import { guard, on } from './guard';
import { runWaiting } from './shown';
import { ping } from './socket';
import { flushEngagement, trackEngagement } from './track';

const beatIntervalMs = 30_000;

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
    if (document.hasFocus()) observe();
    else flushEngagement();
  });
  watchInput(() => {
    if (presence() !== lastState) trackEngagement('heartbeat');
  });
};
