import { signal } from '@preact/signals';

/** One answer; kept in this browser only. */
export interface Result {
  from: string;
  kind: string;
  about: string;
  right: boolean;
  when?: string;
}

/** Something that a learner wants to ask somebody, pinned to what it is about. */
export interface Pin {
  about: string;
  text: string;
}

const KEY = 'cotangent.learning';

interface Kept {
  results: Result[];
  pins: Pin[];
}

function load(): Kept {
  try {
    const k = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Kept>;
    return { results: k.results ?? [], pins: k.pins ?? [] };
  } catch {
    return { results: [], pins: [] };
  }
}

export const kept = signal<Kept>(load());

function keep(k: Kept): void {
  kept.value = k;
  try {
    localStorage.setItem(KEY, JSON.stringify(k));
  } catch {
    // A browser that keeps nothing: the results last as long as the page.
  }
}

export function sayResult(r: Result): void {
  keep({ ...kept.value, results: [...kept.value.results.slice(-499), { ...r, when: new Date().toISOString() }] });
}

export function pin(p: Pin): void {
  keep({ ...kept.value, pins: [...kept.value.pins, p] });
}

export function unpin(i: number): void {
  keep({ ...kept.value, pins: kept.value.pins.filter((_, k) => k !== i) });
}

/** What is kept, as a text; and back, added to what is there. */
export function exported(): string {
  return JSON.stringify(kept.value, null, 1);
}

export function imported(text: string): void {
  const k = JSON.parse(text) as Partial<Kept>;
  const results = (k.results ?? []).filter((r) => typeof r.kind === 'string' && typeof r.right === 'boolean');
  const pins = (k.pins ?? []).filter((p) => typeof p.text === 'string' && typeof p.about === 'string');
  keep({ results: [...kept.value.results, ...results].slice(-500), pins: [...kept.value.pins, ...pins] });
}
