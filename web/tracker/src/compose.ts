import { presence } from './engagement';
import type { TrackedEvent } from './event';
import { uuidV7 } from './ids';
import type { Page } from './page';
import { settings } from './settings';
import { visitorId } from './visitor';

/** Changed by every event, so that a change of state can be told at once and only once. */
export let lastState: string | undefined;

export const compose = (
  page: Page,
  event: string,
  extra?: Partial<TrackedEvent>,
): TrackedEvent => ({
  apiKey: settings.apiKey,
  event,
  website: location.hostname,
  visitor: {
    visitorId,
    url: page.url,
    referrer: page.referrer,
    timestamp: new Date().toISOString(),
    userAgent: navigator.userAgent,
    screenResolution: `${screen.width}x${screen.height}`,
    language: navigator.language,
    timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    company: null,
    ip: null,
    title: page.title,
  },
  eventId: uuidV7(),
  attempt: 1,
  sentAt: Date.now(),
  pageViewId: page.id,
  state: (lastState = presence()),
  automation: navigator.webdriver || undefined,
  ...extra,
});
