// Watches pages for what no journey may cause: errors that nobody caught, and errors in the console.
import type { BrowserContext, ConsoleMessage } from '@playwright/test';

// What browsers say by themselves when a server is not there.
const AWAY = /net::ERR_(CONNECTION|EMPTY|INCOMPLETE|SOCKET|NETWORK)|WebSocket connection to .* failed/;

interface Expected {
  status: number;
  path: RegExp;
}

export class Watch {
  private readonly problems: string[] = [];
  // Only the server knows whether a cookie is good: who comes for the first time is told that theirs is not.
  private readonly expected: Expected[] = [{ status: 401, path: /^\/api\/session\/refresh$/ }];
  private outages = false;
  private words: RegExp | undefined;

  look(context: BrowserContext, who: string): void {
    context.on('weberror', (error) => {
      this.problems.push(`${who}: uncaught ${error.error().stack ?? error.error().message}`);
    });
    context.on('console', (message) => {
      if (this.isProblem(message)) {
        this.problems.push(`${who}: ${message.type()} in the console: ${message.text()} (${message.location().url})`);
      }
    });
    context.on('page', (page) => page.on('crash', () => this.problems.push(`${who}: the page crashed`)));
  }

  /** The server is going to be away: browsers may complain of that. */
  expectOutages(): void {
    this.outages = true;
  }

  /** The server is going to refuse something; the page says so, and so does the browser. */
  expectStatus(status: number, path: RegExp): void {
    this.expected.push({ status, path });
  }

  /** The app is going to say this in the console, because of what a journey does to it. */
  expectWords(words: RegExp): void {
    this.words = words;
  }

  /** Fails if anything was seen. */
  conclude(): void {
    if (this.problems.length) throw new Error(`The pages had problems:\n${this.problems.join('\n')}`);
  }

  private isProblem(message: ConsoleMessage): boolean {
    const serious = message.type() === 'error' || /panicked|at undefined/.test(message.text());
    if (!serious) return false;
    const text = message.text();
    if (this.outages && AWAY.test(text)) return false;
    if (this.words?.test(text)) return false;
    const status = Number(/status of (\d+)/.exec(text)?.[1]);
    const path = pathOf(message.location().url);
    return !this.expected.some((it) => it.status === status && it.path.test(path));
  }
}

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : url;
}
