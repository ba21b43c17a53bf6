import { useState } from 'react';
import { FormProvider, useForm } from 'react-hook-form';
import { useMessages } from '../../messages/messages.tsx';
import { AddressFields } from '../../parts/address-fields.tsx';
import { Button } from '../../parts/button.tsx';
import { Modal } from '../../parts/modal.tsx';
import { Empty, Failure, Notice, sentenceOf, Skeleton } from '../../parts/states.tsx';
import { toast } from '../../parts/toasts.tsx';
import { addressBook } from '../../shop/account-routes.ts';
import { useAddresses, type KeptAddress } from '../../shop/addresses.ts';
import { useMarket } from '../../shop/market.ts';
import { useSubmit } from '../auth/use-submit.ts';
import { addressForm, type AddressForm } from '../checkout/form.ts';
import { AddressBlock } from '../order/address-block.tsx';
import { isNotHere, NotHere } from './not-here.tsx';

/** The address book. */
export function Addresses() {
  const messages = useMessages();
  const { sections, addresses: words } = messages.account;
  const { addresses, loaded, error, reload } = useAddresses();
  const [editing, setEditing] = useState<KeptAddress | 'new' | null>(null);
  if (isNotHere(error)) return <NotHere title={sections.addresses} />;
  if (error && !loaded) return <Failure error={error} onRetry={reload} />;
  if (!loaded) return <Skeleton className="h-60" />;
  const remove = async ({ id }: KeptAddress) => {
    try {
      await addressBook.remove(id);
      toast(words.removed);
    } catch (reason) {
      toast(sentenceOf(reason, messages), { bad: true });
    }
    reload();
  };
  const add = <Button onClick={() => setEditing('new')}>{words.add}</Button>;
  return (
    <section aria-labelledby="addresses">
      <h2 id="addresses" className="mb-4 text-xl">
        {sections.addresses}
      </h2>
      {addresses.length === 0 ? (
        <Empty title={words.empty} text={words.emptyText}>
          {add}
        </Empty>
      ) : (
        <>
          <ul className="mb-6 grid gap-4 sm:grid-cols-2">
            {addresses.map((address) => (
              <li key={address.id} className="rounded-md border border-line bg-raised p-4">
                <AddressBlock
                  title={address.name ?? words.title}
                  address={{ ...address, name: null }}
                  lines={[address.phone ?? null]}
                />
                <div className="mt-3 -ml-3 flex gap-1">
                  <Button look="quiet" className="px-3!" onClick={() => setEditing(address)}>
                    {words.edit}
                  </Button>
                  <Button look="quiet" className="px-3!" onClick={() => void remove(address)}>
                    {words.remove}
                  </Button>
                </div>
              </li>
            ))}
          </ul>
          {add}
        </>
      )}
      <Modal open={editing !== null} onClose={() => setEditing(null)} title={words.title}>
        {editing && (
          <Edit
            address={editing === 'new' ? null : editing}
            onDone={() => {
              setEditing(null);
              reload();
            }}
          />
        )}
      </Modal>
    </section>
  );
}

function Edit({ address, onDone }: { address: KeptAddress | null; onDone: () => void }) {
  const { addresses: words } = useMessages().account;
  const { code, required, countries } = useMarket();
  const own = code.toUpperCase();
  const country = countries === null || countries.includes(own) ? own : (countries[0] ?? '');
  const form = useForm<AddressForm>({ defaultValues: addressForm(address, country) });
  const { busy, problem, submit } = useSubmit(
    async (filled: AddressForm) => {
      const texts = Object.entries(filled) as [string, string][];
      const given = texts.map(([name, text]) => [name, text.trim() || null]);
      const body = Object.fromEntries(given) as Record<string, string | null>;
      await (address ? addressBook.change(address.id, body) : addressBook.add(body));
      toast(words.saved);
      onDone();
    },
    { setError: form.setError, names: ['name', 'line1', 'line2', 'city', 'region', 'postalCode', 'country'] },
  );
  return (
    <FormProvider {...form}>
      <form noValidate onSubmit={(event) => void form.handleSubmit(submit)(event)} className="grid gap-4">
        <AddressFields at="" section="shipping" required={required.private} />
        {problem && <Notice tone="bad">{problem}</Notice>}
        <Button type="submit" busy={busy}>
          {words.save}
        </Button>
      </form>
    </FormProvider>
  );
}
