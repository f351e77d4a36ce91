import { version, type TippenTrackerApi } from './api';
import { watchExit } from './exit';
import { guard, on } from './guard';
import { watchPresence } from './heartbeat';
import { closePage } from './page';
import { beginLoaded, watchRoute } from './pageview';
import { isOptedOut, objects, optOutKey } from './privacy';
import { forgetQueue } from './queue';
import { readSettings } from './settings';
import { watchShown, whenShown } from './shown';
import { disconnect, watchSocket } from './socket';
import { remove, write } from './storage';
import { track } from './track';
import { forgetVisitor, recallVisitor, visitorId } from './visitor';

const start = (): void => {
  const doNothing = (): void => {};
  const api: TippenTrackerApi = {
    version,
    visitorId: '',
    initialized: true,
    trackEvent: doNothing,
    identify: doNothing,
    optOut: doNothing,
  };
  window.TippenTracker = api;
  if (objects()) return;

  /** Follows the flag, which this page or another tab has set. */
  const obeyOptOut = (): void => {
    if (isOptedOut()) {
      closePage();
      disconnect();
      forgetVisitor();
      forgetQueue();
    } else {
      recallVisitor();
      whenShown(beginLoaded);
    }
    api.visitorId = visitorId;
  };
  api.trackEvent = guard((name, properties) => {
    if (name) whenShown(() => track(`${name}`, { properties }));
  });
  api.identify = guard((identity) => whenShown(() => track('identify', { identity })));
  api.optOut = guard((refused) => {
    if (refused) write(optOutKey, '1');
    else remove(optOutKey);
    obeyOptOut();
  });
  on<StorageEvent>(window, 'storage', ({ key }) => {
    if (key === optOutKey) obeyOptOut();
  });

  obeyOptOut();
  watchRoute();
  watchPresence();
  watchExit();
  watchSocket();
  watchShown();
};

guard(() => {
  if (!window.TippenTracker && readSettings()) start();
})();
