import styles from './LeftNotice.module.css';

export function LeftNotice() {
  return (
    <p className={styles.notice} role="status">
      This visitor has left the site. Below is what was last known.
    </p>
  );
}

export function UnknownVisitor() {
  return <p className={styles.unknown}>This visitor is not on the site any more.</p>;
}
