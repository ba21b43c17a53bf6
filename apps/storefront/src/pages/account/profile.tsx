import type { User } from '@cartwright/client';
import { useQuery } from '@tanstack/react-query';
import { useForm, useWatch } from 'react-hook-form';
import { useMessages } from '../../messages/messages.tsx';
import { Button } from '../../parts/button.tsx';
import { Field, SelectField } from '../../parts/field.tsx';
import { Notice } from '../../parts/states.tsx';
import { toast } from '../../parts/toasts.tsx';
import { useChangePreferences } from '../../shop/change-preferences.ts';
import { client } from '../../shop/client.ts';
import { asLanguage, LANGUAGES } from '../../shop/preferences.ts';
import { marketsQuery } from '../../shop/queries.ts';
import { useShopperSession } from '../../shop/shopper.tsx';
import { useSubmit } from '../auth/use-submit.ts';

/** What the account says of its owner. */
export function Profile() {
  const { user } = useShopperSession();
  if (!user) return null;
  return (
    <div className="max-w-xl">
      <About user={user} />
    </div>
  );
}

function About({ user }: { user: User }) {
  const { account: words } = useMessages();
  const { profile } = words;
  const { data: markets = [] } = useQuery(marketsQuery);
  const change = useChangePreferences();
  const { register, handleSubmit, control, setError, formState } = useForm({
    defaultValues: {
      name: user.name,
      locale: user.locale ?? '',
      market: user.market ?? '',
      customerType: user.customerType,
      company: user.company ?? '',
      vatNumber: user.vatNumber ?? '',
    },
  });
  const business = useWatch({ control, name: 'customerType' }) === 'business';
  type Form = NonNullable<typeof formState.defaultValues> & Record<string, string>;
  const { busy, problem, submit } = useSubmit(
    async (form: Form) => {
      const { name, customerType } = form;
      const locale = asLanguage(form.locale);
      const body = { name, customerType, locale, market: form.market || null };
      const business = { company: form.company || null, vatNumber: form.vatNumber || null };
      await client.patch('/api/auth/me', { body: { ...body, ...business } });
      change({ ...(locale && { language: locale }), ...(form.market && { market: form.market }) });
      toast(profile.saved);
    },
    { setError: setError as never, names: ['name', 'company', 'vatNumber'] },
  );
  return (
    <form
      noValidate
      onSubmit={(event) => void handleSubmit((form) => submit(form as Form))(event)}
      className="grid gap-4"
    >
      <h2 className="text-xl">{words.sections.profile}</h2>
      <Field
        {...register('name')}
        label={profile.name}
        autoComplete="name"
        maxLength={200}
        optional
        error={formState.errors.name?.message}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField {...register('locale')} label={profile.language}>
          <option value="">{profile.asBrowser}</option>
          {Object.entries(LANGUAGES).map(([code, name]) => (
            <option key={code} value={code} lang={code}>
              {name}
            </option>
          ))}
        </SelectField>
        <SelectField {...register('market')} label={profile.market} key={markets.length}>
          <option value="">–</option>
          {markets.map(({ code, name, currency }) => (
            <option key={code} value={code}>{`${name} (${currency})`}</option>
          ))}
        </SelectField>
      </div>
      <SelectField {...register('customerType')} label={profile.customerType}>
        <option value="private">{profile.private}</option>
        <option value="business">{profile.business}</option>
      </SelectField>
      {business && (
        <div className="grid gap-4 sm:grid-cols-2">
          <Field
            {...register('company')}
            label={profile.company}
            maxLength={200}
            optional
            error={formState.errors.company?.message}
          />
          <Field
            {...register('vatNumber')}
            label={profile.vatNumber}
            maxLength={32}
            optional
            error={formState.errors.vatNumber?.message}
          />
        </div>
      )}
      {problem && <Notice tone="bad">{problem}</Notice>}
      <Button type="submit" busy={busy} className="justify-self-start">
        {profile.save}
      </Button>
    </form>
  );
}
