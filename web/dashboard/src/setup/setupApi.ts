import { parseUserAnswer, type User } from '../auth/session';
import { ApiError, requestJson } from '../shared/api/http';
import { scriptTag } from '../shared/api/scriptTag';
import { isObject, text } from '../shared/parse/guards';

export interface SetupForm {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly password: string;
  readonly siteName: string;
  readonly website: string;
}

export interface NewSite {
  readonly apiKey: string;
  readonly name: string;
  readonly website: string;
  readonly scriptTag: string;
}

export interface SetupResult {
  readonly user: User;
  readonly site: NewSite;
}

export async function setUp(token: string, form: SetupForm): Promise<SetupResult> {
  const answer = await requestJson('/api/auth/setup', { method: 'POST', body: { token, ...form } });
  const user = parseUserAnswer(answer);
  const site = isObject(answer) && isObject(answer.site) ? answer.site : null;
  if (site === null) throw new ApiError('The server sent no site.', 502, 'bad-answer', null);
  const apiKey = text(site.apiKey) || user.apiKey;
  return {
    user,
    site: {
      apiKey,
      name: text(site.name) || form.siteName,
      website: text(site.website) || form.website,
      scriptTag: text(site.scriptTag) || scriptTag(window.location.origin, apiKey),
    },
  };
}
