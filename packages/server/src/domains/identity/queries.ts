import { sql } from '../../platform/db/sql.ts';
import type { Role } from './permissions.ts';
import type { Who } from '../../platform/http/route.ts';

/**
 * The prelude of a signed-in user's statements; refuses ended sessions, inactive accounts and wrong roles (AUTH-6), and
 * another user than the request was meant for.
 */
export const identifyUser = (input: {
  userId: string;
  sessionId: string;
  now: Date;
  roles: readonly string[] | null;
  owner?: string | null;
}) => sql<Who>('identify.user')`
  select shopper_id, kind, role, market, locale from identify_user(${input.userId}, ${input.sessionId}, ${input.now}, ${input.roles})
   where case when coalesce(${input.owner ?? null}::uuid, shopper_id) = shopper_id then true
              else refuse('OWNER_CHANGED') end`;

/** The prelude of a user who has only his refresh token left; it tells which session that is of. */
export const identifyRefresh = (input: { tokenHash: Buffer; now: Date; owner?: string | null }) => sql<
  Who & { sessionId: string }
>('identify.refresh')`
  select shopper_id, kind, role, market, locale, session_id from identify_refresh(${input.tokenHash}, ${input.now})
   where case when coalesce(${input.owner ?? null}::uuid, shopper_id) = shopper_id then true
              else refuse('OWNER_CHANGED') end`;

/** The prelude of a guest's statements. */
export const identifyGuest = (input: { tokenHash: Buffer; now: Date; owner?: string | null }) => sql<Who>(
  'identify.guest',
)`
  select shopper_id, kind, role, market, locale from identify_guest(${input.tokenHash}, ${input.now})
   where case when coalesce(${input.owner ?? null}::uuid, shopper_id) = shopper_id then true
              else refuse('OWNER_CHANGED') end`;

export const insertUserShopper = (input: {
  id: string;
  role: string;
  market: string | null;
  locale: string | null;
  now: Date;
}) => sql('identity.insert_shopper')`
  insert into shoppers (id, kind, role, market, locale, created_at)
  values (${input.id}, 'user', ${input.role}, ${input.market}, ${input.locale}, ${input.now})`;

export const insertUser = (input: { id: string; email: string; name: string; now: Date }) => sql(
  'identity.insert_user',
)`
  insert into users (shopper_id, email, name, created_at, updated_at)
  values (${input.id}, ${input.email}, ${input.name}, ${input.now}, ${input.now})`;

export const insertCredentials = (input: { id: string; passwordHash: string; now: Date }) => sql(
  'identity.insert_credentials',
)`
  insert into credentials (shopper_id, password_hash, changed_at) values (${input.id}, ${input.passwordHash}, ${input.now})`;

export interface Account {
  id: string;
  role: string;
  active: boolean;
  market: string | null;
  locale: string | null;
  passwordHash: string | null;
}

export const findAccountByEmail = (email: string) => sql<Account>('identity.find_account')`
  select s.id, s.role, s.active, s.market, s.locale, c.password_hash
    from users u join shoppers s on s.id = u.shopper_id left join credentials c on c.shopper_id = u.shopper_id
   where u.email = ${email}`;

export const readMe = () => sql<{ user: string }>('identity.read_me')`
  select json_build_object(
    'id', u.shopper_id, 'email', u.email, 'emailVerified', u.email_verified_at is not null, 'phone', u.phone, 'name', u.name, 'role', s.role,
    'locale', s.locale, 'market', s.market, 'customerType', u.customer_type, 'company', u.company, 'vatNumber', u.vat_number,
    'createdAt', iso_time(u.created_at))::text as "user"
    from users u join shoppers s on s.id = u.shopper_id
   where u.shopper_id = current_shopper_id()`;

/** How the caller can be reached, as far as his account knows; guests have no row. */
export interface Contact {
  email: string | null;
  emailVerified: boolean;
  /** E.164; an account keeps only a number that was proved to be its owner's. */
  verifiedPhone: string | null;
}

export interface MeChanges {
  name: string | undefined;
  locale: string | null | undefined;
  market: string | null | undefined;
  customerType: string | undefined;
  company: string | null | undefined;
  vatNumber: string | null | undefined;
}

// A flag beside each value tells "leave it" from "make it null".
export const changeMe = (change: MeChanges, now: Date) => sql('identity.change_me')`
  update users set
    name = coalesce(${change.name ?? null}, name),
    customer_type = coalesce(${change.customerType ?? null}, customer_type),
    company = case when ${change.company !== undefined}::boolean then ${change.company ?? null} else company end,
    vat_number = case when ${change.vatNumber !== undefined}::boolean then ${change.vatNumber ?? null} else vat_number end,
    updated_at = ${now}
  where shopper_id = current_shopper_id()`;

export const changeMyPlace = (change: MeChanges) => sql('identity.change_my_place')`
  update shoppers set
    locale = case when ${change.locale !== undefined}::boolean then ${change.locale ?? null} else locale end,
    market = case when ${change.market !== undefined}::boolean then ${change.market ?? null} else market end
  where id = current_shopper_id()`;

export const readMyLocale = () => sql<{ locale: string | null }>('identity.read_my_locale')`
  select locale from shoppers where id = current_shopper_id()`;

export interface ChangedUser {
  id: string;
  active: boolean;
  role: Role;
  wasActive: boolean;
  wasRole: string;
}

/** Both rows, always in the same order: two who change one another take turns. */
export const lockShoppers = (ids: readonly string[]) => sql('identity.lock_shoppers')`
  select id from shoppers where id = any (${ids}::uuid[]) order by id for update`;

/** Changes what is given; nulls leave it as it is. Only while who asks is still what he was: see `lockShoppers`. */
export const changeUserRow = (input: {
  userId: string;
  active: boolean | null;
  role: string | null;
  by: { id: string; role: string };
}) =>
  sql<ChangedUser>('identity.change_user')`
  update shoppers s set active = coalesce(${input.active}, s.active), role = coalesce(${input.role}, s.role)
    from (select id, active, role from shoppers where id = ${input.userId} and kind = 'user' for update) as old
   where s.id = old.id
     and case when exists (select from shoppers me where me.id = ${input.by.id} and me.active and me.role = ${input.by.role}) then true
              else refuse('ACCOUNT_INACTIVE') end
  returning s.id, s.active, s.role, old.active as was_active, old.role as was_role`;

/** Ties the user of this email to his designer, with its audit row; nothing where the designer has somebody. */
export const linkDesignerToUser = (input: { email: string; designerSlug: string; now: Date }) => sql(
  'identity.link_designer',
)`
  with linked as (

    update designers set user_id = (select shopper_id from users where email = ${input.email})
     where slug = ${input.designerSlug} and user_id is null returning id, user_id
  )
  insert into audit_log (at, actor_role, action, target_kind, target_id, after)
  select ${input.now}, 'operator', 'designer.link', 'designer', id::text, jsonb_build_object('userId', user_id) from linked`;
