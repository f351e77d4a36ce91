import { count, instant, isObject, text } from '../../shared/parse/guards';
import { parseVisitor, type Visitor } from './visitor';

/** What the server may send on `/ws/dashboard`. */
export type ServerMessage =
  | {
      readonly type: 'INITIAL_VISITORS' | 'VISITOR_LIST';
      readonly visitors: readonly Visitor[];
      /** all present visitors; the list carries at most the newest 1,000 of them */
      readonly total: number;
      readonly serverTimeMs: number | null;
    }
  | {
      readonly type: 'VISITOR_UPDATE';
      readonly visitor: Visitor;
      readonly event: string;
      readonly total: number | null;
      readonly serverTimeMs: number | null;
    }
  | { readonly type: 'VIDEO_INVITE_SENT'; readonly visitorId: string }
  | { readonly type: 'PONG' };

export type ClientMessage = { readonly type: 'PING' } | { readonly type: 'GET_VISITORS' };

/**
 * One text frame. Null for everything we cannot use: not JSON, an unknown type (newer servers may
 * add some), or a known type without its required fields.
 */
export function parseServerMessage(frame: unknown, localNowMs: number): ServerMessage | null {
  const message = parseJson(frame);
  if (!isObject(message)) return null;
  const serverTimeMs = instant(message.serverTime);
  switch (message.type) {
    case 'INITIAL_VISITORS':
    case 'VISITOR_LIST': {
      if (!Array.isArray(message.visitors)) return null;
      const visitors = message.visitors
        .map((entry: unknown) => parseVisitor(entry, serverTimeMs ?? localNowMs))
        .filter((visitor) => visitor !== null);
      const total = Math.max(visitors.length, count(message.total));
      return { type: message.type, visitors, total, serverTimeMs };
    }
    case 'VISITOR_UPDATE': {
      const visitor = parseVisitor(message.visitor, serverTimeMs ?? localNowMs);
      if (visitor === null) return null;
      const total = typeof message.total === 'number' ? count(message.total) : null;
      return { type: 'VISITOR_UPDATE', visitor, event: text(message.event), total, serverTimeMs };
    }
    case 'VIDEO_INVITE_SENT': {
      const visitorId = text(message.visitorId);
      return visitorId === '' ? null : { type: 'VIDEO_INVITE_SENT', visitorId };
    }
    case 'PONG':
      return { type: 'PONG' };
    default:
      return null;
  }
}

function parseJson(frame: unknown): unknown {
  if (typeof frame !== 'string') return null;
  try {
    return JSON.parse(frame) as unknown;
  } catch {
    return null;
  }
}
