import { isObject, text } from '../parse/guards';

/** An answer that is not 2xx, or no answer at all (`status` 0). */
export class ApiError extends Error {
  constructor(
    message: string,
    readonly status: number,
    /** stable code of the server, e.g. `email-taken`; empty when it sent none */
    readonly code: string,
    /** from Retry-After; null when absent */
    readonly retryAfterSeconds: number | null,
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

export interface ApiRequest {
  readonly method?: 'GET' | 'POST' | 'PATCH';
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/** One request to our own origin; the login cookie goes along by itself. */
export async function requestJson(path: string, request: ApiRequest = {}): Promise<unknown> {
  const response = await send(path, request);
  const answer = (await response.json().catch(() => null)) as unknown;
  if (response.ok) return answer;
  const fields = isObject(answer) ? answer : {};
  throw new ApiError(
    text(fields.error) || `The server answered with status ${response.status}.`,
    response.status,
    text(fields.code),
    parseRetryAfter(response.headers.get('Retry-After'), Date.now()),
  );
}

async function send(path: string, { method = 'GET', body, signal }: ApiRequest): Promise<Response> {
  const init: RequestInit = { method, headers: { Accept: 'application/json' } };
  if (signal !== undefined) init.signal = signal;
  if (body !== undefined) {
    init.headers = { Accept: 'application/json', 'Content-Type': 'application/json' };
    init.body = JSON.stringify(body);
  }
  try {
    return await fetch(path, init);
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiError('The Tippen server cannot be reached.', 0, 'unreachable', null);
  }
}

/** Retry-After is whole seconds or an HTTP date (RFC 9110, section 10.2.3). */
export function parseRetryAfter(header: string | null, localNowMs: number): number | null {
  if (header === null || header.trim() === '') return null;
  if (/^\s*\d+\s*$/.test(header)) return Number(header);
  const dateMs = Date.parse(header);
  return Number.isNaN(dateMs) ? null : Math.max(0, Math.ceil((dateMs - localNowMs) / 1000));
}
