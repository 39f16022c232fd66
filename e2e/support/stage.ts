// One journey's world: a server with an empty database, a simulated WhatsApp, and a browser for whoever takes part.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, TestInfo } from '@playwright/test';
import { Agent } from './agent';
import { expectAccessible } from './axe';
import { Customer, Phone } from './customer';
import { database, type Database, type Kind } from './database';
import { Desk, type Person, type Rights } from './people';
import { freePort } from './ports';
import { Server } from './server';
import { Simulator } from './simulator';
import { Watch } from './watch';

export class Stage {
  readonly watch = new Watch();
  private readonly contexts: BrowserContext[] = [];
  private first?: Desk;

  private constructor(
    private readonly browser: Browser,
    readonly folder: string,
    private readonly database: Database,
    readonly server: Server,
    readonly simulator: Simulator,
  ) {}

  static async start(browser: Browser, kind: Kind): Promise<Stage> {
    const folder = await mkdtemp(join(tmpdir(), 'onevoice-journey-'));
    const [made, port, phonePort] = [await database(kind), await freePort(), await freePort()];
    const simulator = new Simulator(phonePort, `http://127.0.0.1:${port}`);
    const server = new Server({ port, simulator: simulator.url, folder, database: made.url });
    const stage = new Stage(browser, folder, made, server, simulator);
    try {
      await Promise.all([server.start(), simulator.ready()]);
    } catch (problem) {
      await stage.end();
      throw problem;
    }
    return stage;
  }

  /** Where the database is, for who fills it while the server is down. */
  databaseUrl(): string {
    return this.database.url ?? join(this.folder, 'onevoice.db');
  }

  /** A browser of its own: nothing is shared with any other. It has no worker unless it is asked for: a worker would stand
   *  between the page and a journey that holds back what the page asks for. */
  async newBrowser(who: string, options: BrowserContextOptions = {}): Promise<BrowserContext> {
    const context = await this.browser.newContext({ baseURL: this.server.url, serviceWorkers: 'block', ...options });
    this.contexts.push(context);
    this.watch.look(context, who);
    return context;
  }

  /** The first admin, logged in, at a page of the app. */
  async admin(options: BrowserContextOptions & { name?: string; at?: string } = {}): Promise<Agent> {
    const { name = 'Ada Byron', at, ...how } = options;
    const context = await this.newBrowser(name, how);
    this.first = await Desk.setUp(context, await this.server.setupLink(), name);
    return this.enter(context, at);
  }

  /** A colleague whom the admin invited, logged in. */
  async colleague(name: string, rights: Partial<Rights> = {}): Promise<Agent & { person: Person }> {
    const context = await this.newBrowser(name);
    const desk = await this.desk().invite(this.server.url, context, name, rights);
    return Object.assign(await this.enter(context), { person: desk.person });
  }

  /** The same person in another browser. */
  async again(person: Person, options: BrowserContextOptions = {}): Promise<Agent> {
    const context = await this.newBrowser(`${person.name} again`, options);
    await Desk.logIn(context, this.server.url, person);
    return this.enter(context);
  }

  /** Asking the server as the admin. */
  desk(): Desk {
    if (!this.first) throw new Error('there is no admin yet');
    return this.first;
  }

  /** A new customer. */
  async customer(name: string): Promise<Customer> {
    const { id } = await this.simulator.ask<{ id: string }>('POST', 'phones', { name });
    return new Customer(this.simulator, id, name);
  }

  /** The page of a customer's phone, with the chat open. */
  async phone(customer: Customer): Promise<Phone> {
    const context = await this.newBrowser(`${customer.name}’s phone`);
    const page = await context.newPage();
    await page.goto(`${this.simulator.url}/#${customer.id}`);
    await page.getByTestId('composer').waitFor();
    return new Phone(page, customer);
  }

  /** `kill -9`, with the browsers left as they are. */
  async killServer(): Promise<void> {
    this.watch.expectOutages();
    await this.server.kill();
  }

  async restart(): Promise<void> {
    await this.killServer();
    await this.server.start();
  }

  /** Fails if a page of ours, as the journey leaves it, keeps somebody out. */
  async expectAccessible(): Promise<void> {
    for (const page of this.contexts.flatMap((context) => context.pages())) {
      if (page.url().startsWith(`${this.server.url}/`)) await expectAccessible(page, `${page.url()} at the end`);
    }
  }

  /** Ends everything; what the programs said goes to a journey that failed. */
  async end(info?: TestInfo): Promise<void> {
    if (info && info.status !== info.expectedStatus) {
      await info.attach('server', { body: this.server.said(), contentType: 'text/plain' });
      await info.attach('simulator', { body: this.simulator.program.said.join(''), contentType: 'text/plain' });
    }
    await Promise.all(this.contexts.map((context) => context.close()));
    await Promise.all([this.server.kill(), this.simulator.program.kill()]);
    await Promise.all([this.database.drop(), rm(this.folder, { recursive: true, force: true })]);
  }

  private async enter(context: BrowserContext, at = '/inbox/unassigned'): Promise<Agent> {
    const agent = new Agent(await context.newPage());
    await agent.page.goto(at);
    await agent.expectConnected();
    return agent;
  }
}
