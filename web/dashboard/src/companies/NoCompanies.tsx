import styles from './NoCompanies.module.css';

/** No company was ever found: what to do about it. */
export function NoCompanies({ demo }: { readonly demo: boolean }) {
  return (
    <section className={styles.box}>
      <h2 className={styles.title}>No company is known yet</h2>
      <p className={styles.lead}>
        {demo
          ? 'The simulated visitors only say themselves where they are from. What anybody could say enters no list.'
          : 'Out of the box Tippen asks nobody about your visitors. Companies appear here once one of these knows them:'}
      </p>
      <ul className={styles.ways}>
        <li>
          <strong>Networks that you declare.</strong> Name the addresses of your customers in the
          table of <code>places.declaredRanges</code>.
        </li>
        <li>
          <strong>People who sign in on your site.</strong> Let your server sign their company for{' '}
          <code>TippenTracker.identify</code>.
        </li>
        <li>
          <strong>A file of networks.</strong> A free one in <code>places.files</code> tells who
          runs the network of an address.
        </li>
        <li>
          <strong>Reverse DNS or a look-up service.</strong> Both are off until you enable them, and
          have a limit on what they may cost.
        </li>
      </ul>
    </section>
  );
}
