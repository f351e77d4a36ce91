import { CallIcon } from '../../shared/ui/icons';
import type { VisitorStatus } from '../model/visitor';
import styles from './StatusBadge.module.css';

const CAPTIONS: Readonly<Record<Exclude<VisitorStatus, 'active'>, string>> = {
  video_invited: 'Invited',
  in_call: 'In call',
};

export function StatusBadge({ status }: { readonly status: VisitorStatus }) {
  if (status === 'active') return null;
  return (
    <span className={styles.badge} data-status={status}>
      {status === 'in_call' && <CallIcon size={12} />}
      {CAPTIONS[status]}
    </span>
  );
}
