import type { Identity, Properties } from './event';

/** `window.TippenTracker`. The original script had the first four; pages rely on them. */
export interface TippenTrackerApi {
  readonly version: string;
  /** Empty while the visitor objects to being tracked. */
  visitorId: string;
  /** @param name 1 to 64 characters. @param properties at most 30, text values up to 512. */
  trackEvent(name: string, properties?: Properties): void;
  readonly initialized: true;
  identify(identity: Identity): void;
  /** Kept over page loads; `true` also forgets the visitor id. */
  optOut(refused: boolean): void;
}
