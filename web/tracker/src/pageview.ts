import { resetEngagement, observe } from './engagement';
import { guard, later, on } from './guard';
import { closePage, currentUrl, openPage, page } from './page';
import { isOptedOut } from './privacy';
import { resumeQueue } from './queue';
import { isExcluded } from './settings';
import { shown } from './shown';
import { disconnect } from './socket';
import { announce, flushEngagement } from './track';
import { recallVisitor } from './visitor';

/** Routers set the title after the address: read at once, it would be that of the page before. */
const titleDelayMs = 100;

/** Opens a page view if one is due and allowed. */
const begin = (): void => {
  if (page || !shown || isOptedOut()) return;
  if (isExcluded(location.pathname)) {
    disconnect();
  } else {
    recallVisitor();
    resetEngagement();
    openPage();
    resumeQueue();
  }
};

/** A page view by loading the document or by coming back to it. */
export const beginLoaded = (): void => {
  begin();
  // Following a link is input, even before the pointer moves.
  observe(true);
  announce();
};

/** Turns every change of the route inside the document into a page view. */
export const watchRoute = (): void => {
  let url = currentUrl();
  const check = guard(() => {
    if (currentUrl() === url) return;
    url = currentUrl();
    announce();
    flushEngagement(true);
    closePage();
    begin();
    later(announce, titleDelayMs);
  });
  // Also fires when only the fragment changes.
  on(window, 'popstate', check);
  // Out of the back/forward cache; after a load the page view is open already.
  on(window, 'pageshow', beginLoaded);
  (['pushState', 'replaceState'] as const).forEach((name) => {
    const original = history[name];
    history[name] = function (...args) {
      const result = original.apply(this, args);
      check();
      return result;
    };
  });
};
