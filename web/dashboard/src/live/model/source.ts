import { hostOf } from '../../shared/format/url';
import type { Visitor } from './visitor';

/** Where the visit came from. `kind` tells how we know it. */
export interface Source {
  readonly kind: 'campaign' | 'referrer' | 'direct';
  readonly label: string;
  /** second line, e.g. the medium of a campaign */
  readonly detail: string | null;
}

/** Spelling of well-known referrers; everything else shows its host. */
const KNOWN_HOSTS: readonly (readonly [RegExp, string])[] = [
  [/(^|\.)google\.[a-z.]{2,6}$/, 'Google'],
  [/(^|\.)bing\.com$/, 'Bing'],
  [/(^|\.)duckduckgo\.com$/, 'DuckDuckGo'],
  [/(^|\.)ecosia\.org$/, 'Ecosia'],
  [/(^|\.)(linkedin\.com|lnkd\.in)$/, 'LinkedIn'],
  [/(^|\.)(facebook\.com|fb\.com)$/, 'Facebook'],
  [/(^|\.)(twitter\.com|x\.com|t\.co)$/, 'X'],
  [/(^|\.)github\.com$/, 'GitHub'],
  [/(^|\.)reddit\.com$/, 'Reddit'],
  [/(^|\.)youtube\.com$/, 'YouTube'],
  [/^news\.ycombinator\.com$/, 'Hacker News'],
  [/(^|\.)(chatgpt\.com|chat\.openai\.com)$/, 'ChatGPT'],
];

const CHANNELS: Readonly<Record<string, string>> = {
  cross_network: 'Cross-network',
  paid_shopping: 'Paid shopping',
  paid_search: 'Paid search',
  paid_social: 'Paid social',
  paid_video: 'Paid video',
  display: 'Display',
  paid_other: 'Paid other',
  email: 'E-mail',
  affiliates: 'Affiliates',
  audio: 'Audio',
  sms: 'SMS',
  push: 'Push',
  ai_assistant: 'AI assistant',
  organic_shopping: 'Organic shopping',
  organic_social: 'Organic social',
  organic_video: 'Organic video',
  organic_search: 'Organic search',
  referral: 'Referral',
};

export function sourceOf(visitor: Visitor): Source {
  return visitor.channel === null ? guessedSource(visitor) : toldSource(visitor, visitor.channel);
}

function toldSource(visitor: Visitor, channel: string): Source {
  const name = CHANNELS[channel];
  if (name === undefined && visitor.source === null) {
    return { kind: 'direct', label: 'Direct', detail: null };
  }
  const label = visitor.source ?? name ?? channel;
  const detail = visitor.campaign ?? (name === label ? null : (name ?? null));
  return { kind: visitor.campaign === null ? 'referrer' : 'campaign', label, detail };
}

/** For servers that do not tell the channel. */
function guessedSource(visitor: Visitor): Source {
  const campaign = campaignOf(visitor.landingUrl ?? visitor.url);
  if (campaign !== null) return campaign;
  const host = visitor.referrer === null ? null : hostOf(visitor.referrer);
  if (host === null || host === hostOf(visitor.url) || host === visitor.website) {
    return { kind: 'direct', label: 'Direct', detail: null };
  }
  const known = KNOWN_HOSTS.find(([pattern]) => pattern.test(host));
  return { kind: 'referrer', label: known?.[1] ?? host, detail: known ? host : 'Referral' };
}

function campaignOf(landingUrl: string): Source | null {
  const query = landingUrl.split('#')[0]?.split('?')[1];
  if (query === undefined) return null;
  const parameters = new URLSearchParams(query);
  const label = parameters.get('utm_source')?.trim();
  if (!label) return null;
  const detail = parameters.get('utm_campaign') || parameters.get('utm_medium') || 'Campaign';
  return { kind: 'campaign', label, detail };
}
