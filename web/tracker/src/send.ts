import type { TrackedEvent } from './event';
import { page } from './page';
import { backend } from './settings';
import { connect } from './socket';
import { rememberSession } from './visitor';

/** Browsers allow 64 KiB of keepalive bodies in flight; a UTF-16 unit is at most 3 bytes. */
const keepaliveMaxLength = 20_000;

export const trackUrl = (): string => `${backend}/track/visitor`;

/**
 * Sends one event; never rejects.
 * @returns undefined when the event is settled: accepted, or refused for good. Otherwise it may be
 *          sent again, after the given ms when the server asked for a pause, else 0
 */
export const post = async (event: TrackedEvent): Promise<number | undefined> => {
  try {
    const body = JSON.stringify(event);
    const answer = await fetch(trackUrl(), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Tippen-API-Key': event.apiKey },
      body,
      keepalive: body.length < keepaliveMaxLength,
      credentials: 'omit',
    });
    if (answer.status === 429 || answer.status >= 500) {
      return +answer.headers.get('Retry-After')! * 1000 || 0;
    }
    if (answer.ok) {
      // Not JSON: the answer of a captive portal or a wrong proxy, so nothing was stored.
      const { sessionId } = await answer.json();
      if (page) {
        rememberSession(sessionId);
        if (event.event === 'pageview') connect();
      }
    }
    return undefined;
  } catch {
    return 0;
  }
};
