/** What the visitor does with this page now. */
export type Presence = 'active' | 'idle' | 'away';

/** What was added since the increment `seq - 1` of the same page view. */
export interface EngagementIncrement {
  /** From 1; the server ignores a repeated number. */
  seq: number;
  /** 0 to 600,000. */
  engagedMs: number;
  /** 0 to 100: the furthest part of the page seen so far. */
  scrollPct: number;
}

export type Properties = Record<string, string | number | boolean>;

export interface Identity {
  company?: string;
  domain?: string;
  userId?: string;
  traits?: Properties;
  /** Hex HMAC-SHA256 of `userId` with the secret of the site, made by the site's own server. */
  signature?: string;
}

/** Body of `POST /track/visitor`. The names are the wire contract of the server. */
export interface TrackedEvent {
  /** In the body too: a beacon cannot carry the header, and a queued event keeps its own site. */
  apiKey: string;
  event: string;
  website: string;
  visitor: {
    visitorId: string;
    url: string;
    referrer: string;
    /** ISO 8601, clock of the browser. */
    timestamp: string;
    userAgent: string;
    /** `WxH` in CSS pixels. */
    screenResolution: string;
    language: string;
    timezone: string;
    company: null;
    ip: null;
    title: string;
  };
  /** UUIDv7, the same over all retries. */
  eventId: string;
  /** 1 for the first sending. */
  attempt: number;
  /** Epoch ms; with `visitor.timestamp` it tells the server the age of the event. */
  sentAt: number;
  pageViewId: string;
  state: Presence;
  engagement?: EngagementIncrement | undefined;
  automation?: true | undefined;
  properties?: Properties | undefined;
  identity?: Identity | undefined;
}
