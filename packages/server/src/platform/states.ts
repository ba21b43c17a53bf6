/** Which states may follow which; '' is the beginning. The database enforces the same table (`state_transitions`). */
export type StateTable<State extends string> = Readonly<Record<State | '', readonly State[]>>;

const machines = new Map<string, StateTable<string>>();

/** Declares a machine by its table. Every machine is found by `allMachines`, which the docs are drawn from. */
export function defineStates<State extends string>(
  machine: string,
  table: StateTable<State>,
): StateTable<State> {
  machines.set(machine, table);
  return table;
}

export function allMachines(): ReadonlyMap<string, StateTable<string>> {
  return machines;
}

/** The states from which one may be reached: what a guarded statement compares with. */
export function statesBefore<State extends string>(table: StateTable<State>, to: State): State[] {
  return (Object.keys(table) as (State | '')[]).filter(
    (from): from is State => from !== '' && table[from].includes(to),
  );
}
