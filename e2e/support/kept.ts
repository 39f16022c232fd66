// What a browser keeps so that one reads on without the server: the app's shell, and the last picture.
import { expect, type Page } from '@playwright/test';

/** Everything that the app has in the browser's database. */
export function disk(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const there = await indexedDB.databases();
    // Asking for one that is not there would make it.
    if (!there.some((it) => it.name === 'onevoice')) return '';
    const opened = await new Promise<IDBDatabase>((done, fail) => {
      const asked = indexedDB.open('onevoice');
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => fail(asked.error);
    });
    try {
      const texts = await new Promise<string[]>((done, fail) => {
        const asked = opened.transaction('kept').objectStore('kept').getAll();
        asked.onsuccess = () => done(asked.result as string[]);
        asked.onerror = () => fail(asked.error);
      });
      return texts.join('\n');
    } finally {
      opened.close();
    }
  });
}

/** The shell is kept, and a picture with all of these words in it. */
export async function expectKept(page: Page, ...words: string[]): Promise<void> {
  const shell = () => page.evaluate(async () => Boolean(await caches.match('/', { cacheName: 'onevoice-shell' })));
  await expect.poll(shell, { message: 'the shell is kept', timeout: 30_000 }).toBe(true);
  for (const word of words) {
    await expect.poll(() => disk(page), { message: `${word} is kept`, timeout: 30_000 }).toContain(word);
  }
}
