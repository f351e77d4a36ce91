import { useQueryClient } from '@tanstack/react-query';
import { useLocation, useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { sessionQuery } from '../auth/session';
import type { ConnectionState } from './socket/liveSocket';

/** The login ended elsewhere or ran out: ask for a new one and come back here. */
export function useLeaveWhenRefused(connection: ConnectionState, signedIn: boolean): void {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const { href } = useLocation();
  const refused = connection.kind === 'refused';
  useEffect(() => {
    if (!refused || !signedIn) return;
    queryClient.setQueryData(sessionQuery.queryKey, null);
    void navigate({ to: '/login', search: href === '/' ? {} : { redirect: href }, replace: true });
  }, [refused, signedIn, href, queryClient, navigate]);
}
