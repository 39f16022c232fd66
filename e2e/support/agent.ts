// An agent in front of the inbox, in a browser of their own. It does what hands do and finds what eyes see.
import { expect, type Locator, type Page } from '@playwright/test';

export type View = 'mine' | 'unassigned' | 'all' | 'snoozed' | 'closed';
export type Ticks = 'queued' | 'sending' | 'unknown' | 'accepted' | 'sent' | 'delivered' | 'read' | 'failed';

export class Agent {
  readonly thread: Locator;
  readonly composer: Locator;
  readonly connection: Locator;
  private loads = 0;

  constructor(readonly page: Page) {
    this.thread = page.getByTestId('thread');
    this.composer = page.getByTestId('composer');
    this.connection = page.getByTestId('connection');
    page.on('domcontentloaded', () => (this.loads += 1));
  }

  /** Opens a list by its tab. */
  async looksAt(view: View): Promise<void> {
    await this.page.getByTestId(`tab-${view}`).click();
    await expect(this.page.getByTestId(`tab-${view}`)).toHaveAttribute('aria-current', 'page');
  }

  row(name: string): Locator {
    const exactly = this.page.getByTestId('row-name').getByText(name, { exact: true });
    return this.page.getByTestId('conversation-row').filter({ has: exactly });
  }

  /** The names in the list that is open, from the top. */
  get names(): Locator {
    return this.page.getByTestId('row-name');
  }

  preview(name: string): Locator {
    return this.row(name).getByTestId('row-preview');
  }

  unread(name: string): Locator {
    return this.row(name).getByTestId('row-unread');
  }

  /** Opens the conversation with a customer from the list. */
  async opens(name: string): Promise<void> {
    await this.row(name).click();
    await expect(this.page.getByTestId('thread-name')).toHaveText(name);
    await expect(this.thread.getByRole('log')).toHaveAttribute('aria-busy', 'false');
  }

  /** The bubble with exactly this text. */
  bubble(text: string): Locator {
    const exactly = this.page.locator('.text').getByText(text, { exact: true });
    return this.page.getByTestId('bubble').filter({ has: exactly });
  }

  /** What was said in the open conversation, in order. */
  get texts(): Locator {
    return this.thread.getByTestId('bubble').locator('.text');
  }

  async says(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press('Enter');
    await expect(this.composer).toHaveValue('');
  }

  /** Takes a bubble as what the next message answers. */
  async quotes(text: string): Promise<void> {
    const bubble = this.bubble(text);
    await bubble.hover();
    const line = this.thread.getByRole('listitem').filter({ has: bubble });
    const reply = line.getByRole('button', { name: 'Reply to this message' });
    if (await reply.isVisible()) return reply.click();
    // On a phone there is room for the menu alone.
    await line.getByTestId('message-more').click();
    await this.page.getByRole('menu', { name: 'About this message' }).getByRole('menuitem', { name: 'Reply' }).click();
  }

  async expectTicks(text: string, status: Ticks | RegExp): Promise<void> {
    await expect(this.bubble(text).getByTestId('ticks')).toHaveAttribute('data-status', status);
  }

  async expectCounts(counts: Partial<Record<View, number>>): Promise<void> {
    for (const [view, count] of Object.entries(counts)) {
      await expect(this.page.getByTestId(`count-${view}`), `the count of ${view}`).toHaveText(String(count));
    }
  }

  async expectConnected(): Promise<void> {
    await expect(this.connection).toHaveAttribute('data-state', 'connected', { timeout: 20_000 });
  }

  /** Hides the tab behind another, or brings it back. Headless browsers think that every tab is seen. */
  async hides(hidden: boolean): Promise<void> {
    await this.page.evaluate((state) => {
      Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => state });
      document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
    }, hidden ? 'hidden' : 'visible');
  }

  /** How far the page scrolls to the side, in pixels. */
  overflow(): Promise<number> {
    return this.page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return scrollWidth - clientWidth;
    });
  }

  /** Nothing of the above needed another load of the page. */
  expectNeverReloaded(): void {
    expect(this.loads, 'how often the page was loaded').toBe(1);
  }
}
