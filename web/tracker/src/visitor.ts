import { newVisitorId } from './ids';
import { read, write } from './storage';

const visitorKey = 'tippen_visitor_id';
const sessionKey = 'tippen_session_id';

export let visitorId = '';

export const recallVisitor = (): void => {
  visitorId = read(visitorKey) || newVisitorId();
  write(visitorKey, visitorId);
};

/** The original script kept the `sessionId` of the answer here; pages may read it. */
export const rememberSession = (sessionId: string): void =>
  write(sessionKey, sessionId, 'sessionStorage');

export const forgetVisitor = (): void => {
  visitorId = '';
  write(visitorKey);
  write(sessionKey, '', 'sessionStorage');
};
