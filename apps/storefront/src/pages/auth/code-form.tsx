import { isRefusal } from '@cartwright/client';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useMessages } from '../../messages/messages.tsx';
import { Button } from '../../parts/button.tsx';
import { Field } from '../../parts/field.tsx';
import { Notice } from '../../parts/states.tsx';
import { account } from '../../shop/account-routes.ts';
import { AppCodeForm } from './app-code-form.tsx';
import type { useArrive } from './arrive.ts';
import { isSmsCode, SmsCodeField, SmsCodeLinks } from './sms-code.tsx';
import { useCountdown } from './use-countdown.ts';
import { useSubmit } from './use-submit.ts';

/** Signing in, or up, by a code that is sent to the phone. */
export function CodeForm({ onSignedIn }: { onSignedIn: ReturnType<typeof useArrive> }) {
  const { auth: words, fields } = useMessages();
  const [sentTo, setSentTo] = useState<string | null>(null);
  const [wait, setWait] = useCountdown();
  const phoneForm = useForm({ defaultValues: { phone: '' } });
  const codeForm = useForm({ defaultValues: { verificationCode: '' } });
  const sending = useSubmit(
    async ({ phone }: { phone: string }) => {
      const { resendAfter } = await account.requestCode(phone);
      setSentTo(phone);
      setWait(resendAfter);
    },
    { setError: phoneForm.setError, names: ['phone'] },
  );
  const [right, setRight] = useState<string | null>(null);
  const logIn = async (code: { verificationCode: string; totpCode?: string }) =>
    onSignedIn(await account.verifyCode({ phone: sentTo ?? '', ...code }));
  const signIn = async (verificationCode: string) => {
    try {
      await logIn({ verificationCode });
    } catch (error) {
      if (!isRefusal(error, 'TOTP_REQUIRED')) throw error;
      setRight(verificationCode);
    }
  };
  const checking = useSubmit(
    async ({ verificationCode }: { verificationCode: string }) => signIn(verificationCode),
    { setError: codeForm.setError, names: ['verificationCode'] },
  );
  if (right !== null) {
    const back = () => {
      setRight(null);
      setSentTo(null);
    };
    return <AppCodeForm onCode={(totpCode) => logIn({ verificationCode: right, totpCode })} onBack={back} />;
  }
  if (sentTo === null) {
    return (
      <form
        noValidate
        onSubmit={(event) => void phoneForm.handleSubmit(sending.submit)(event)}
        className="grid gap-4"
      >
        <Field
          {...phoneForm.register('phone', { required: fields.phone })}
          type="tel"
          autoComplete="tel"
          maxLength={64}
          label={words.phone}
          hint={words.phoneHint}
          error={phoneForm.formState.errors.phone?.message}
        />
        {sending.problem && <Notice tone="bad">{sending.problem}</Notice>}
        <Button type="submit" wide busy={sending.busy}>
          {sending.busy ? words.working : words.sendCode}
        </Button>
      </form>
    );
  }
  return (
    <form
      noValidate
      onSubmit={(event) => void codeForm.handleSubmit(checking.submit)(event)}
      className="grid gap-4"
    >
      <p role="status" className="text-sm">
        {words.codeSent(sentTo)}
      </p>
      <SmsCodeField
        {...codeForm.register('verificationCode', {
          required: fields.code,
          validate: (text) => isSmsCode(text) || fields.code,
        })}
        error={codeForm.formState.errors.verificationCode?.message}
      />
      {(checking.problem ?? sending.problem) && (
        <Notice tone="bad">{checking.problem ?? sending.problem}</Notice>
      )}
      <Button type="submit" wide busy={checking.busy}>
        {checking.busy ? words.working : words.confirm}
      </Button>
      <SmsCodeLinks
        wait={wait}
        busy={sending.busy}
        onAgain={() => void sending.submit({ phone: sentTo })}
        onOther={() => {
          setSentTo(null);
          checking.setProblem(null);
        }}
      />
    </form>
  );
}
