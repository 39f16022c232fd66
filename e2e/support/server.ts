// The server of one journey: the real program, which can be killed and started again on the same port and database.
import { cp, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TOP } from './paths';
import { Program } from './program';

const FILE = process.env.ONEVOICE_TEST_SERVER ?? join(TOP, 'target/debug/onevoice');
const SITE = process.env.ONEVOICE_SITE_DIR ?? join(TOP, 'web/dist');

export interface Place {
  port: number;
  simulator: string;
  folder: string;
  database?: string;
}

export class Server {
  readonly url: string;
  private readonly variables: Record<string, string>;
  private readonly runs: Program[] = [];

  constructor(place: Place) {
    this.url = `http://127.0.0.1:${place.port}`;
    this.variables = {
      ONEVOICE_LISTEN: `127.0.0.1:${place.port}`,
      ONEVOICE_PUBLIC_URL: this.url,
      ONEVOICE_DATA_DIR: place.folder,
      ONEVOICE_CALLS_UDP: '127.0.0.1:0',
      ONEVOICE_SITE_DIR: SITE,
      ONEVOICE_WHATSAPP_API_URL: place.simulator,
      ONEVOICE_WHATSAPP_APP_SECRET: 'simulator-app-secret',
      ONEVOICE_WHATSAPP_VERIFY_TOKEN: 'simulator-verify-token',
      ONEVOICE_WHATSAPP_ACCESS_TOKEN: 'simulator-access-token',
      ONEVOICE_WHATSAPP_PHONE_NUMBER_ID: '106540352242922',
      ONEVOICE_WHATSAPP_DISPLAY_NUMBER: '15550783881',
      ...(place.database ? { ONEVOICE_DATABASE_URL: place.database } : {}),
    };
  }

  /** Starts it and waits until it answers. */
  async start(): Promise<void> {
    const program = Program.start('server', FILE, ['serve'], this.variables);
    this.runs.push(program);
    await program.until('answering', () => fetch(`${this.url}/health`).then((it) => it.ok || undefined, () => undefined));
  }

  /** From its next start on it has another build of the app: a style sheet has another name, and the page says that it is new. */
  async upgrade(folder: string): Promise<{ before: string; after: string }> {
    await cp(SITE, folder, { recursive: true });
    const page = join(folder, 'index.html');
    const text = await readFile(page, 'utf8');
    const before = /\/([\w-]+\.css)/.exec(text)?.[1];
    if (!before) throw new Error('the page names no style sheet');
    const after = `next-${before}`;
    await rename(join(folder, before), join(folder, after));
    await writeFile(page, text.replaceAll(before, after).replace(/<html/, '<html data-build="next"'));
    this.variables.ONEVOICE_SITE_DIR = folder;
    return { before, after };
  }

  /** `kill -9`. */
  async kill(): Promise<void> {
    await this.runs.at(-1)?.kill();
  }

  /** The link with which the first admin makes an account, as the server prints it at each start without one. */
  async setupLink(): Promise<string> {
    const program = this.runs.at(-1);
    if (!program) throw new Error('the server has not been started');
    const find = () => /http\S+\/setup\?token=\S+/.exec(program.said.join(''))?.[0];
    return program.until('printing the link for the first admin', find);
  }

  /** What it said, through all its runs. */
  said(): string {
    return this.runs.flatMap((run) => run.said).join('');
  }
}
