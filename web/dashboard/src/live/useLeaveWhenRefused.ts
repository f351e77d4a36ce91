import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { sessionQuery } from '../auth/session';
import type { ConnectionState } from './socket/liveSocket';

/** The login ended elsewhere or ran out: ask for a new one and come back here. */
export function useLeaveWhenRefused(connection: ConnectionState, signedIn: boolean): void {
  const queryClient = useQueryClient();
  const router = useRouter();
  const leave = connection.kind === 'refused' && signedIn;
  useEffect(() => {
    if (!leave) return;
    // Read once: during the navigation the location is already the login page.
    const { href } = router.state.location;
    queryClient.setQueryData(sessionQuery.queryKey, null);
    const search = href === '/' ? {} : { redirect: href };
    void router.navigate({ to: '/login', search, replace: true });
  }, [leave, queryClient, router]);
}
