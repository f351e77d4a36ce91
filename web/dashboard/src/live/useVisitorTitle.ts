import { useEffect } from 'react';
import { formatCount } from '../shared/format/number';
import type { LiveState } from './model/liveState';

/** The number is visible in the tab strip too. */
export function useVisitorTitle({ listReceived, total }: LiveState): void {
  useEffect(() => {
    document.title = listReceived ? `(${formatCount(total)}) Live · Tippen` : 'Live · Tippen';
    return () => {
      document.title = 'Tippen';
    };
  }, [listReceived, total]);
}
