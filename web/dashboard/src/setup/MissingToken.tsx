import { CenteredPage } from '../shared/ui/CenteredPage';
import styles from './MissingToken.module.css';

/** Only who can read the server's terminal may become its owner. */
export function MissingToken() {
  return (
    <CenteredPage
      title="Open the set-up link"
      lead="This Tippen server is new and has no owner yet. It printed a set-up link in its terminal when it started. Open that link here."
      width={540}
    >
      <div className={styles.terminal} role="img" aria-label="Example of the server's output">
        <div className={styles.prompt}>$ ./tippen serve</div>
        <div>
          Set up: <span className={styles.link}>{window.location.origin}/setup#token=…</span>
        </div>
      </div>
      <p className={styles.hint}>
        The line is gone? Look in the server&apos;s log, or restart the server: it prints the link
        again until the set-up is done.
      </p>
    </CenteredPage>
  );
}
