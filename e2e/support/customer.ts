// A customer of the simulated WhatsApp: by its interface where only what they do matters, by the page of their phone
// where one looks at it.
import { expect, type Locator, type Page } from '@playwright/test';
import type { Call, Line, Simulator } from './simulator';

interface Said {
  /** The message that is answered. */
  replyTo?: string;
  /** When, by the customer's clock. */
  at?: Date;
  /** The advertisement that was pressed, as WhatsApp tells it. */
  referral?: object;
}

export class Customer {
  constructor(
    private readonly simulator: Simulator,
    readonly id: string,
    readonly name: string,
  ) {}

  /** Writes a text; gives its id at WhatsApp. */
  writes(text: string, { replyTo, at, referral }: Said = {}): Promise<string> {
    return this.post({ text, reply_to: replyTo, referral }, at);
  }

  /** Sends anything else, with what stands under the name of its type. */
  sends(type: string, body: object, at?: Date): Promise<string> {
    return this.post({ type, body }, at);
  }

  /** Sends a file: an image, a video, an audio, a document or a sticker. */
  async sendsFile(kind: string, mime: string, bytes: Buffer, more: Record<string, string> = {}): Promise<void> {
    const query = new URLSearchParams({ kind, ...more });
    const url = `${this.simulator.url}/simulator/phones/${this.id}/files?${query}`;
    const answer = await fetch(url, { method: 'POST', headers: { 'Content-Type': mime }, body: new Uint8Array(bytes) });
    if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  }

  /** Everything in the chat, in the order in which it came. */
  async lines(): Promise<Line[]> {
    return (await this.simulator.ask<{ lines: Line[] }>('GET', `phones/${this.id}`)).lines;
  }

  /** The texts of the chat. */
  async texts(): Promise<string[]> {
    return (await this.lines()).map((line) => line.body.body ?? line.kind);
  }

  /** Calls us, and plays this many Hz once somebody answers; gives the call's id at WhatsApp. */
  async calls({ tone, number }: { tone?: number; number?: string } = {}): Promise<string> {
    return (await this.simulator.ask<{ id: string }>('POST', `phones/${this.id}/calls`, { tone, number })).id;
  }

  /** Answers our call, as soon as it rings. */
  async answers(): Promise<void> {
    await this.rings();
    await this.act('answer');
  }

  /** Does not take our call, as soon as it rings. */
  async declines(): Promise<void> {
    await this.rings();
    await this.act('decline');
  }

  async hangsUp(): Promise<void> {
    await this.act('hangup');
  }

  /** Plays this many Hz from now on; 0 is silence. */
  async plays(hz: number): Promise<void> {
    await this.act('tone', { hz });
  }

  /** Presses keys of the telephone. */
  async presses(digits: string): Promise<void> {
    await this.act('digits', { digits });
  }

  /** The latest call, over or not. */
  call(): Promise<Call> {
    return this.simulator.ask<Call>('GET', `phones/${this.id}/call`);
  }

  /** Waits until the telephone rings because of us. */
  async rings(): Promise<void> {
    const state = () => this.call().then(({ state, direction }) => `${state} ${direction}`, () => 'no call');
    await expect.poll(state).toBe('ringing BUSINESS_INITIATED');
  }

  /** Waits until the latest call has come so far. */
  async callIs(state: Call['state']): Promise<void> {
    await expect.poll(async () => (await this.call()).state).toBe(state);
  }

  /** Waits until these tones, in Hz, are what the customer hears, whichever is louder; none is silence. */
  async hears(...tones: number[]): Promise<void> {
    const heard = async () => {
      const { frequencies } = (await this.call()).heard;
      const near = (hz: number) => tones.find((tone) => Math.abs(tone - hz) <= 15) ?? Math.round(hz);
      return [...new Set(frequencies.map(near))].sort((one, other) => one - other);
    };
    await expect.poll(heard, { timeout: 20_000 }).toEqual([...tones].sort((one, other) => one - other));
  }

  /** Waits until the customer hears music, or something else that is none of these tones. */
  async hearsMusic(...not: number[]): Promise<void> {
    const music = async () => {
      const { frequencies, energy } = (await this.call()).heard;
      return energy > 0.01 && frequencies.length > 0 && !frequencies.some((hz) => not.some((tone) => Math.abs(tone - hz) <= 15));
    };
    await expect.poll(music, { timeout: 20_000 }).toBe(true);
  }

  /** Allows us to call, for a week or for good; answers our request, if there is one. */
  async allowsCalls({ permanent = false } = {}): Promise<void> {
    await this.simulator.ask('POST', `phones/${this.id}/permission`, { response: 'accept', permanent });
  }

  async forbidsCalls(): Promise<void> {
    await this.simulator.ask('POST', `phones/${this.id}/permission`, { response: 'reject' });
  }

  private async act(what: string, more: object = {}): Promise<void> {
    await this.simulator.ask('POST', `phones/${this.id}/call/${what}`, more);
  }

  private async post(message: object, at?: Date): Promise<string> {
    const body = { ...message, timestamp: at && Math.floor(at.getTime() / 1000) };
    const { id } = await this.simulator.ask<{ id: string }>('POST', `phones/${this.id}/messages`, body);
    return id;
  }
}

/** The page of a customer's phone, with their chat open: whatever arrives there is read. */
export class Phone {
  constructor(
    readonly page: Page,
    readonly customer: Customer,
  ) {}

  async says(text: string): Promise<void> {
    await this.page.getByTestId('composer').fill(text);
    await this.page.getByTestId('send').click();
  }

  /** Says something in answer to a message. */
  async answers(quoted: string, text: string): Promise<void> {
    const bubble = this.bubble(quoted);
    await bubble.hover();
    await bubble.getByRole('button', { name: 'Reply' }).click();
    await this.says(text);
  }

  /** The bubble with exactly this text, behind which the page leaves room for the time. */
  bubble(text: string): Locator {
    const exactly = new RegExp(`^${text.replace(/[^\p{L}\p{N}\s]/gu, '\\$&')}\\s*\\d\\d:\\d\\d$`);
    return this.page.getByTestId('bubble').filter({ has: this.page.getByTestId('words').and(this.page.getByText(exactly)) });
  }

  /** Waits for a text of the business. */
  async sees(text: string): Promise<void> {
    await expect(this.bubble(text)).toHaveClass(/theirs/);
  }
}
