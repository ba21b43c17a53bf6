import { Link } from '@tanstack/react-router';
import { useFormContext, useWatch, type FieldPath } from 'react-hook-form';
import { useMessages } from '../../messages/messages.tsx';
import { AddressFields } from '../../parts/address-fields.tsx';
import { Button } from '../../parts/button.tsx';
import { Field } from '../../parts/field.tsx';
import { Notice } from '../../parts/states.tsx';
import { useMarket } from '../../shop/market.ts';
import { useShopperSession } from '../../shop/shopper.tsx';
import type { CheckoutForm } from './form.ts';
import { SavedAddresses } from './saved-addresses.tsx';
import type { CheckoutState, Problem } from './use-checkout.ts';

const LATER = new Set(['shippingMethod']);

/** Who buys and where it goes. What the server finds wrong stands beside the field it concerns. */
export function ContactStep({ state }: { state: CheckoutState }) {
  const { checkout: words, fields } = useMessages();
  const { user } = useShopperSession();
  const { required } = useMarket();
  const {
    register,
    handleSubmit,
    setError,
    control,
    formState: { errors },
  } = useFormContext<CheckoutForm>();
  const [type, sameBilling] = useWatch({ control, name: ['customerType', 'sameBilling'] });
  const needed = required[type];
  const general = (state.checkout?.problems ?? []).filter(concernsNoField);
  const submit = handleSubmit(async (form) => {
    const quoted = await state.quote(form, null);
    if (!quoted) return;
    const open = quoted.problems.filter(({ field }) => !LATER.has(field));
    for (const [index, problem] of open.entries()) {
      const field = fieldOf(problem);
      if (field) setError(field, { message: problem.message }, { shouldFocus: index === 0 });
    }
    if (open.length > 0) return;
    const ships = quoted.problems.some(({ field }) => LATER.has(field));
    state.setStep(ships ? 'shipping' : 'pay');
  });
  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="grid gap-6">
      {!user && (
        <p className="text-sm">
          {words.signInHint}{' '}
          <Link
            to="/sign-in"
            search={{ to: '/checkout' }}
            className="font-semibold underline underline-offset-4"
          >
            {words.signIn}
          </Link>
        </p>
      )}
      {general.length > 0 && (
        <Notice tone="bad">
          {words.problems}
          <ul className="mt-1 list-disc pl-5">
            {general.map(({ reason, message }) => (
              <li key={`${reason} ${message}`}>{message}</li>
            ))}
          </ul>
        </Notice>
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          {...register('email', {
            required: fields.required,
            pattern: { value: /^\s*[^\s@]+@[^\s@]+\.[^\s@]{2,}\s*$/u, message: fields.email },
          })}
          type="email"
          autoComplete="email"
          maxLength={254}
          label={words.email}
          hint={words.emailHint}
          error={errors.email?.message}
        />
        <Field
          {...register('phone', needed.includes('phone') ? { required: fields.required } : {})}
          type="tel"
          autoComplete="tel"
          maxLength={32}
          label={words.phone}
          hint={words.phoneHint}
          optional={!needed.includes('phone')}
          error={errors.phone?.message}
        />
      </div>
      <CustomerType />
      <SavedAddresses />
      <AddressFields at="shippingAddress" section="shipping" required={needed} />
      <label className="flex min-h-11 items-center gap-3 text-sm">
        <input type="checkbox" {...register('sameBilling')} className="size-5 accent-accent" />
        {words.sameBilling}
      </label>
      {!sameBilling && (
        <fieldset>
          <legend className="mb-3 font-semibold">{words.billing}</legend>
          <AddressFields at="billingAddress" section="billing" required={needed} />
        </fieldset>
      )}
      <Field
        {...register('note')}
        label={words.note}
        optional
        maxLength={1_000}
        error={errors.note?.message}
      />
      <Button type="submit" busy={state.busy} className="sm:justify-self-start sm:px-10">
        {words.next}
      </Button>
    </form>
  );
}

function CustomerType() {
  const { checkout: words, fields } = useMessages();
  const { required } = useMarket();
  const {
    register,
    control,
    formState: { errors },
  } = useFormContext<CheckoutForm>();
  const business = useWatch({ control, name: 'customerType' }) === 'business';
  const needed = (name: string) => required.business.includes(name);
  return (
    <fieldset>
      <legend className="mb-2 text-sm font-medium">{words.customerType}</legend>
      <div className="flex flex-wrap gap-x-6">
        {(['private', 'business'] as const).map((type) => (
          <label key={type} className="flex min-h-11 items-center gap-2.5 text-sm">
            <input type="radio" value={type} {...register('customerType')} className="size-5 accent-accent" />
            {words[type]}
          </label>
        ))}
      </div>
      {business && (
        <div className="mt-2 grid gap-4 sm:grid-cols-2">
          <Field
            {...register('company', needed('company') ? { required: fields.required } : {})}
            label={words.company}
            autoComplete="organization"
            maxLength={200}
            optional={!needed('company')}
            error={errors.company?.message}
          />
          <Field
            {...register('vatNumber', needed('vatNumber') ? { required: fields.required } : {})}
            label={words.vatNumber}
            maxLength={32}
            optional={!needed('vatNumber')}
            error={errors.vatNumber?.message}
          />
        </div>
      )}
    </fieldset>
  );
}

const FIELDS = /^(email|phone|company|vatNumber|note|(shippingAddress|billingAddress)\.\w+)$/;

function fieldOf({ field }: Problem): FieldPath<CheckoutForm> | null {
  return FIELDS.test(field) ? (field as FieldPath<CheckoutForm>) : null;
}

function concernsNoField(problem: Problem): boolean {
  return fieldOf(problem) === null && !LATER.has(problem.field);
}
