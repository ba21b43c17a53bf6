import { identifyUser } from '../packages/server/src/domains/identity/queries.ts';
import { readCart, lockCart } from '../packages/server/src/domains/cart/queries.ts';
import { addLine } from '../packages/server/src/domains/cart/queries-change.ts';
import { cartPolicy } from '../packages/server/src/domains/cart/cart-policy.ts';
import { defaultStore } from '../packages/server/src/store.ts';
import { fillCatalog, fillUsers } from './fill.ts';
import { benchId, startBench } from './setup.ts';
import { encodeValue } from '../packages/server/src/platform/db/wire-values.ts';
import pg from 'pg';
const bench = await startBench();
try {
  await fillCatalog(bench.admin, 200); await fillUsers(bench.admin, 1, 2000, 5);
  const c = new pg.Client({connectionString: bench.databaseUrl('cartwright_shop')}); await c.connect();
  const now = new Date(); const view = {now, market:null, policy: cartPolicy(defaultStore)};
  const q = async (s:any, pre='') => c.query({text: pre+s.text, values: s.values.map(encodeValue), ...(pre?{}:{name:s.name})});
  const identify = identifyUser({userId: benchId(1,7), sessionId: benchId(2,7), now, roles:null});
  const read = readCart(view);
  const add = addLine({...view, productId: benchId(3,1), variantId: benchId(4,1), quantity:1, purchase:'once', claimedPrice:null, ifMatch:null, origin:{requestId:'x',ip:'127.0.0.1',userAgent:'x'}} as any);
  const time = async (label:string, f:()=>Promise<unknown>, n=1500) => { for(let i=0;i<50;i++) await f(); const t=performance.now(); for(let i=0;i<n;i++) await f(); console.log(label, ((performance.now()-t)/n*1000).toFixed(0),'us'); };
  await c.query('begin');
  await time('select 1', ()=>c.query({name:'one',text:'select 1'}));
  await time('identify', ()=>q(identify));
  await q(identify);
  await time('lock', ()=>q(lockCart()));
  await time('read', ()=>q(read));
  await time('add', ()=>q(add), 80);
  await c.query('rollback');
  for (const s of [read, add]) { await c.query('begin'); await q(identify); await c.query('set local plan_cache_mode=force_generic_plan'); const name='p'+Math.random().toString(36).slice(2);
   const params = s.values.map((v:any)=>{const e=encodeValue(v); return e===null?'NULL':`'${String(e).replaceAll("'","''")}'`}).join(',');
   await c.query(`prepare ${name} as ${s.text}`); await c.query(`execute ${name}(${params})`);
   const r = await c.query(`explain (analyze, costs off, buffers off) execute ${name}(${params})`); console.log(r.rows.map((x:any)=>x['QUERY PLAN']).join('\n').slice(0,6500)); await c.query('rollback'); }
  await c.end();
} finally { await bench.stop(); }
