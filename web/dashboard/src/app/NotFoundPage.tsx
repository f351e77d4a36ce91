import { Button } from '@mantine/core';
import { CenteredPage } from '../shared/ui/CenteredPage';

export function NotFoundPage() {
  return (
    <CenteredPage
      title="There is no such page"
      lead="The address may be mistyped, or the page belongs to another version of Tippen."
    >
      <Button component="a" href="/" size="md">
        See who is on the site
      </Button>
    </CenteredPage>
  );
}
