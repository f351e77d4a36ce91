import { nextClockOffset } from './serverClock';
import type { ServerMessage } from './message';
import type { Visitor } from './visitor';

/** The server sends at most this many visitors in a list; the rest is only counted in `total`. */
export const VISITORS_MAX = 1000;

export interface LiveEntry {
  readonly visitor: Visitor;
  /** local clock; null when the visitor was already there at the first list */
  readonly arrivedAtMs: number | null;
  /** local clock of the last page change seen from here */
  readonly pageChangedAtMs: number | null;
}

export interface LiveState {
  readonly entries: ReadonlyMap<string, LiveEntry>;
  /** all present visitors, at least `entries.size` */
  readonly total: number;
  /** server clock minus local clock; null before the first server time */
  readonly clockOffsetMs: number | null;
  /** false until the first list: an empty map then means "not known yet" */
  readonly listReceived: boolean;
}

export const EMPTY_LIVE_STATE: LiveState = {
  entries: new Map(),
  total: 0,
  clockOffsetMs: null,
  listReceived: false,
};

/** Applies a batch in order; the map is copied once per batch, not once per message. */
export function reduceLive(
  state: LiveState,
  messages: readonly ServerMessage[],
  localNowMs: number,
): LiveState {
  let next = state;
  for (const message of messages) {
    next = applyMessage(next, message, localNowMs, next.entries !== state.entries);
  }
  return next;
}

function applyMessage(
  state: LiveState,
  message: ServerMessage,
  localNowMs: number,
  ownsEntries: boolean,
): LiveState {
  switch (message.type) {
    case 'INITIAL_VISITORS':
    case 'VISITOR_LIST': {
      // Only a visitor who appears while we watch has "arrived": not the first list, and not the
      // list after a reconnect.
      const arrivedAtMs = message.type === 'VISITOR_LIST' && state.listReceived ? localNowMs : null;
      const entries = new Map<string, LiveEntry>();
      for (const visitor of message.visitors) {
        const known = state.entries.get(visitor.visitorId);
        entries.set(visitor.visitorId, mergeEntry(known, visitor, arrivedAtMs, localNowMs));
      }
      trimToNewest(entries);
      return {
        entries,
        total: Math.max(message.total, entries.size),
        clockOffsetMs: nextClockOffset(state.clockOffsetMs, message.serverTimeMs, localNowMs),
        listReceived: true,
      };
    }
    case 'VISITOR_UPDATE': {
      const { visitor } = message;
      const known = state.entries.get(visitor.visitorId);
      const merged = mergeEntry(known, visitor, localNowMs, localNowMs);
      const clockOffsetMs = nextClockOffset(state.clockOffsetMs, message.serverTimeMs, localNowMs);
      const entries = editable(state.entries, ownsEntries);
      entries.set(visitor.visitorId, merged);
      const total = message.total ?? state.total + (known === undefined ? 1 : 0);
      trimToNewest(entries);
      return { ...state, entries, total: Math.max(total, entries.size), clockOffsetMs };
    }
    case 'VIDEO_INVITE_SENT': {
      const known = state.entries.get(message.visitorId);
      if (known === undefined || known.visitor.status !== 'active') return state;
      const entries = editable(state.entries, ownsEntries);
      const visitor: Visitor = { ...known.visitor, status: 'video_invited' };
      entries.set(message.visitorId, { ...known, visitor });
      return { ...state, entries };
    }
    case 'PONG':
      return state;
    default:
      return assertNever(message);
  }
}

function editable(entries: LiveState['entries'], owned: boolean): Map<string, LiveEntry> {
  return owned ? (entries as Map<string, LiveEntry>) : new Map(entries);
}

/** Keeps the identity of an unchanged entry, so its row is not rendered again. */
function mergeEntry(
  known: LiveEntry | undefined,
  visitor: Visitor,
  arrivedAtMs: number | null,
  localNowMs: number,
): LiveEntry {
  if (known === undefined) return { visitor, arrivedAtMs, pageChangedAtMs: null };
  if (sameVisitor(known.visitor, visitor)) return known;
  const pageChangedAtMs = known.visitor.url === visitor.url ? known.pageChangedAtMs : localNowMs;
  return { visitor, arrivedAtMs: known.arrivedAtMs, pageChangedAtMs };
}

function sameVisitor(left: Visitor, right: Visitor): boolean {
  const keys = Object.keys(left) as (keyof Visitor)[];
  return keys.every((key) => left[key] === right[key]);
}

function trimToNewest(entries: Map<string, LiveEntry>): void {
  if (entries.size <= VISITORS_MAX) return;
  const oldestFirst = [...entries.values()].sort(
    (left, right) => left.visitor.lastActivityMs - right.visitor.lastActivityMs,
  );
  for (const { visitor } of oldestFirst.slice(0, entries.size - VISITORS_MAX)) {
    entries.delete(visitor.visitorId);
  }
}

function assertNever(message: never): never {
  throw new Error(`unhandled message ${JSON.stringify(message)}`);
}
