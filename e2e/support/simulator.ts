// The simulated WhatsApp of one journey, through its own HTTP interface (see e2e/simulator/README.md).
import { join } from 'node:path';
import { TOP } from './paths';
import { Program } from './program';

const FILE = process.env.ONEVOICE_TEST_SIMULATOR ?? join(TOP, 'target/debug/simulator');

/** A message in a chat, as the customer's phone has it. */
export interface Line {
  wamid: string;
  mine: boolean;
  kind: string;
  body: { body?: string };
  context: string | null;
  at: number;
  tick: 'sent' | 'delivered' | 'read';
}

/** A call, as the customer's phone has it; `heard` is of the last second. */
export interface Call {
  id: string;
  number: string;
  direction: 'USER_INITIATED' | 'BUSINESS_INITIATED';
  state: 'ringing' | 'accepted' | 'rejected' | 'ended';
  pre_accepted: boolean;
  connected: boolean;
  started_at: number | null;
  ended_at: number | null;
  /** What the customer plays, in Hz. */
  tone: number;
  heard: {
    /** The loudest, in Hz; 0 in silence. */
    frequency: number;
    /** All that stand out, the loudest first. */
    frequencies: number[];
    /** Root mean square, 0 to 1. */
    energy: number;
    packets: number;
    /** Must be 0: WhatsApp takes them for answering. */
    packets_before_accept: number;
    lost: number;
    longest_gap_ms: number;
    /** Keys that we pressed. */
    digits: string;
  };
}

/** A way to misbehave: those of e2e/simulator/src/misbehaviour.rs. */
export interface Misbehaviour {
  kind: string;
  next?: number;
  chance?: number;
  [more: string]: unknown;
}

export class Simulator {
  readonly program: Program;
  readonly url: string;

  constructor(port: number, server: string) {
    this.url = `http://127.0.0.1:${port}`;
    this.program = Program.start('simulator', FILE, [], {
      SIMULATOR_LISTEN: `127.0.0.1:${port}`,
      SIMULATOR_WEBHOOK_URL: `${server}/webhooks/whatsapp`,
    });
  }

  async ready(): Promise<void> {
    const answers = () => fetch(`${this.url}/simulator/state`).then((it) => it.ok || undefined, () => undefined);
    await this.program.until('answering', answers);
  }

  async ask<T>(method: string, path: string, body?: unknown): Promise<T> {
    const headers = { 'Content-Type': 'application/json' };
    const answer = await fetch(`${this.url}/simulator/${path}`, { method, headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${method} /simulator/${path}: ${answer.status} ${await answer.text()}`);
    const text = await answer.text();
    return (text ? JSON.parse(text) : undefined) as T;
  }

  async misbehave(how: Misbehaviour): Promise<void> {
    await this.ask('POST', 'misbehave', how);
  }

  async behave(): Promise<void> {
    await this.ask('DELETE', 'misbehave');
  }

  /** Waits until the server has taken everything that customers wrote. */
  async settled(): Promise<void> {
    await this.ask('GET', 'settled');
  }

  /** The texts that WhatsApp accepted from us, in order, also those whose answer got lost. */
  async accepted(): Promise<string[]> {
    const sends = await this.ask<{ request: { text?: { body: string } } }[]>('GET', 'requests');
    return sends.map(({ request }) => request.text?.body ?? JSON.stringify(request));
  }
}
