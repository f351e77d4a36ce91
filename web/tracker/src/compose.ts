import { presence } from './engagement';
import type { Presence, TrackedEvent } from './event';
import { uuidV7 } from './ids';
import { page } from './page';
import { apiKey } from './settings';
import { visitorId } from './visitor';

/** State told by the last event, so that a change can be told at once and only once. */
export let lastState: Presence | undefined;

/**
 * Describes an event of the open page view. Throws when a value of the page cannot be JSON, before
 * anything waits for it; the copy is safe from later changes by the page.
 */
export const compose = (event: string, extra?: Partial<TrackedEvent>): TrackedEvent => {
  const composed: TrackedEvent = {
    apiKey: apiKey!,
    event,
    website: location.hostname,
    visitor: {
      visitorId,
      url: page!.url,
      referrer: page!.referrer,
      timestamp: new Date().toISOString(),
      userAgent: navigator.userAgent,
      screenResolution: `${screen.width}x${screen.height}`,
      language: navigator.language,
      timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      company: null,
      ip: null,
      title: page!.title!,
    },
    eventId: uuidV7(),
    attempt: 1,
    sentAt: Date.now(),
    pageViewId: page!.id,
    state: (lastState = presence()),
    automation: navigator.webdriver || undefined,
    ...extra,
  };
  return JSON.parse(JSON.stringify(composed));
};
