import { shown } from './marks';
import { brief, label } from './numbers';
import * as s from './state';
import type { GraphNode } from './types';

/** What happens at the current step, in a sentence. */
export function sentence(): string {
  const r = s.result.value;
  if (!r) {
    return '';
  }
  const k = s.position.value;
  if (s.mode.value === 'backward') {
    return backward(k);
  }
  const moving = s.mode.value === 'tangent';
  if (k === 0) {
    return moving ? 'The inputs have values and a direction.' : 'The inputs and parameters have values.';
  }
  const n = s.computations.value[k - 1];
  if (!n) {
    return `${shown(r.output)} = ${label(r.value)}`;
  }
  const value = label(n.value, n.type.shape);
  const done = n.name === r.output ? ' That is the output.' : '';
  if (n.value === undefined) {
    return `${shown(n.name)} = ${expression(n)}.${done}`;
  }
  return moving
    ? `${shown(n.name)} = ${value}, and it moves by ${n.tangent === undefined ? 'nothing' : label(n.tangent, n.type.shape)} for one unit of the direction.${done}`
    : `${shown(n.name)} = ${expression(n)} = ${value}.${done}`;
}

const INFIX: Record<string, string> = { add: '+', sub: '−', mul: '×', div: '÷', dot_general: '@' };

function expression(n: GraphNode): string {
  const all = n.operands.map(shown);
  if (INFIX[n.op] && all.length === 2) {
    return `${all[0]} ${INFIX[n.op]} ${all[1]}`;
  }
  return n.op === 'pow_int' ? `${all[0]}^${n.parameters?.k}` : `${n.op.replaceAll('_', ' ')}(${all.join(', ')})`;
}

function backward(k: number): string {
  const r = s.result.value;
  if (!r?.backward) {
    return r ? 'There is a backward pass only where the output is one float: end the program with sum(...), say.' : '';
  }
  if (!r.steps) {
    return 'The graph is too large to walk step by step; click a node to see its cotangent.';
  }
  if (k === 0) {
    return 'The forward pass is done. The backward pass starts at the output.';
  }
  if (k === 1) {
    return `The derivative of ${shown(r.output)} with respect to itself is 1.`;
  }
  const t = r.steps[k - 2];
  const n = s.byName.value.get(t.node);
  const e = n?.edges[t.edge];
  if (!n || !e) {
    return '';
  }
  const product =
    e.local === undefined
      ? `sends ${label(e.contribution, n.type.shape)}`
      : `sends ${label(n.cotangent)} × ${brief(e.local)} = ${label(e.contribution)}`;
  const sum =
    t.of > 1
      ? t.count === 1
        ? ` The first of ${t.of} uses.`
        : ` Added to what was there: ${label(t.sum)}${t.count === t.of ? ', and that is all of it.' : '.'}`
      : '';
  return `${shown(t.node)} ${product} to ${shown(t.operand)}.${sum}`;
}

export function Timeline() {
  const k = s.position.value;
  const n = s.length.value;
  return (
    <section class="timeline" aria-label="Steps">
      <div class="row">
        <button type="button" aria-label="To the start" onClick={() => s.go(0)} disabled={k === 0}>
          |◀
        </button>
        <button type="button" aria-label="One step back" onClick={() => s.go(k - 1)} disabled={k === 0}>
          ◀
        </button>
        <button
          type="button"
          class="primary"
          aria-label={s.playing.value ? 'Pause' : 'Play'}
          onClick={() => s.play()}
          disabled={n === 0}
        >
          {s.playing.value ? 'Pause' : '▶ Play'}
        </button>
        <button type="button" aria-label="One step on" onClick={() => s.go(k + 1)} disabled={k >= n}>
          ▶
        </button>
        <button type="button" aria-label="To the end" onClick={() => s.go(n)} disabled={k >= n}>
          ▶|
        </button>
        <input
          type="range"
          class="scrub"
          aria-label="Step"
          min="0"
          max={n}
          value={k}
          onInput={(e) => {
            s.playing.value = false;
            s.go(Number(e.currentTarget.value));
          }}
        />
        <span class="count">
          {k} / {n}
        </span>
      </div>
      <p class="sentence" aria-live="polite" data-testid="sentence">
        {sentence()}
      </p>
    </section>
  );
}
