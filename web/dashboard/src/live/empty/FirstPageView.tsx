import { hostOf, pathOf } from '../../shared/format/url';
import { CheckIcon } from '../../shared/ui/icons';
import type { Visitor } from '../model/visitor';
import styles from './FirstPageView.module.css';

/** "Waiting for the first page view", turning into the proof that the tag works. */
export function FirstPageView({ visitor }: { readonly visitor: Visitor | null }) {
  return (
    <div className={styles.box} data-seen={visitor !== null} role="status">
      {visitor === null ? (
        <span className={styles.beacon} aria-hidden="true" />
      ) : (
        <span className={styles.done} aria-hidden="true">
          <CheckIcon size={18} />
        </span>
      )}
      <div className={styles.text}>
        <p className={styles.title}>
          {visitor === null ? 'Waiting for the first page view…' : 'The first page view is here'}
        </p>
        <p className={styles.detail}>
          {visitor === null
            ? 'Open a page of your site. It shows up here within a second.'
            : `${hostOf(visitor.url) ?? visitor.website}${hostOf(visitor.url) ? pathOf(visitor.url) : ''}`}
        </p>
      </div>
    </div>
  );
}
