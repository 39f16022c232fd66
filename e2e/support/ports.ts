// Ports for programs that are killed and come back to the same one.
import { createServer } from 'node:net';

// Below what systems give to outgoing connections, so that nobody takes one while its server is away. Journeys that run
// at the same time have their own.
const EACH = 1_500;
const FIRST = 20_000 + EACH * (Number(process.env.TEST_PARALLEL_INDEX ?? 0) % 8);

// Who was given one may not listen yet.
const given = new Set<number>();

export async function freePort(): Promise<number> {
  for (;;) {
    const port = FIRST + Math.floor(Math.random() * EACH);
    if (given.has(port) || !(await isFree(port))) continue;
    given.add(port);
    return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
