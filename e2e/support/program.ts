// A program that a journey starts. What it says is kept, to be shown when the journey fails.
import { spawn, type ChildProcess } from 'node:child_process';

const running = new Set<ChildProcess>();
// Whatever ends the tests, no program outlives them.
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

export class Program {
  readonly said: string[] = [];
  private readonly ended: Promise<void>;
  private over = false;

  private constructor(
    readonly name: string,
    private readonly child: ChildProcess,
  ) {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => this.said.push(text));
    }
    this.ended = new Promise((resolve) => {
      child.on('close', (code, signal) => {
        this.over = true;
        running.delete(child);
        this.said.push(`— ${name} ended (${signal ?? code})\n`);
        resolve();
      });
      child.on('error', (problem) => this.said.push(`— ${name} did not start: ${problem.message}\n`));
    });
  }

  /** Starts it with these variables, and with none of ours or the simulator's that happen to be set here. */
  static start(name: string, file: string, words: string[], variables: Record<string, string>): Program {
    const inherited = Object.entries(process.env).filter(([key]) => !/^(ONEVOICE|SIMULATOR)_/.test(key));
    const env = { ...Object.fromEntries(inherited), NO_COLOR: '1', ...variables };
    const child = spawn(file, words, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(child);
    return new Program(name, child);
  }

  /** Waits until `check` gives something. Fails as soon as the program has ended. */
  async until<T>(what: string, check: () => Promise<T | undefined> | T | undefined): Promise<T> {
    for (const end = Date.now() + 20_000; Date.now() < end; await new Promise((next) => setTimeout(next, 15))) {
      const found = await check();
      if (found !== undefined) return found;
      if (this.over) break;
    }
    throw new Error(`${this.name}: ${what} did not happen\n${this.said.join('')}`);
  }

  /** As a power cut would: nothing is finished, nothing is said. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }
}
