import type { TippenTrackerApi } from './api';

declare global {
  interface Window {
    TippenTracker?: TippenTrackerApi;
    /** Where Safari and old Edge keep the Do Not Track choice. */
    doNotTrack?: string | null;
  }
  interface Navigator {
    /** Global Privacy Control, https://w3c.github.io/gpc/ */
    globalPrivacyControl?: boolean;
  }
  interface Document {
    prerendering?: boolean;
  }
}
