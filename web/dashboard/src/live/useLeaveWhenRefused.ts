import { useLeaveToLogin } from '../shell/useLeaveToLogin';
import type { ConnectionState } from './socket/liveSocket';

/** The login ended elsewhere or ran out: ask for a new one and come back here. */
export function useLeaveWhenRefused(connection: ConnectionState, signedIn: boolean): void {
  useLeaveToLogin(connection.kind === 'refused' && signedIn);
}
