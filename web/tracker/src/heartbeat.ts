import { lastState } from './compose';
import { observe, presence, takeIncrement, watchInput } from './engagement';
import { guard, on } from './guard';
import { page } from './page';
import { beat, flushEngagement, track } from './track';

const beatIntervalMs = 30_000;

/** Tells the server what the visitor does: regularly while visible, and when it changes. */
export const watchPresence = (): void => {
  setInterval(
    guard(() => {
      if (!document.hidden) beat();
    }),
    beatIntervalMs,
  );
  on(document, 'visibilitychange', () => {
    // Sent without an increment too: it carries the state `away`.
    if (document.hidden) track('engagement', { engagement: takeIncrement() });
    else beat();
  });
  on(window, 'blur focus', () => {
    observe();
    if (!document.hasFocus()) flushEngagement();
  });
  watchInput(() => {
    if (page && presence() !== lastState) beat();
  });
};
