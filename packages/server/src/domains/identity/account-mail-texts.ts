export type MailLocale = 'en' | 'et' | 'ru';
export type AccountMailKind =
  | 'welcome'
  | 'verify_email'
  | 'confirm_sign_up'
  | 'sign_up_again'
  | 'change_email'
  | 'change_email_notice'
  | 'email_changed'
  | 'phone_changed'
  | 'reset_password'
  | 'password_changed'
  | 'totp_on'
  | 'totp_off'
  | 'ways_removed';

interface MailTexts {
  greeting: string;
  kinds: Record<AccountMailKind, { subject: string; body: string }>;
}

const NOT_YOU_EN = 'If it was not you, set a new password at once and tell us by answering this mail.';
const NOT_YOU_ET = 'Kui see polnud sina, vaheta kohe parool ja anna sellest kirjale vastates teada.';
const NOT_YOU_RU = 'Если это были не вы, сразу смените пароль и сообщите нам в ответ на это письмо.';

/** What mails about an account say; `{url}` is a link that works once. */
export const ACCOUNT_MAIL_TEXTS: Record<MailLocale, MailTexts> = {
  en: {
    greeting: 'Hello',
    kinds: {
      welcome: {
        subject: 'Welcome to {store}',
        body: 'Your account is ready. Please confirm that this address is yours:\n\n{url}\n\nThe link works once, for two days. If it was not you who made the account, do not open it; tell us by answering this mail.',
      },
      verify_email: {
        subject: 'Confirm your address for {store}',
        body: 'Please confirm that this address is yours:\n\n{url}\n\nThe link works once, for two days. If you have no account with us, do not open it.',
      },
      confirm_sign_up: {
        subject: 'Confirm your account at {store}',
        body: 'Open this link to finish making your account:\n\n{url}\n\nIt works once, for two days. If it was not you who asked for an account, do not open it; nothing will happen then.',
      },
      sign_up_again: {
        subject: 'You have an account at {store}',
        body: 'Somebody, perhaps you, wanted to make an account with this address. You have one already: sign in, or ask for a new password if you have forgotten yours. If it was not you, there is nothing to do.',
      },
      change_email: {
        subject: 'Confirm your new address for {store}',
        body: 'Please confirm that this address is to be that of your account:\n\n{url}\n\nThe link works once, for one hour. If you did not ask for it, do not open it.',
      },
      change_email_notice: {
        subject: 'A new address for your account at {store}',
        body: `Somebody signed in to your account asked to change its email address. The change takes effect when the new address is confirmed. ${NOT_YOU_EN}`,
      },
      email_changed: {
        subject: 'Your address at {store} was changed',
        body: `Your account now has another email address; this one is no longer used. ${NOT_YOU_EN}`,
      },
      phone_changed: {
        subject: 'Your phone number at {store} was changed',
        body: `Your account now has the phone number that ends in {digits}. ${NOT_YOU_EN}`,
      },
      reset_password: {
        subject: 'A new password for {store}',
        body: 'Choose a new password here:\n\n{url}\n\nThe link works once, for one hour. If you did not ask for it, there is nothing to do: your password stays as it is.',
      },
      password_changed: {
        subject: 'Your password at {store} was changed',
        body: `Your password was changed and your other sessions were ended. ${NOT_YOU_EN}`,
      },
      totp_on: {
        subject: 'Your account at {store} now asks for a code',
        body: `From now on a code of an authenticator app is asked for when somebody signs in to your account. ${NOT_YOU_EN}`,
      },
      totp_off: {
        subject: 'Your account at {store} asks for no code any more',
        body: `No code of an authenticator app is asked for any more when somebody signs in to your account. ${NOT_YOU_EN}`,
      },
      ways_removed: {
        subject: 'Phone and authenticator removed from your account at {store}',
        body: 'A new password was set by the link in a mail to this address, which nobody had confirmed from within the account before. So that nobody else keeps a way in, its phone number and its authenticator app were removed. Sign in and add yours again.',
      },
    },
  },
  et: {
    greeting: 'Tere',
    kinds: {
      welcome: {
        subject: 'Tere tulemast poodi {store}',
        body: 'Sinu konto on valmis. Palun kinnita, et see aadress on sinu oma:\n\n{url}\n\nLink töötab ühe korra, kahe päeva jooksul. Kui see polnud sina, kes konto lõi, ära seda ava ja anna sellest kirjale vastates teada.',
      },
      verify_email: {
        subject: 'Kinnita oma aadress poes {store}',
        body: 'Palun kinnita, et see aadress on sinu oma:\n\n{url}\n\nLink töötab ühe korra, kahe päeva jooksul. Kui sul pole meie juures kontot, ära seda ava.',
      },
      confirm_sign_up: {
        subject: 'Kinnita oma konto poes {store}',
        body: 'Konto loomise lõpetamiseks ava see link:\n\n{url}\n\nSee töötab ühe korra, kahe päeva jooksul. Kui sina kontot ei soovinud, ära seda ava; siis ei juhtu midagi.',
      },
      sign_up_again: {
        subject: 'Sul on poes {store} konto',
        body: 'Keegi, võib-olla sina, soovis selle aadressiga kontot luua. Sul on see juba olemas: logi sisse või küsi uus parool, kui oled oma unustanud. Kui see polnud sina, ei ole vaja midagi teha.',
      },
      change_email: {
        subject: 'Kinnita oma uus aadress poes {store}',
        body: 'Palun kinnita, et sinu konto aadressiks saab see aadress:\n\n{url}\n\nLink töötab ühe korra, ühe tunni jooksul. Kui sa seda ei soovinud, ära seda ava.',
      },
      change_email_notice: {
        subject: 'Uus aadress sinu kontole poes {store}',
        body: `Keegi, kes on sinu kontole sisse logitud, soovis muuta selle e-posti aadressi. Muudatus jõustub, kui uus aadress on kinnitatud. ${NOT_YOU_ET}`,
      },
      email_changed: {
        subject: 'Sinu aadress poes {store} on muudetud',
        body: `Sinu kontol on nüüd teine e-posti aadress; seda enam ei kasutata. ${NOT_YOU_ET}`,
      },
      phone_changed: {
        subject: 'Sinu telefoninumber poes {store} on muudetud',
        body: `Sinu kontol on nüüd telefoninumber, mille lõpp on {digits}. ${NOT_YOU_ET}`,
      },
      reset_password: {
        subject: 'Uus parool poes {store}',
        body: 'Vali uus parool siin:\n\n{url}\n\nLink töötab ühe korra, ühe tunni jooksul. Kui sa seda ei soovinud, ei ole vaja midagi teha: sinu parool jääb samaks.',
      },
      password_changed: {
        subject: 'Sinu parool poes {store} on muudetud',
        body: `Sinu parool on muudetud ja sinu teised seansid on lõpetatud. ${NOT_YOU_ET}`,
      },
      totp_on: {
        subject: 'Sinu konto poes {store} küsib nüüd koodi',
        body: `Edaspidi küsitakse sinu kontole sisselogimisel autentimisrakenduse koodi. ${NOT_YOU_ET}`,
      },
      totp_off: {
        subject: 'Sinu konto poes {store} ei küsi enam koodi',
        body: `Sinu kontole sisselogimisel ei küsita enam autentimisrakenduse koodi. ${NOT_YOU_ET}`,
      },
      ways_removed: {
        subject: 'Telefon ja autentimisrakendus eemaldati sinu kontolt poes {store}',
        body: 'Uus parool seati lingiga, mis saadeti sellele aadressile; konto seest polnud seda varem keegi kinnitanud. Et kellelgi teisel ei jääks sissepääsu, eemaldati konto telefoninumber ja autentimisrakendus. Logi sisse ja lisa enda omad uuesti.',
      },
    },
  },
  ru: {
    greeting: 'Здравствуйте',
    kinds: {
      welcome: {
        subject: 'Добро пожаловать в {store}',
        body: 'Ваша учётная запись готова. Подтвердите, что это ваш адрес:\n\n{url}\n\nСсылка работает один раз, в течение двух дней. Если создали запись не вы, не открывайте её и сообщите нам в ответ на это письмо.',
      },
      verify_email: {
        subject: 'Подтвердите свой адрес в {store}',
        body: 'Подтвердите, что это ваш адрес:\n\n{url}\n\nСсылка работает один раз, в течение двух дней. Если у вас нет учётной записи у нас, не открывайте её.',
      },
      confirm_sign_up: {
        subject: 'Подтвердите учётную запись в {store}',
        body: 'Чтобы закончить создание учётной записи, откройте эту ссылку:\n\n{url}\n\nОна работает один раз, в течение двух дней. Если вы не просили об этом, не открывайте её; тогда ничего не произойдёт.',
      },
      sign_up_again: {
        subject: 'У вас есть учётная запись в {store}',
        body: 'Кто-то, возможно вы, хотел создать учётную запись с этим адресом. Она у вас уже есть: войдите или запросите новый пароль, если забыли свой. Если это были не вы, ничего делать не нужно.',
      },
      change_email: {
        subject: 'Подтвердите новый адрес в {store}',
        body: 'Подтвердите, что этот адрес станет адресом вашей учётной записи:\n\n{url}\n\nСсылка работает один раз, в течение часа. Если вы этого не просили, не открывайте её.',
      },
      change_email_notice: {
        subject: 'Новый адрес вашей учётной записи в {store}',
        body: `Кто-то, кто вошёл в вашу учётную запись, попросил изменить её адрес электронной почты. Он изменится, когда новый адрес будет подтверждён. ${NOT_YOU_RU}`,
      },
      email_changed: {
        subject: 'Ваш адрес в {store} изменён',
        body: `У вашей учётной записи теперь другой адрес электронной почты; этот больше не используется. ${NOT_YOU_RU}`,
      },
      phone_changed: {
        subject: 'Ваш номер телефона в {store} изменён',
        body: `У вашей учётной записи теперь номер телефона, который заканчивается на {digits}. ${NOT_YOU_RU}`,
      },
      reset_password: {
        subject: 'Новый пароль для {store}',
        body: 'Выберите новый пароль здесь:\n\n{url}\n\nСсылка работает один раз, в течение часа. Если вы этого не просили, ничего делать не нужно: пароль останется прежним.',
      },
      password_changed: {
        subject: 'Ваш пароль в {store} изменён',
        body: `Ваш пароль изменён, остальные сеансы завершены. ${NOT_YOU_RU}`,
      },
      totp_on: {
        subject: 'Ваша учётная запись в {store} теперь запрашивает код',
        body: `Теперь при входе в вашу учётную запись запрашивается код приложения-аутентификатора. ${NOT_YOU_RU}`,
      },
      totp_off: {
        subject: 'Ваша учётная запись в {store} больше не запрашивает код',
        body: `При входе в вашу учётную запись код приложения-аутентификатора больше не запрашивается. ${NOT_YOU_RU}`,
      },
      ways_removed: {
        subject: 'Телефон и аутентификатор удалены из вашей учётной записи в {store}',
        body: 'Новый пароль установлен по ссылке из письма на этот адрес, который раньше никто не подтверждал из самой учётной записи. Чтобы ни у кого другого не осталось способа войти, её номер телефона и приложение-аутентификатор удалены. Войдите и добавьте свои снова.',
      },
    },
  },
};

/** The SMS with a code; short, for each 70 characters of some languages cost one message. */
export const CODE_TEXTS: Record<MailLocale, Record<'sign_in' | 'change_phone', string>> = {
  en: {
    sign_in: '{code} is your code to sign in to {store}. Tell it to nobody.',
    change_phone: '{code} is your code to confirm this number at {store}. Tell it to nobody.',
  },
  et: {
    sign_in: '{code} on sinu kood poodi {store} sisselogimiseks. Ära ütle seda kellelegi.',
    change_phone: '{code} on sinu kood selle numbri kinnitamiseks poes {store}. Ära ütle seda kellelegi.',
  },
  ru: {
    sign_in: '{code} — код для входа в {store}. Никому его не сообщайте.',
    change_phone: '{code} — код подтверждения номера в {store}. Никому его не сообщайте.',
  },
};
