// A busy day, always the same: for looking at pages that have something to show. The people are made up.
import type { Agent } from './agent';
import type { Stage } from './stage';

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);

/** Who wrote last what, and how many minutes ago. */
const OTHERS: [name: string, text: string, minutes: number][] = [
  ['Mariana Souza', 'Bom dia! O pedido 2217 já saiu?', 3],
  ['أمينة الحسن', 'هل يمكنني تغيير عنوان التسليم؟', 8],
  ['Yuki Tanaka', '返品したいのですが、どうすればいいですか？', 14],
  ['Charlotte Featherstonehaugh-Wolverhampton', 'Could somebody please look at my invoice? It says 41 instead of 14, and I was charged twice', 26],
  ['Dmitri', '👍🏽', 41],
  ['Noor', 'https://example.com/a/very/long/link/that/does/not/break?with=query&and=more', 75],
  ['Thandiwe Nkosi', 'Do you ship to Cape Town?', 118],
  ['Lars Ångström', 'Tack!', 190],
  ['Priya Raman', 'Is the blue one back in stock?', 300],
  ['José Ángel', '¿Tienen tienda en Sevilla?', 420],
  ['Kim Min-jun', '감사합니다', 610],
  ['Fatima Zahra', 'Where is my refund?', 23 * 60],
  ['Old Friend', 'I wrote yesterday and nobody answered', 27 * 60],
];

/** Fills the inbox; gives the name of the customer with the longest conversation, which `agent` has taken. */
export async function busyDay(stage: Stage, agent: Agent): Promise<string> {
  for (const [name, text, minutes] of [...OTHERS].reverse()) {
    await (await stage.customer(name)).writes(text, { at: ago(minutes) });
  }
  const sam = await stage.customer('Sam Carter');
  const first = await sam.writes("Hi! Where is my order #1042? The tracking page hasn't changed since Monday 🤔", { at: ago(26 * 60) });
  await sam.sends('image', { id: '1', mime_type: 'image/png', caption: 'This is what it says' }, ago(26 * 60 - 1));
  await sam.sends('location', { latitude: 37.48, longitude: -122.15, name: 'Home', address: '14 Elm Street' }, ago(55));
  await sam.sends('document', { id: '2', mime_type: 'application/pdf', filename: 'invoice-1042.pdf' }, ago(54));
  await sam.sends('audio', { id: '3', mime_type: 'audio/ogg; codecs=opus', voice: true }, ago(53));
  await sam.sends('hologram', {}, ago(52));
  await sam.writes('It’s a birthday present, so I need it by Friday. Can you tell me whether that works?', { at: ago(51) });
  await sam.sends('reaction', { message_id: first, emoji: '🙏' }, ago(50));
  await stage.simulator.settled();

  await agent.opens('Sam Carter');
  await agent.page.getByTestId('assign-me').click();
  await agent.expectCounts({ mine: 1 });
  await agent.says('Hello Sam, I am looking into it: the carrier lost the label on Monday, and your parcel has been sent again today.');
  await agent.says('It will be there on Friday morning.');
  await agent.expectTicks('It will be there on Friday morning.', 'delivered');
  await sam.writes('Perfect, Friday morning works. Thank you!');
  await agent.quotes('Perfect, Friday morning works. Thank you!');
  await agent.says('You are welcome 🎂');
  await agent.expectTicks('You are welcome 🎂', 'delivered');
  await stage.simulator.misbehave({ kind: 'refuse_sends', code: 131026, next: 1 });
  await agent.says('Shall we send you a receipt?');
  await agent.expectTicks('Shall we send you a receipt?', 'failed');
  await agent.composer.fill('');
  return 'Sam Carter';
}
