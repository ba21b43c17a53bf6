import { useState } from 'react';
import { useMessages } from '../../messages/messages.tsx';
import { Button } from '../../parts/button.tsx';
import { saveFile } from '../../parts/save-file.ts';
import { Notice } from '../../parts/states.tsx';
import { toast } from '../../parts/toasts.tsx';
import { account } from '../../shop/account-routes.ts';
import { useSubmit } from '../auth/use-submit.ts';
import { DeleteAccount } from './delete-account.tsx';

/** What the shop knows of the owner: a copy of it, and the end of it. */
export function OwnData() {
  const { account: words, security } = useMessages();
  const { data: own } = security;
  const [deleting, setDeleting] = useState(false);
  const { busy, problem, submit } = useSubmit(async () => {
    const copy = await account.copyOfData();
    saveFile('my-data.json', JSON.stringify(copy, null, 2), 'application/json');
    toast(own.exported);
  });
  return (
    <section aria-labelledby="data" className="grid max-w-xl gap-10">
      <h2 id="data" className="text-xl">
        {words.sections.data}
      </h2>
      <section aria-labelledby="export">
        <h3 id="export" className="text-lg">
          {own.exportTitle}
        </h3>
        <p className="mt-1 mb-4 text-quiet">{own.exportText}</p>
        {problem && <Notice tone="bad">{problem}</Notice>}
        <Button look="plain" busy={busy} onClick={() => void submit({})}>
          {busy ? own.exporting : own.export}
        </Button>
      </section>
      <section aria-labelledby="delete">
        <h3 id="delete" className="text-lg">
          {own.deleteTitle}
        </h3>
        <p className="mt-1 mb-4 text-quiet">{own.deleteText}</p>
        <Button look="bad" onClick={() => setDeleting(true)}>
          {own.delete}
        </Button>
      </section>
      <DeleteAccount open={deleting} onClose={() => setDeleting(false)} />
    </section>
  );
}
