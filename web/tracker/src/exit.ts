import { takeIncrement } from './engagement';
import { on } from './guard';
import { closePage } from './page';
import { postpone } from './queue';
import { trackUrl } from './send';
import { disconnect } from './socket';
import { track } from './track';

/**
 * Only `pagehide`: `beforeunload` also fires when the visitor then stays, and `unload` keeps a page
 * out of the back/forward cache.
 */
export const watchExit = (): void =>
  on(window, 'pagehide', () => {
    track('exit', { engagement: takeIncrement() }, (event) => {
      // A string is sent as text/plain, which needs no preflight: there is no time for one.
      const taken = navigator.onLine && navigator.sendBeacon(trackUrl(), JSON.stringify(event));
      if (!taken) postpone(event);
    });
    closePage();
    disconnect();
  });
