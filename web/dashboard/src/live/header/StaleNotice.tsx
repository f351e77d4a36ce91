import { useState } from 'react';
import { formatTime } from '../../shared/format/time';
import { Notice } from '../../shared/ui/Notice';
import type { ConnectionState } from '../socket/liveSocket';

/** Says how old the dimmed list is. */
export function StaleNotice({ connection }: { readonly connection: ConnectionState }) {
  const [sinceMs] = useState(() => Date.now());
  const reason =
    connection.kind === 'offline' ? 'This device is offline' : 'The connection is lost';
  return (
    <Notice tone="warn">
      {reason}. The list below is from {formatTime(sinceMs)} and is not being updated.
    </Notice>
  );
}
