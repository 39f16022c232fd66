// Who works here, and making them through the server's interface, for journeys that are about something else.
import type { APIRequestContext, APIResponse, BrowserContext } from '@playwright/test';
import { ulid } from './ulid';

export interface Person {
  id: string;
  name: string;
  email: string;
  password: string;
}

export interface Rights {
  role: 'agent' | 'lead' | 'admin';
  visibility: 'own' | 'team' | 'all';
  teams: string[];
}

/** What nobody guesses, and every rule for passwords likes. */
export const PASSWORD = 'seven teal kettles hum';

/** Asks the server as one person. The cookie stays in the browser that asks. */
export class Desk {
  private constructor(
    private readonly request: APIRequestContext,
    private readonly token: string,
    readonly person: Person,
  ) {}

  /** The first admin, by the link that the server printed. */
  static async setUp(context: BrowserContext, link: string, name: string): Promise<Desk> {
    const url = new URL(link);
    const who = { name, email: emailOf(name), password: PASSWORD };
    const data = { ...who, token: url.searchParams.get('token') };
    const { access_token, agent } = await good(context.request.post(`${url.origin}/api/setup`, { data }));
    return new Desk(context.request, access_token, { ...who, id: agent });
  }

  /** Logs in from another browser. */
  static async logIn(context: BrowserContext, server: string, person: Person): Promise<Desk> {
    const { email, password } = person;
    const { access_token } = await good(context.request.post(`${server}/api/session`, { data: { email, password } }));
    return new Desk(context.request, access_token, person);
  }

  /** Wants something, as in `shared::command`. */
  async want(server: string, action: object): Promise<void> {
    await this.post(server, '/api/commands', { id: ulid(), action });
  }

  /** Invites a colleague, who joins in their own browser. */
  async invite(server: string, context: BrowserContext, name: string, rights: Partial<Rights>): Promise<Desk> {
    const person = { id: ulid(), name, email: emailOf(name), password: PASSWORD };
    const invite = { name, email: person.email, role: 'agent', visibility: 'all', teams: [], ...rights };
    await this.want(server, { agent: [person.id, { invite }] });
    const { link } = await this.post(server, `/api/invitations/${person.id}`);
    const token = new URL(link as string).searchParams.get('token');
    const data = { token, password: PASSWORD };
    const { access_token } = await good(context.request.post(`${server}/api/join`, { data }));
    return new Desk(context.request, access_token, person);
  }

  /** Reads something. */
  async get(server: string, path: string): Promise<unknown> {
    const headers = { Authorization: `Bearer ${this.token}` };
    return good(this.request.get(server + path, { headers }));
  }

  private post(server: string, path: string, data?: object): Promise<Record<string, string>> {
    const headers = { Authorization: `Bearer ${this.token}` };
    // The server closes what was quiet for a while just as it is used again; a browser asks once more then, too.
    return good(this.request.post(server + path, { headers, data, maxRetries: 2 }));
  }
}

async function good(asked: Promise<APIResponse>): Promise<Record<string, string>> {
  const answer = await asked;
  const text = await answer.text();
  if (!answer.ok()) throw new Error(`${answer.url()}: ${answer.status()} ${text}`);
  return text ? JSON.parse(text) : {};
}

const emailOf = (name: string) => `${name.toLowerCase().replace(/\W+/g, '.')}@example.com`;
