import { effect, signal } from '@preact/signals';
import { ApiError, api } from './api';
import { asking } from './predict';
import * as s from './state';
import type { Compiled, CurvePoint, Finding, NetworkOf } from './types';

/** What the page knows beyond the evaluation; each is asked for when somebody looks, and again when inputs change. */
export const compiled = signal<Compiled | undefined>(undefined);
export const curve = signal<CurvePoint[] | undefined>(undefined);
export const findings = signal<Finding[] | undefined>(undefined);
export const network = signal<NetworkOf | undefined>(undefined);
export const trouble = signal('');
export const working = signal(false);

/** Above this number of nodes these wait until somebody asks. */
const LARGE = 800;
const REST = 180;

function said(e: unknown): void {
  trouble.value = e instanceof ApiError ? e.problem.message : String(e);
}

function ask() {
  const { direction: _, ...rest } = s.ask();
  return rest;
}

async function load<T>(question: () => Promise<T>, take: (t: T) => void): Promise<void> {
  const at = s.result.peek();
  working.value = true;
  try {
    const t = await question();
    if (s.result.peek() === at) {
      take(t);
      trouble.value = '';
    }
  } catch (e) {
    if (s.result.peek() === at && !asking.peek()) {
      said(e);
    }
  }
  working.value = false;
}

export function loadCompiled(runs = 0): Promise<void> {
  return load(
    () => api.compiled(ask(), runs),
    (c) => {
      compiled.value = c;
    },
  );
}

export function loadCurve(): Promise<void> {
  return load(
    () => api.curve(ask()),
    (c) => {
      curve.value = c.points;
    },
  );
}

export function loadFindings(): Promise<void> {
  return load(
    () => api.findings(ask()),
    (f) => {
      findings.value = f.findings;
    },
  );
}

function loadNetwork(): Promise<void> {
  return load(
    () => api.network(ask()),
    (n) => {
      network.value = n;
    },
  );
}

let last: string | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Asks again a moment after the last change. */
export function follow(): void {
  effect(() => {
    const r = s.result.value;
    const panel = s.panel.value;
    const selected = s.selected.value !== undefined;
    const structure = JSON.stringify([s.program.value, s.granularity.value, s.loops.value]);
    clearTimeout(timer);
    if (!r || r.withheld || asking.value) {
      return;
    }
    if (structure !== last) {
      last = structure;
      compiled.value = undefined;
      curve.value = undefined;
      findings.value = undefined;
      network.value = undefined;
    }
    timer = setTimeout(() => {
      const small = r.nodes.length <= LARGE;
      if (panel === 'compiler' || (panel === 'node' && selected && small)) {
        void loadCompiled();
      }
      if (small) {
        void loadFindings();
      }
      if (panel === 'network') {
        void loadNetwork();
      }
    }, REST);
  });
}

/** Bytes as people read them. */
export function bytes(n: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB'];
  let k = 0;
  let v = n;
  while (v >= 1000 && k < units.length - 1) {
    v /= 1000;
    k++;
  }
  return `${k === 0 ? v : +v.toPrecision(3)} ${units[k]}`;
}

/** A count of operations. */
export function many(n: number): string {
  return n < 10000 ? String(Math.round(n)) : n.toExponential(2).replace('e+', 'e');
}
