import * as s from './state';

/** A line of a program's text: it and the node that it stands for light each other up. */
export function CodeLine({ text, node }: { text: string; node: string | undefined }) {
  const lit = node !== undefined && [s.selected.value, s.hovered.value, s.current.value].includes(node);
  return (
    <span
      class={`code-line ${lit ? 'lit' : ''}`}
      onPointerEnter={() => {
        s.hovered.value = node;
      }}
      onPointerLeave={() => {
        s.hovered.value = undefined;
      }}
    >
      {`${text}\n`}
    </span>
  );
}
