import { findings, loadFindings, trouble, working } from './compiled';
import { reveal } from './graph';
import { shown } from './marks';
import * as s from './state';
import type { Finding } from './types';

const NAMES: Record<string, string> = {
  nan: 'NaN',
  infinity: 'infinity',
  zero: 'a derivative of zero',
  vanishing: 'a vanishing gradient',
  exploding: 'an exploding gradient',
  disconnected: 'not connected',
  stopped: 'stopped',
  dead_relu: 'dead relu',
  saturated: 'saturated',
  underflow: 'underflow',
  cast: 'a conversion to integers',
  comparison: 'a comparison',
  index: 'an index',
  clipped: 'clipped',
  where: 'the branch not taken',
  shape: 'shapes that do not fit',
};

function point(f: Finding): void {
  s.lit.value = new Set([f.node, ...f.slice]);
  reveal(f.node);
  s.panel.value = 'findings';
}

/** What is wrong with the numbers of the program, where it begins, and what to do. */
export function FindingsPanel() {
  const all = findings.value;
  const at = s.selected.value;
  return (
    <div data-testid="findings">
      <h2>What is wrong here</h2>
      {trouble.value && <p class="problem">{trouble.value}</p>}
      {all === undefined && !working.value && (
        <button type="button" class="primary" onClick={() => void loadFindings()}>
          Look for it
        </button>
      )}
      {all === undefined && working.value && <p class="note">Looking…</p>}
      {all?.length === 0 && (
        <p>
          Nothing: all values that reach the output are finite, and every derivative arrives. Move an input to where it
          should fail, and look here again.
        </p>
      )}
      <ol class="findings">
        {all?.map((f) => (
          <li key={`${f.kind}${f.node}${f.direction}`}>
            <button type="button" class="finding" aria-pressed={at === f.node} onClick={() => point(f)}>
              <span class="badge wrong">{NAMES[f.kind] ?? f.kind}</span>{' '}
              {f.direction === 'forward' ? 'begins' : 'on the way back'} at <strong>{shown(f.node)}</strong>
              {f.line > 0 && `, line ${f.line}`}
            </button>
            <p>{f.cause}</p>
            {f.slice.length > 1 && (
              <p class="note">
                {f.direction === 'forward' ? 'From there to the output: ' : 'On the way: '}
                {f.slice.slice(0, 12).map(shown).join(' → ')}
                {f.slice.length > 12 && ' → …'}
              </p>
            )}
            <p class="cure">
              <strong>Do:</strong> {f.cure}
            </p>
          </li>
        ))}
      </ol>
    </div>
  );
}
