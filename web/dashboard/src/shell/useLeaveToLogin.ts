import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { sessionQuery } from '../auth/session';

/** Once `leave` is true: asks for a new login and comes back to the same address. */
export function useLeaveToLogin(leave: boolean): void {
  const queryClient = useQueryClient();
  const router = useRouter();
  useEffect(() => {
    if (!leave) return;
    // Read once: during the navigation the location is already the login page.
    const { href } = router.state.location;
    queryClient.setQueryData(sessionQuery.queryKey, null);
    const search = href === '/' ? {} : { redirect: href };
    void router.navigate({ to: '/login', search, replace: true });
  }, [leave, queryClient, router]);
}
