import { batch, computed, effect, signal } from '@preact/signals';
import { ApiError, type Ask, api } from './api';
import type { Grouping } from './groups';
import { flat } from './numbers';
import type { BackwardStep, Evaluation, Granularity, GraphNode, Nested, Problem } from './types';

export type Mode = 'forward' | 'backward' | 'tangent';
export type Panel =
  | 'node'
  | 'formulas'
  | 'code'
  | 'paths'
  | 'cost'
  | 'compiler'
  | 'findings'
  | 'network'
  | 'predict'
  | 'learn';

export const program = signal<string | undefined>(undefined);
export const at = signal<Record<string, Nested>>({});
export const params = signal<string[]>([]);
export const dtype = signal('f64');
export const granularity = signal<Granularity>('tensor');
/** Loops, choices and calls that are opened, by the name of their result. */
export const loops = signal<string[]>([]);
export const direction = signal<Record<string, Nested>>({});

export const mode = signal<Mode>('forward');
/** How far the walk has come; undefined is its end. */
export const step = signal<number | undefined>(undefined);
export const playing = signal(false);
export const selected = signal<string | undefined>(undefined);
export const hovered = signal<string | undefined>(undefined);
export const shownPath = signal<string[] | undefined>(undefined);
export const notation = signal<'nodes' | 'edges'>('nodes');
export const view = signal<'graph' | 'tree'>('graph');
export const panel = signal<Panel>('node');
export const grouping = signal<Grouping>('auto');
/** Nodes that something else on the page points at: the slice of a finding, a neuron, a step. */
export const lit = signal<Set<string>>(new Set());
export const search = signal('');
export const filter = signal<'all' | 'path' | 'unused' | 'discrete'>('all');

export const result = signal<Evaluation | undefined>(undefined);
export const problem = signal<Problem | undefined>(undefined);
export const busy = signal(false);

export const nodes = computed<GraphNode[]>(() => result.value?.nodes ?? []);
export const byName = computed(() => new Map(nodes.value.map((n) => [n.name, n])));
export const computations = computed(() => nodes.value.filter((n) => n.kind === 'computation'));
export const leaves = computed(() => nodes.value.filter((n) => n.kind !== 'computation'));

export interface UsePlace {
  node: GraphNode;
  edge: number;
}

/** Who uses a value: one entry for each use, in forward order. */
export const uses = computed(() => {
  const out = new Map<string, UsePlace[]>(nodes.value.map((n) => [n.name, []]));
  for (const n of nodes.value) {
    n.edges.forEach((e, i) => {
      out.get(e.operand)?.push({ node: n, edge: i });
    });
  }
  return out;
});

/** Number of steps of the current walk. */
export const length = computed(() => {
  if (mode.value === 'backward') {
    return result.value?.steps ? result.value.steps.length + 1 : 0;
  }
  return computations.value.length;
});
export const position = computed(() => Math.min(step.value ?? length.value, length.value));

/** The nodes whose values are known at this step. */
export const known = computed(() => {
  const all = new Set(leaves.value.map((n) => n.name));
  const last = mode.value === 'backward' ? computations.value.length : position.value;
  for (const n of computations.value.slice(0, last)) {
    all.add(n.name);
  }
  return all;
});

/** The backward steps that have been taken. */
export const taken = computed<BackwardStep[]>(() =>
  mode.value === 'backward' ? (result.value?.steps?.slice(0, Math.max(0, position.value - 1)) ?? []) : [],
);

/** The uses through which a contribution has passed. */
export const passed = computed(() => new Set(taken.value.map((t) => `${t.node}\n${t.edge}`)));

/** The node at which the walk stands. */
export const current = computed<string | undefined>(() => {
  if (step.value === undefined || position.value === 0) {
    return undefined;
  }
  if (mode.value === 'backward') {
    return position.value === 1 ? result.value?.output : taken.value[taken.value.length - 1]?.node;
  }
  return computations.value[position.value - 1]?.name;
});

/** What has come together at each node so far, walking backward. */
export const sums = computed(() => {
  const out = new Map<string, BackwardStep>();
  for (const s of taken.value) {
    out.set(s.operand, s);
  }
  return out;
});

export function ask(): Ask {
  const out: Ask = {
    at: at.value,
    params: params.value,
    dtype: dtype.value,
    granularity: granularity.value,
  };
  if (program.value !== undefined) {
    out.program = program.value;
  }
  if (loops.value.length > 0) {
    out.open = loops.value;
  }
  if (mode.value === 'tangent') {
    out.direction = direction.value;
  }
  return out;
}

let running = false;
let again = false;
let retried = false;

/** Evaluates what is on the page; while a question is under way only the newest one waits. */
export async function evaluate(): Promise<void> {
  if (running) {
    again = true;
    return;
  }
  running = true;
  busy.value = true;
  do {
    again = false;
    try {
      const r = await api.evaluate(ask());
      batch(() => {
        adopt(r);
        problem.value = undefined;
      });
    } catch (e) {
      if (e instanceof ApiError && e.status === 409 && result.peek() === undefined && !retried) {
        // A page that was closed or reloaded has left a question open behind it.
        retried = true;
        again = true;
        await api.abandon('').catch(() => {});
      } else {
        problem.value = e instanceof ApiError ? e.problem : { message: String(e) };
      }
    }
  } while (again);
  running = false;
  busy.value = false;
}

/** Takes over what the engine said; the point as it was filled in becomes the point of the page. */
export function adopt(r: Evaluation): void {
  const before = result.peek();
  result.value = r;
  if (r.granularity === 'tensor' && !r.large) {
    const full: Record<string, Nested> = {};
    for (const n of r.nodes) {
      if (n.kind !== 'computation' && n.value !== undefined && flat(n.value).length <= 256) {
        full[n.name] = at.value[n.name] ?? (n.value as Nested);
      }
    }
    if (Object.keys(full).length !== Object.keys(at.value).length) {
      at.value = full;
    }
    params.value = r.nodes.filter((n) => n.kind === 'parameter').map((n) => n.name);
  }
  if (before !== undefined && before.granularity !== r.granularity) {
    selected.value = kept(before, r);
    lit.value = new Set();
  }
  if (selected.value !== undefined && !r.nodes.some((n) => n.name === selected.value)) {
    selected.value = undefined;
  }
}

let tensorLevel: string | undefined;

/** The selection when the granularity changes: the same value, the step that it is in, or one of its numbers. */
function kept(before: Evaluation, r: Evaluation): string | undefined {
  const at = before.nodes.find((n) => n.name === selected.peek());
  if (!at) {
    return undefined;
  }
  const base = at.name.replace(/\[[\d,]+\]$/, '');
  const level = before.granularity === 'tensor' ? at.name : (at.origin ?? base);
  // Back from a step or a number: the very node from which one came, where it is still in there.
  const inside = at.members;
  const tensor = inside
    ? tensorLevel !== undefined && inside.includes(tensorLevel)
      ? tensorLevel
      : inside[inside.length - 1]
    : level;
  tensorLevel = tensor;
  if (r.granularity === 'tensor') {
    return tensor;
  }
  if (r.granularity === 'fused') {
    return r.nodes.find((n) => n.members?.includes(tensor))?.name;
  }
  const all = r.nodes.filter((n) => n.name === tensor || n.name.startsWith(`${tensor}[`) || n.origin === tensor);
  return (all.find((n) => n.name === tensor || n.name.startsWith(`${tensor}[`)) ?? all[all.length - 1])?.name;
}

/** Opens a loop, choice or call into what is inside, or closes it again. */
export function toggleLoop(name: string): void {
  const closing = loops.value.includes(name);
  loops.value = closing ? loops.value.slice(0, loops.value.indexOf(name)) : [...loops.value, name];
  step.value = undefined;
  shownPath.value = undefined;
  void evaluate();
}

export function setInput(name: string, value: Nested): void {
  at.value = { ...at.value, [name]: value };
  void evaluate();
}

export function setMode(m: Mode): void {
  batch(() => {
    mode.value = m;
    step.value = undefined;
    playing.value = false;
    if (m === 'tangent' && Object.keys(direction.value).length === 0) {
      const first = leaves.value.find((n) => n.type.dtype.startsWith('f'));
      if (first) {
        direction.value = { [first.name]: ones(first.type.shape) };
      }
    }
  });
  if (m === 'tangent') {
    void evaluate();
  }
}

export function ones(shape: number[]): Nested {
  return shape.length === 0 ? 1 : Array.from({ length: shape[0] }, () => ones(shape.slice(1)));
}

export function go(to: number): void {
  step.value = Math.max(0, Math.min(length.value, to));
}

let timer: ReturnType<typeof setInterval> | undefined;
effect(() => {
  clearInterval(timer);
  if (playing.value) {
    timer = setInterval(() => {
      if (position.value >= length.value) {
        playing.value = false;
      } else {
        go(position.value + 1);
      }
    }, 900);
  }
});

export function play(): void {
  if (!playing.value && position.value >= length.value) {
    step.value = 0;
  }
  playing.value = !playing.value;
}
