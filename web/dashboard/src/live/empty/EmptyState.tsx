import { useQuery } from '@tanstack/react-query';
import { newestVisitorQuery, type StoredVisitor } from '../../shared/api/visitors';
import { scriptTag } from '../../shared/api/scriptTag';
import { formatAgo } from '../../shared/format/duration';
import { CopyBox } from '../../shared/ui/CopyBox';
import { useServerNow } from '../ServerClock';
import { FirstPageView } from './FirstPageView';
import styles from './EmptyState.module.css';

/** Nobody is here: either the tag is not installed yet, or it is just quiet. */
export function EmptyState({ apiKey }: { readonly apiKey: string }) {
  const newest = useQuery(newestVisitorQuery(apiKey));
  if (newest.isPending) return null;
  const known = newest.data ?? null;
  return (
    <section className={styles.box}>
      {known === null ? <NotInstalled /> : <Quiet last={known} />}
      <div>
        <h3 className={styles.label}>Script tag</h3>
        <CopyBox text={scriptTag(window.location.origin, apiKey)} label="script tag" />
      </div>
      {known === null && <FirstPageView visitor={null} />}
      <p className={styles.note}>
        No site at hand?{' '}
        <a href="/demo" target="_blank" rel="noopener">
          Open the demo page
        </a>{' '}
        in a second tab and watch yourself arrive here.
      </p>
    </section>
  );
}

function NotInstalled() {
  return (
    <div>
      <h2 className={styles.title}>Add Tippen to your site</h2>
      <p className={styles.lead}>
        Paste this line into the &lt;head&gt; of every page. Visitors show up here the moment they
        open one.
      </p>
    </div>
  );
}

function Quiet({ last }: { readonly last: StoredVisitor }) {
  const seconds = (useServerNow() - last.lastSeenAtMs) / 1000;
  return (
    <div>
      <h2 className={styles.title}>Nobody is on the site right now</h2>
      <p className={styles.lead}>
        The last visitor was {last.company || 'somebody'}, {formatAgo(seconds)}. The next one shows
        up here by itself.
      </p>
    </div>
  );
}
