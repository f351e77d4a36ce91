import type { TippenTrackerApi } from './api';
import { watchExit } from './exit';
import { guard, on } from './guard';
import { watchPresence } from './heartbeat';
import { closePage } from './page';
import { beginLoaded, watchRoute } from './pageview';
import { isOptedOut, objects, optOutKey } from './privacy';
import { save } from './queue';
import { apiKey, readSettings } from './settings';
import { whenShown } from './shown';
import { disconnect, watchOnline } from './socket';
import { write } from './storage';
import { track } from './track';
import { forgetVisitor, recallVisitor, visitorId } from './visitor';

const start = (): void => {
  /** Follows the choice that this page, another tab or the browser holds. */
  const obeyChoice = (): void => {
    if (isOptedOut()) {
      closePage();
      disconnect();
      forgetVisitor();
      save([]);
    } else {
      recallVisitor();
      whenShown(beginLoaded);
    }
    api.visitorId = visitorId;
  };
  const api: TippenTrackerApi = {
    version: '0.1.0',
    visitorId: '',
    initialized: true,
    trackEvent: guard((name, properties) => {
      if (name) whenShown(() => track(name, { properties }));
    }),
    identify: guard((identity) => whenShown(() => track('identify', { identity }))),
    optOut: guard((refused) => {
      if (objects()) return;
      write(optOutKey, refused ? '1' : '');
      obeyChoice();
    }),
  };
  window.TippenTracker = api;
  obeyChoice();
  if (objects()) return;
  on<StorageEvent>(window, 'storage', ({ key }) => {
    if (key === optOutKey) obeyChoice();
  });
  watchRoute();
  watchPresence();
  watchExit();
  watchOnline();
};

guard(() => {
  readSettings();
  if (apiKey && !window.TippenTracker) start();
})();
