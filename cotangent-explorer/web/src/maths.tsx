import { createElement, type VNode } from 'preact';
import type { Formula, Maths } from './types';

const TAGS = new Set([
  'mrow',
  'mi',
  'mn',
  'mo',
  'mtext',
  'mfrac',
  'msup',
  'msub',
  'msqrt',
  'mroot',
  'mtable',
  'mtr',
  'mtd',
]);

/** MathML from the server's lists; texts stay texts, and only tags of presentation MathML are made. */
function element(m: Maths): VNode | string {
  if (typeof m === 'string') {
    return m;
  }
  const [tag, ...children] = m;
  return createElement(TAGS.has(tag) ? tag : 'mrow', null, ...children.map(element));
}

export function MathsView({ of, block }: { of: Maths; block?: boolean }) {
  return createElement('math', { display: block ? 'block' : 'inline' }, element(of));
}

/** A formula in letters, and below it with numbers put in. */
export function FormulaView({ of, numbers = true }: { of: Formula | undefined; numbers?: boolean }) {
  if (!of) {
    return null;
  }
  return (
    <div class="formula">
      <MathsView of={of.letters} block />
      {numbers && of.numbers && <MathsView of={of.numbers} block />}
    </div>
  );
}
