import type { User } from '@cartwright/client';
import { useQuery } from '@tanstack/react-query';
import { useForm, useWatch } from 'react-hook-form';
import { useMessages } from '../../messages/messages.tsx';
import { Button } from '../../parts/button.tsx';
import { Field, SelectField } from '../../parts/field.tsx';
import { PasswordField } from '../../parts/password-field.tsx';
import { Notice } from '../../parts/states.tsx';
import { toast } from '../../parts/toasts.tsx';
import { account } from '../../shop/account-routes.ts';
import { useChangePreferences } from '../../shop/change-preferences.ts';
import { client } from '../../shop/client.ts';
import { asLanguage, LANGUAGES } from '../../shop/preferences.ts';
import { marketsQuery } from '../../shop/queries.ts';
import { useShopperSession } from '../../shop/shopper.tsx';
import { strong } from '../auth/sign-up.tsx';
import { useSubmit } from '../auth/use-submit.ts';

/** What the account says of its owner, and his password. */
export function Profile() {
  const { user } = useShopperSession();
  if (!user) return null;
  return (
    <div className="grid max-w-xl gap-12">
      <About user={user} />
      <Password />
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
      <Email user={user} />
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

function Email({ user }: { user: User }) {
  const { profile } = useMessages().account;
  const { busy, problem, submit } = useSubmit(async () => {
    await account.resendVerification();
    toast(profile.resent);
  });
  if (!user.email) return null;
  return (
    <div>
      <p className="text-sm font-medium">{profile.email}</p>
      <p className="flex flex-wrap items-center gap-x-3 break-all">
        {user.email}
        <span className={`text-xs font-semibold ${user.emailVerified ? 'text-accent' : 'text-warn'}`}>
          {user.emailVerified ? profile.verified : profile.unverified}
        </span>
      </p>
      {!user.emailVerified && (
        <button
          type="button"
          disabled={busy}
          className="min-h-11 text-sm underline underline-offset-4"
          onClick={() => void submit({})}
        >
          {profile.resend}
        </button>
      )}
      {problem && <Notice tone="bad">{problem}</Notice>}
    </div>
  );
}

function Password() {
  const { account: words, fields, auth } = useMessages();
  const { profile } = words;
  const { register, handleSubmit, setError, reset, formState } = useForm({
    defaultValues: { currentPassword: '', newPassword: '' },
  });
  const { busy, problem, submit } = useSubmit(
    async (form: { currentPassword: string; newPassword: string }) => {
      await account.changePassword(form);
      reset();
      toast(profile.passwordChanged);
    },
    { setError, names: ['currentPassword', 'newPassword'] },
  );
  return (
    <form noValidate onSubmit={(event) => void handleSubmit(submit)(event)} className="grid gap-4">
      <h2 className="text-xl">{profile.password}</h2>
      <PasswordField
        {...register('currentPassword', { required: fields.required })}
        autoComplete="current-password"
        label={profile.currentPassword}
        error={formState.errors.currentPassword?.message}
      />
      <PasswordField
        {...register('newPassword', { required: fields.required, validate: strong(fields.password) })}
        autoComplete="new-password"
        label={profile.newPassword}
        hint={auth.passwordHint}
        error={formState.errors.newPassword?.message}
      />
      {problem && <Notice tone="bad">{problem}</Notice>}
      <Button type="submit" look="plain" busy={busy} className="justify-self-start">
        {profile.password}
      </Button>
    </form>
  );
}
