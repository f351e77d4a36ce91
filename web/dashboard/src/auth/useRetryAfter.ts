import { useEffect, useState } from 'react';
import { ApiError } from '../shared/api/http';

/** For a 429 without Retry-After. */
const RETRY_DEFAULT_SECONDS = 30;

/** Seconds until the form may be sent again after a 429, counting down; otherwise 0. */
export function useRetryAfter(error: Error | null): number {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    if (!(error instanceof ApiError) || error.status !== 429) return setSeconds(0);
    const endMs = Date.now() + (error.retryAfterSeconds ?? RETRY_DEFAULT_SECONDS) * 1000;
    const tick = () => setSeconds(Math.max(0, Math.ceil((endMs - Date.now()) / 1000)));
    tick();
    const timer = setInterval(tick, 500);
    return () => clearInterval(timer);
  }, [error]);
  return seconds;
}
