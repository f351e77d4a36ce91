import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { useEffect } from 'react';
import { ApiError } from '../shared/api/http';
import { CenteredPage } from '../shared/ui/CenteredPage';
import { Notice } from '../shared/ui/Notice';

/** Shown when the first questions to the server fail; also the last net for our own bugs. */
export function LoadFailedPage({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const queryClient = useQueryClient();
  const retry = () => {
    queryClient.clear();
    reset();
    void router.invalidate();
  };
  useEffect(() => {
    window.addEventListener('online', retry);
    return () => window.removeEventListener('online', retry);
  });
  const fromServer = error instanceof ApiError;
  return (
    <CenteredPage
      title={fromServer ? 'Tippen does not answer' : 'Something broke on this page'}
      lead={
        fromServer
          ? 'The dashboard is loaded, but its server did not give a usable answer.'
          : 'This is a fault in the dashboard. Loading it again usually helps.'
      }
    >
      <Notice tone="danger">{error instanceof Error ? error.message : String(error)}</Notice>
      <Button size="md" onClick={fromServer ? retry : () => window.location.reload()}>
        Try again
      </Button>
    </CenteredPage>
  );
}
