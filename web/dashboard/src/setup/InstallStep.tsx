import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useLive } from '../live/socket/useLive';
import { FirstPageView } from '../live/empty/FirstPageView';
import { CenteredPage } from '../shared/ui/CenteredPage';
import { CopyBox } from '../shared/ui/CopyBox';
import type { NewSite } from './setupApi';
import styles from './InstallStep.module.css';

/** Second step: the tag, and the proof that it works. */
export function InstallStep({ site }: { readonly site: NewSite }) {
  const { state } = useLive(site.apiKey);
  const [first] = state.entries.values();
  return (
    <CenteredPage
      title="Add the tag to your site"
      lead={`${site.name} is ready. Paste this line into the <head> of every page on ${site.website}.`}
      width={640}
    >
      <section>
        <h2 className={styles.label}>Script tag</h2>
        <CopyBox text={site.scriptTag} label="script tag" />
      </section>
      <section>
        <h2 className={styles.label}>Site key</h2>
        <CopyBox text={site.apiKey} label="site key" />
        <p className={styles.note}>
          The key is public: it stands in your pages and can only report visits.
        </p>
      </section>
      <FirstPageView visitor={first?.visitor ?? null} />
      <Button
        component={Link}
        to="/"
        size="md"
        variant={first === undefined ? 'default' : 'filled'}
      >
        {first === undefined ? 'Go to the dashboard' : 'See who is on the site'}
      </Button>
    </CenteredPage>
  );
}
