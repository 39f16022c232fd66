// Speed of hand: one box for everything that can be done, keys that can be changed, and a way back.
import type { Agent } from '../support/agent';
import { expect, test } from '../support/test';

const press = (agent: Agent, keys: string) => agent.page.keyboard.press(keys);
const lines = (agent: Agent) => agent.page.getByTestId('palette-line');

test('the palette does what can be done here, and says why the rest can’t', async ({ stage }) => {
  const ada = await stage.admin();
  const ben = await stage.colleague('Ben Okri');
  await (await stage.customer('Mina Park')).writes('Hello');
  await ada.opens('Mina Park');
  const box = ada.page.getByTestId('palette');

  await ada.composer.fill('Half a sentence');
  await press(ada, 'Control+k');
  await expect(box).toBeFocused();
  await ada.page.keyboard.type('asb');
  await expect(lines(ada).first()).toContainText('Assign to Ben Okri');
  await press(ada, 'Enter');
  await expect(box).toBeHidden();
  await ben.expectCounts({ mine: 1 });
  await expect(ada.composer).toHaveValue('Half a sentence');

  await press(ada, 'Control+k');
  await ada.page.keyboard.type('reopen');
  await expect(lines(ada).first()).toContainText('It is open already.');
  await press(ada, 'Enter');
  await expect(box, 'what can’t be done is not done').toBeVisible();
  await box.fill('copy number');
  await press(ada, 'Control+k');
  await expect(box).toBeHidden();

  await press(ada, 'Escape');
  await press(ada, 'Control+k');
  await box.fill('labels…');
  await press(ada, 'Enter');
  await expect(ada.page.getByRole('menu')).toBeVisible();
  await press(ada, 'Escape');
  await press(ada, 'Control+k');
  await expect(lines(ada).first(), 'the latest used comes first').toContainText('Labels…');
  await box.fill('setlab');
  await press(ada, 'Enter');
  await expect(ada.page).toHaveURL(/\/settings\/labels$/);
  await press(ada, 'Control+k');
  await box.fill('close');
  await expect(lines(ada).first()).toContainText('Closed');
  await expect(lines(ada).filter({ hasText: 'No conversation is open.' }).first()).toBeVisible();
  ada.expectNeverReloaded();
});

test('two keys go somewhere, Shift E closes and opens the next, and Z takes it back', async ({ stage }) => {
  const ada = await stage.admin();
  for (const [name, minutes] of [['Zoë', 30], ['Omar', 20], ['Mina Park', 10]] as const) {
    await (await stage.customer(name)).writes('Hello', { at: new Date(Date.now() - minutes * 60_000) });
  }
  const open = ada.page.getByTestId('thread-name');
  await press(ada, 'g');
  await press(ada, 'a');
  await expect(ada.page).toHaveURL(/\/inbox\/all$/);
  await expect(ada.names).toHaveText(['Mina Park', 'Omar', 'Zoë']);
  await press(ada, 'j');
  await expect(open).toHaveText('Mina Park');
  await press(ada, 'Shift+E');
  await expect(open).toHaveText('Omar');
  await expect(ada.names).toHaveText(['Omar', 'Zoë']);
  await expect(ada.page.getByTestId('toast')).toContainText('Closed: Mina Park.');
  await press(ada, 'z');
  await expect(ada.names).toHaveText(['Mina Park', 'Omar', 'Zoë']);
  await ada.expectCounts({ all: 3, closed: 0 });

  await press(ada, 'g');
  await press(ada, 's');
  await expect(ada.page).toHaveURL(/\/settings/);
  await press(ada, 'g');
  await press(ada, 'u');
  await expect(ada.page).toHaveURL(/\/inbox\/unassigned$/);
});

test('keys are listed, changed, refused where others have them, and kept', async ({ stage }) => {
  const ada = await stage.admin();
  await (await stage.customer('Mina Park')).writes('Hello');
  await press(ada, '?');
  const help = ada.page.getByTestId('key-help');
  await expect(help).toContainText('Close and open the next');
  await help.getByRole('link', { name: 'Change keys' }).click();
  await expect(help).toBeHidden();
  await expect(ada.page).toHaveURL(/\/settings\/keyboard$/);

  const line = (id: string) => ada.page.getByTestId(`shortcut-${id}`);
  await line('close').getByTestId('key-change').click();
  await press(ada, 'j');
  await expect(line('close').getByTestId('key-wrong')).toContainText('belongs to “Next conversation”');
  await press(ada, 'y');
  await expect(line('close').getByTestId('key-now')).toHaveText('Y');
  await expect(line('reopen').getByTestId('key-now'), 'both are the same key').toHaveText('Y');
  await line('go-closed').getByTestId('key-change').click();
  await press(ada, 'g');
  await press(ada, 'x');
  await expect(line('go-closed').getByTestId('key-now')).toHaveText('GX');

  await ada.page.reload();
  await ada.expectConnected();
  await ada.page.goto('/inbox/all');
  await ada.opens('Mina Park');
  await expect(ada.page.getByTestId('close')).toHaveAttribute('aria-keyshortcuts', 'Y');
  await press(ada, 'e');
  await press(ada, 'y');
  await ada.expectCounts({ closed: 1 });
  await press(ada, 'y');
  await ada.expectCounts({ closed: 0 });
  await press(ada, 'g');
  await press(ada, 'x');
  await expect(ada.page).toHaveURL(/\/inbox\/closed/);
  await ada.page.goto('/settings/keyboard');
  await line('close').getByTestId('key-reset').click();
  await expect(line('close').getByTestId('key-now')).toHaveText('E');
});
