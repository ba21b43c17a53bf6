import type pg from 'pg';

/** Tables whose rows the shop role never reads, whoever asks. */
const SECRET = [
  'credentials',
  'refresh_tokens',
  'mail_tokens',
  'phone_codes',
  'pending_sign_ups',
  'budgets',
  'outbox',
  'security_events',
  'known_origins',
  'login_guards',
  'suspicion_counts',
  'alerts',
  'totp',
  'totp_recovery_codes',
  'audit_log',
  'audit_seals',
  'audit_chain',
  'stock_movements',
  'commissions',
  'gateway_events',
];
/** Tables that only grow: no role of the server changes or removes a row. */
const APPEND_ONLY = [
  'audit_log',
  'audit_seals',
  'security_events',
  'stock_movements',
  'order_history',
  'order_lines',
];
/** What of an append-only table may change all the same, each with its reason. */
const FORGETTABLE: Record<string, string> = {
  'order_history.reason': 'what a buyer wrote is forgotten with him; a trigger lets it become nothing else',
};
/** References to a person from tables that are not personal, each with its reason. */
const PUBLIC_REFERENCES: Record<string, string> = {
  'designers.user_id': 'which user a designer is, is public by nature',
  'commissions.order_id': 'an order is no person, and the table is the system role’s alone',
};

/** Functions that run as the owner, each with its reason. */
const OWNER_FUNCTIONS: Record<string, string> = {
  'drop_old_security_events(integer)':
    'no role of the server may remove events; it goes by the database’s clock and never drops what is younger than 30 days',
  'keep_audit_months()':
    'only the owner may make and drop partitions; it takes no arguments and never drops what is younger than a year',
};

/** Everything in the database that breaks the isolation of personal rows (CART-6, DESIGN §2). */
export async function isolationProblems(client: pg.ClientBase): Promise<string[]> {
  const queries = [UNPROTECTED, KEYS, POLICIES, FOREIGN_KEYS, PUBLIC_GRANTS, MORE_THAN_ROWS];
  const problems: string[] = [];
  for (const query of queries)
    problems.push(...(await client.query<{ problem: string }>(query)).rows.map(({ problem }) => problem));
  const { rows: strangers } = await client.query<{ reference: string }>(REFERENCES);
  problems.push(
    ...strangers
      .filter(({ reference }) => !PUBLIC_REFERENCES[reference])
      .map(({ reference }) => `${reference} names a person in a table without shopper_id`),
  );
  const { rows: definers } = await client.query<{ problem: string }>(DEFINERS, [
    Object.keys(OWNER_FUNCTIONS),
  ]);
  const { rows: readable } = await client.query<{ problem: string }>(READABLE_SECRETS, [SECRET]);
  const { rows: changeable } = await client.query<{ problem: string }>(CHANGEABLE, [
    APPEND_ONLY,
    Object.keys(FORGETTABLE),
  ]);
  return [...problems, ...[...definers, ...readable, ...changeable].map(({ problem }) => problem)].sort();
}

/** What the server's two roles may do beyond using rows: they own nothing of ours and are above no policy. */
export async function roleProblems(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ problem: string }>(ROLES);
  return rows.map(({ problem }) => problem).sort();
}

const PERSONAL = `
  select c.oid, c.relname as name, c.relrowsecurity, c.relforcerowsecurity, a.attnum
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = case c.relname when 'shoppers' then 'id' else 'shopper_id' end
   where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not a.attisdropped`;

const UNPROTECTED = `
  with personal as (${PERSONAL})
  select format('%s: row-level security is not %s', name, case when relrowsecurity then 'forced' else 'enabled' end) as problem
    from personal where not (relrowsecurity and relforcerowsecurity)`;

const KEYS = `
  with personal as (${PERSONAL})
  select format('%s: its primary key does not begin with shopper_id', name) as problem
    from personal p left join pg_constraint k on k.conrelid = p.oid and k.contype = 'p'
   where k.conkey[1] is distinct from p.attnum`;

// For the shop role: own rows only, both ways. For everybody else but the system role: nothing at all.
const POLICIES = `
  with personal as (${PERSONAL}),
  policy as (
    select p.name, l.polname, l.polpermissive, l.polroles, l.polcmd,
           pg_get_expr(l.polqual, l.polrelid) as qual, pg_get_expr(l.polwithcheck, l.polrelid) as checked
      from personal p join pg_policy l on l.polrelid = p.oid)
  select format('%s: no policy for the shop role', name) as problem from personal p
   where not exists (select from policy l where l.name = p.name and 'cartwright_shop'::regrole = any (l.polroles))
  union all
  select format('%s: policy %s is for others than shop and system', name, polname) from policy
   where exists (select from unnest(polroles) role where role not in ('cartwright_shop'::regrole, 'cartwright_system'::regrole))
  union all
  select format('%s: policy %s lets the shop role see or write rows of others', name, polname) from policy
   where 'cartwright_shop'::regrole = any (polroles)
     and ((polcmd in ('*', 'r', 'w', 'd') and qual !~ '^\\((shopper_id|id) = \\( SELECT current_shopper_id\\(\\) AS current_shopper_id\\)\\)$')
          or (polcmd in ('*', 'a', 'w') and checked is distinct from null and checked !~ '^\\((shopper_id|id) = \\( SELECT current_shopper_id\\(\\) AS current_shopper_id\\)\\)$')
          or (polcmd in ('*', 'r', 'w', 'd') and qual is null) or (polcmd = 'a' and checked is null))`;

const FOREIGN_KEYS = `
  with personal as (${PERSONAL})
  select format('%s: foreign key %s to %s does not begin with shopper_id', child.name, k.conname, parent.name) as problem
    from pg_constraint k join personal child on child.oid = k.conrelid join personal parent on parent.oid = k.confrelid
   where k.contype = 'f' and (k.conkey[1] <> child.attnum or k.confkey[1] <> parent.attnum)`;

const REFERENCES = `
  with personal as (${PERSONAL})
  select format('%s.%s', c.relname, a.attname) as reference
    from pg_constraint k join personal parent on parent.oid = k.confrelid join pg_class c on c.oid = k.conrelid
    join pg_attribute a on a.attrelid = c.oid and a.attnum = k.conkey[1]
   where k.contype = 'f' and k.conrelid not in (select oid from personal)`;

// A function that sees beyond the caller's rows runs as system, not as the owner, and only for whom it is granted.
const DEFINERS = `
  select format('function %s runs as %s', p.oid::regprocedure, pg_get_userbyid(p.proowner)) as problem
    from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prosecdef and p.proowner <> 'cartwright_system'::regrole
     and p.oid::regprocedure::text <> all ($1::text[])
  union all
  select format('function %s runs as system for anybody', p.oid::regprocedure) from pg_proc p
   where p.pronamespace = 'public'::regnamespace and p.prosecdef and p.prorettype <> 'trigger'::regtype
     and (p.proacl is null or exists (select from aclexplode(p.proacl) a where a.grantee = 0))`;

const PUBLIC_GRANTS = `
  select format('%s: granted to everybody', c.relname) as problem from pg_class c
   where c.relnamespace = 'public'::regnamespace and exists (select from aclexplode(c.relacl) a where a.grantee = 0)`;

const MORE_THAN_ROWS = `
  select format('%s: %s may %s', c.relname, pg_get_userbyid(a.grantee), lower(a.privilege_type)) as problem
    from pg_class c, aclexplode(c.relacl) a
   where c.relnamespace = 'public'::regnamespace and a.grantee in ('cartwright_shop'::regrole, 'cartwright_system'::regrole)
     and c.relkind in ('r', 'p') and a.privilege_type not in ('SELECT', 'INSERT', 'UPDATE', 'DELETE')`;

const READABLE_SECRETS = `
  select format('%s: the shop role may read it', name) as problem from unnest($1::text[]) name
   where has_any_column_privilege('cartwright_shop', name, 'select')`;

const CHANGEABLE = `
  select format('%s: %s may change or remove rows', name, role) as problem
    from unnest($1::text[]) name, unnest(array['cartwright_shop', 'cartwright_system']) role
   where exists (select from pg_attribute a where a.attrelid = name::regclass and a.attnum > 0 and not a.attisdropped
                    and name || '.' || a.attname <> all ($2::text[]) and has_column_privilege(role, name, a.attname, 'update'))
      or has_table_privilege(role, name, 'delete') or has_table_privilege(role, name, 'truncate')`;

const ROLES = `
  with own as (select * from pg_roles where rolname in ('cartwright_shop', 'cartwright_system'))
  select format('%s is above the policies', rolname) as problem from own where rolsuper or rolbypassrls
  union all
  select format('%s may make roles, databases or replicas', rolname) from own where rolcreaterole or rolcreatedb or rolreplication
  union all
  select format('%s owns %s', o.rolname, c.relname) from own o join pg_class c on c.relowner = o.oid and c.relnamespace = 'public'::regnamespace
  union all
  select format('%s is a member of %s', o.rolname, m.roleid::regrole) from own o join pg_auth_members m on m.member = o.oid
  union all
  select format('%s may create in schema public', rolname) from own where has_schema_privilege(rolname, 'public', 'create')
  union all
  select format('%s may make temporary tables', rolname) from own where has_database_privilege(rolname, current_database(), 'temporary')
  union all
  select format('%s does not exist', name) from unnest(array['cartwright_shop', 'cartwright_system']) name where not exists (select from own where rolname = name)`;
