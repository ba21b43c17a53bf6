import { useFormContext, type FieldErrors } from 'react-hook-form';
import { useFormat } from '../format/use-format.ts';
import { useMessages } from '../messages/messages.tsx';
import { COUNTRIES } from '../shop/countries.ts';
import { useMarket } from '../shop/market.ts';
import { Field, SelectField } from './field.tsx';

interface AddressFieldsProps {
  /** Where in the form the address is, such as `shippingAddress`; empty for a form that is an address. */
  at: string;
  /** For the browser's own filling-in. */
  section: 'shipping' | 'billing';
  required: readonly string[];
}

/** The fields of an address, in a form of react-hook-form. Which must be filled in is the market's to say. */
export function AddressFields({ at, section, required }: AddressFieldsProps) {
  const { checkout: words, fields } = useMessages();
  const { country: nameOf } = useFormat();
  const { countries } = useMarket();
  const {
    register,
    formState: { errors },
  } = useFormContext();
  const of = (name: string) => (at ? `${at}.${name}` : name);
  const errorOf = (name: string) => {
    const inside = at ? (errors[at] as FieldErrors | undefined) : errors;
    return inside?.[name]?.message as string | undefined;
  };
  const input = (name: string, label: string, autoComplete: string, maxLength: number, className = '') => (
    <Field
      {...register(of(name), required.includes(name) ? { required: fields.required } : {})}
      label={label}
      autoComplete={`${section} ${autoComplete}`}
      maxLength={maxLength}
      optional={!required.includes(name)}
      error={errorOf(name)}
      className={className}
    />
  );
  const options = (countries ?? COUNTRIES)
    .map((code) => ({ code, name: nameOf(code) }))
    .sort((a, b) => a.name.localeCompare(b.name));
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      {input('name', words.name, 'name', 200, 'sm:col-span-2')}
      {input('line1', words.line1, 'address-line1', 200, 'sm:col-span-2')}
      {input('line2', words.line2, 'address-line2', 200, 'sm:col-span-2')}
      {input('postalCode', words.postalCode, 'postal-code', 20)}
      {input('city', words.city, 'address-level2', 100)}
      {required.includes('region') && input('region', words.region, 'address-level1', 100)}
      <SelectField
        {...register(of('country'), { required: fields.required })}
        label={words.country}
        autoComplete={`${section} country`}
        error={errorOf('country')}
      >
        {options.map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </SelectField>
    </div>
  );
}
