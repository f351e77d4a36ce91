import { createContext, useContext, type ReactNode } from 'react';
import { useNow } from '../shared/ui/useNow';

const Offset = createContext(0);

interface ServerClockProviderProps {
  /** server clock minus local clock */
  readonly offsetMs: number;
  readonly children: ReactNode;
}

export function ServerClockProvider({ offsetMs, children }: ServerClockProviderProps) {
  return <Offset value={offsetMs}>{children}</Offset>;
}

/** Server time in epoch milliseconds, renewed every second. */
export function useServerNow(): number {
  return useNow() + useContext(Offset);
}
