import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { summariseMatches } from '../excluded/model/matches';
import { identificationQuery } from '../shared/api/identification';
import styles from './MatchLine.module.css';

const DAYS = 30;

/** How much of the traffic the list speaks for. */
export function MatchLine({ apiKey }: { readonly apiKey: string }) {
  const { data } = useQuery(identificationQuery(apiKey, DAYS));
  if (data === undefined) return null;
  const { percent } = summariseMatches(data.days);
  if (percent === null) return null;
  return (
    <p className={styles.line}>
      Of the networks that visited in {DAYS} days, the company of <strong>{percent} %</strong> is
      known:{' '}
      <Link to="/excluded" hash="identified">
        by day
      </Link>
    </p>
  );
}
