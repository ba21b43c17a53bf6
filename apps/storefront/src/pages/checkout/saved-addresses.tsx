import { useFormContext } from 'react-hook-form';
import { useMessages } from '../../messages/messages.tsx';
import { SelectField } from '../../parts/field.tsx';
import { useAddresses } from '../../shop/addresses.ts';
import { addressForm, type CheckoutForm } from './form.ts';

/** Fills the address in from those the account keeps. */
export function SavedAddresses() {
  const { checkout: words } = useMessages();
  const { setValue, getValues } = useFormContext<CheckoutForm>();
  const { addresses } = useAddresses();
  if (addresses.length === 0) return null;
  const use = (id: string) => {
    const kept = addresses.find((one) => one.id === id);
    if (!kept) return;
    const { country } = getValues('shippingAddress');
    setValue('shippingAddress', addressForm(kept, country), { shouldValidate: true });
    if (kept.phone && !getValues('phone')) setValue('phone', kept.phone);
  };
  return (
    <SelectField
      label={words.savedAddresses}
      defaultValue=""
      onChange={(event) => use(event.target.value)}
      optional
    >
      <option value="">{words.useAddress}</option>
      {addresses.map(({ id, name, line1, city }) => (
        <option key={id} value={id}>
          {[name, line1, city].filter(Boolean).join(', ')}
        </option>
      ))}
    </SelectField>
  );
}
