import { brief, finite, flat, isSummary, label } from './numbers';
import type { Value } from './types';

const COLUMNS = 16;
const ROWS = 16;

/** A value as a person would rather look at it: a number, a table of a few, bars, or a picture of a matrix. */
export function TensorView({ of, shape }: { of: Value; shape: number[] }) {
  const all = flat(of);
  if (shape.length === 0) {
    return <span class="number">{brief(all[0])}</span>;
  }
  const rows = shape.length === 1 ? 1 : (shape[0] ?? 1);
  const columns = shape.length === 1 ? shape[0] : shape.slice(1).reduce((a, b) => a * b, 1);
  const summary = isSummary(of) ? (
    <p class="note">
      {of.count} elements from {of.min === undefined ? '?' : brief(of.min)} to{' '}
      {of.max === undefined ? '?' : brief(of.max)}, mean {of.mean === undefined ? '?' : brief(of.mean)}
      {of.notFinite > 0 && `, ${of.notFinite} not finite`}
    </p>
  ) : null;
  if (all.length <= 24 && columns <= 6) {
    return (
      <table class="tensor">
        <tbody>
          {Array.from({ length: rows }, (_, i) => (
            <tr key={i}>
              {all.slice(i * columns, (i + 1) * columns).map((v, j) => (
                <td key={j}>{brief(v)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    );
  }
  return (
    <>
      {shape.length === 1 ? <Bars of={all.map(finite)} /> : <Heat of={all.map(finite)} columns={columns} />}
      {summary ?? <p class="note">{label(of, shape)}</p>}
    </>
  );
}

function Bars({ of }: { of: number[] }) {
  const most = Math.max(1e-300, ...of.filter(Number.isFinite).map(Math.abs));
  const width = 300 / of.length;
  return (
    <svg viewBox="0 0 300 80" class="plot" role="img" aria-label={`${of.length} values as bars`}>
      <title>values as bars</title>
      <line x1="0" x2="300" y1="40" y2="40" class="axis" />
      {of.map((v, i) => {
        const h = Number.isFinite(v) ? (Math.abs(v) / most) * 38 : 38;
        return (
          <rect
            key={i}
            class={Number.isFinite(v) ? (v < 0 ? 'minus' : 'plus') : 'odd'}
            x={i * width}
            width={Math.max(0.5, width - 0.5)}
            y={v < 0 ? 40 : 40 - h}
            height={h}
          />
        );
      })}
    </svg>
  );
}

function Heat({ of, columns }: { of: number[]; columns: number }) {
  const shownColumns = Math.min(columns, COLUMNS);
  const rows = Math.min(ROWS, Math.ceil(of.length / columns));
  const most = Math.max(1e-300, ...of.filter(Number.isFinite).map(Math.abs));
  const cells = [];
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < shownColumns; j++) {
      const v = of[i * columns + j];
      if (v !== undefined) {
        const strength = Number.isFinite(v) ? Math.round((Math.abs(v) / most) * 100) / 100 : 1;
        cells.push(
          <rect
            key={`${i},${j}`}
            class={Number.isFinite(v) ? (v < 0 ? 'minus' : 'plus') : 'odd'}
            x={j * 18}
            y={i * 18}
            width="17"
            height="17"
            fill-opacity={0.08 + 0.92 * strength}
          >
            <title>{`[${i}, ${j}] ${brief(v)}`}</title>
          </rect>,
        );
      }
    }
  }
  return (
    <svg viewBox={`0 0 ${shownColumns * 18} ${rows * 18}`} class="heat" role="img" aria-label="values as a picture">
      <title>values as a picture</title>
      {cells}
    </svg>
  );
}
