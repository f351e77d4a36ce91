import { presence } from './engagement';
import type { Presence, TrackedEvent } from './event';
import { uuidV7 } from './ids';
import type { Page } from './page';
import { apiKey } from './settings';
import { visitorId } from './visitor';

/** State told by the last event, so that a change can be told at once and only once. */
export let lastState: Presence | undefined;

export const compose = (
  { id, url, referrer, title = '' }: Page,
  event: string,
  extra?: Partial<TrackedEvent>,
): TrackedEvent => ({
  apiKey: apiKey!,
  event,
  website: location.hostname,
  visitor: {
    visitorId,
    url,
    referrer,
    timestamp: new Date().toISOString(),
    userAgent: navigator.userAgent,
    screenResolution: `${screen.width}x${screen.height}`,
    language: navigator.language,
    timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    company: null,
    ip: null,
    title,
  },
  eventId: uuidV7(),
  attempt: 1,
  sentAt: Date.now(),
  pageViewId: id,
  state: (lastState = presence()),
  automation: navigator.webdriver || undefined,
  ...extra,
});
