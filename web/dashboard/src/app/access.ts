import type { QueryClient } from '@tanstack/react-query';
import { redirect } from '@tanstack/react-router';
import { sessionQuery, type User } from '../auth/session';
import { startQuery, type StartInfo } from '../shared/api/start';

/** Who looks at the dashboard, and the key whose visitors are shown. */
export interface Access {
  readonly start: StartInfo;
  /** null in the demo, which needs no login */
  readonly user: User | null;
  readonly apiKey: string;
}

/** The demo is open; a fresh server asks for its set-up; everything else needs a login. */
export async function openLive(queryClient: QueryClient, href: string): Promise<Access> {
  const start = await queryClient.ensureQueryData(startQuery);
  if (start.demo && start.openKey !== null) return { start, user: null, apiKey: start.openKey };
  if (start.setupNeeded) throw redirect({ to: '/setup', replace: true });
  const user = await queryClient.ensureQueryData(sessionQuery);
  if (user === null) {
    const search = href === '/' ? {} : { redirect: href };
    throw redirect({ to: '/login', search, replace: true });
  }
  return { start, user, apiKey: user.apiKey };
}

export async function openLogin(queryClient: QueryClient, target: string): Promise<void> {
  const start = await queryClient.ensureQueryData(startQuery);
  if (start.setupNeeded) throw redirect({ to: '/setup', replace: true });
  const user = await queryClient.ensureQueryData(sessionQuery);
  if (user !== null) throw redirect({ href: target, replace: true });
}

export async function openSetup(queryClient: QueryClient): Promise<void> {
  await queryClient.ensureQueryData(startQuery);
}
