import { JsonFile, once } from './json-file';

interface Label {
  /** What the person typed on the login page. A label, never an id. */
  accountName: string | null;
  /** Whether the last thing we heard was a linked account: then a restart of the server should connect again by itself. */
  linked: boolean;
}

const file = once('account', () => new JsonFile<Label>('account.json', () => ({ accountName: null, linked: false })));

export const accountLabel = {
  read: () => file.read(),

  async name(accountName: string): Promise<void> {
    await file.update((label) => {
      label.accountName = accountName;
    });
  },

  async linked(linked: boolean): Promise<void> {
    if ((await file.read()).linked === linked) return;
    await file.update((label) => {
      label.linked = linked;
    });
  },
};
