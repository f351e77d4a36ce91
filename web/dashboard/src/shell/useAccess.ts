import { useRouteContext } from '@tanstack/react-router';
import type { Access } from '../app/access';

/** What the guard of these routes found out before the page was shown. */
export function useAccess(): Access {
  const { start, user, apiKey } = useRouteContext({ strict: false });
  if (start === undefined || user === undefined || apiKey === undefined) {
    throw new Error('the page was opened without its guard');
  }
  return { start, user, apiKey };
}
