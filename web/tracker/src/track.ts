import { compose } from './compose';
import { takeIncrement } from './engagement';
import type { TrackedEvent } from './event';
import { page } from './page';
import { deliver } from './queue';

/** Sends the page view, unless that has happened. */
export const announce = (): void => {
  if (page && page.title == null) {
    page.title = document.title;
    deliver(compose('pageview'));
  }
};

/** Sends an event of the current page view, never before the page view itself. */
export const track = (
  event: string,
  extra?: Partial<TrackedEvent>,
  transport: (event: TrackedEvent) => void = deliver,
): void => {
  announce();
  if (page) transport(compose(event, extra));
};

/** Sends an event that carries what was engaged since the last increment. */
export const trackEngagement = (event: string): void =>
  track(event, { engagement: takeIncrement() });

/** Sends what was engaged since the last increment, if there is anything. */
export const flushEngagement = (routeChanged?: boolean): void => {
  const engagement = takeIncrement(routeChanged);
  if (engagement) track('engagement', { engagement });
};
