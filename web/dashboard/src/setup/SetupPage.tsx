import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { startQuery } from '../shared/api/start';
import { CenteredPage } from '../shared/ui/CenteredPage';
import { InstallStep } from './InstallStep';
import { MissingToken } from './MissingToken';
import { SetupFormView } from './SetupFormView';
import { useSetupToken } from './setupToken';
import type { NewSite } from './setupApi';

export function SetupPage() {
  const token = useSetupToken();
  const start = useQuery(startQuery);
  const [site, setSite] = useState<NewSite | null>(null);

  if (site !== null) return <InstallStep site={site} />;
  if (start.data?.setupNeeded !== true) return <AlreadySetUp />;
  if (token === null) return <MissingToken />;
  return <SetupFormView token={token} onDone={setSite} />;
}

function AlreadySetUp() {
  return (
    <CenteredPage
      title="Tippen is already set up"
      lead="This server has an owner. The set-up link works only once."
    >
      <Button component="a" href="/login" size="md">
        Log in
      </Button>
    </CenteredPage>
  );
}
