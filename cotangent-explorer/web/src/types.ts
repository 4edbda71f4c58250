/** A number, or what JSON cannot write as one. */
export type Num = number | 'NaN' | 'Infinity' | '-Infinity';
export type Nested = Num | boolean | Nested[];

/** A large tensor: its first elements and what can be said about all of them. */
export interface Summary {
  count: number;
  min?: number;
  max?: number;
  mean?: number;
  notFinite: number;
  first: Num[];
}
export type Value = Nested | Summary;

/** MathML as nested lists: a text, or [tag, child, ...]. */
export type Maths = string | [string, ...Maths[]];

export interface Formula {
  letters: Maths;
  numbers?: Maths;
}

export interface Edge {
  operand: string;
  local?: Num;
  contribution?: Value;
  tangent?: Num;
  formula?: Formula;
}

export interface GraphNode {
  name: string;
  op: string;
  kind: 'input' | 'parameter' | 'computation';
  type: { text: string; dtype: string; shape: number[] };
  operands: string[];
  parameters?: Record<string, unknown>;
  line: number;
  column: number;
  /** Absent in a large graph until somebody asks. */
  value?: Value;
  cotangent?: Value;
  tangent?: Value;
  edges: Edge[];
  /** Where it belongs, outermost first: loop and iteration, layer, function. */
  scope?: string[];
  /** What can be opened here, in words. */
  inside?: string;
  /** Where tensors are taken apart: the node that this number is a part of. */
  origin?: string;
  /** In the fused view: the nodes that became this step. */
  members?: string[];
  step?: { text: string; bytes: number; operations: number };
  formula?: Formula;
  chain?: Formula;
  why?: string;
}

export interface BackwardStep {
  node: string;
  edge: number;
  operand: string;
  sum: Value;
  count: number;
  of: number;
}

export interface GraphPath {
  nodes: string[];
  locals: Num[];
  product: Num;
}

export interface Pairing {
  left: Num;
  right: Num;
  terms: { input: string; gradient: Value; direction: Value; product: Num }[];
}

export interface Cost {
  inputs: number;
  outputs: number;
  operations: number;
  edges: number;
  forwardPasses: number;
  reversePasses: number;
}

export type Granularity = 'tensor' | 'scalar' | 'fused';

/** All that the engine says about a program at a point. */
export interface Evaluation {
  output: string;
  source: { text?: string; graph?: string };
  granularity: Granularity;
  /** A large graph: structure only, numbers of single nodes when asked for. */
  large?: boolean;
  /** The loops that are opened. */
  open?: string[];
  scopes?: string[][];
  scopeOf?: number[];
  defaulted: string[];
  backward: boolean;
  withheld: boolean;
  value?: Value;
  gradients?: Record<string, Value>;
  rewrites?: { rule: string; why: string; line: number }[];
  nodes: GraphNode[];
  steps?: BackwardStep[];
  pairing?: Pairing;
  pathCount?: Record<string, string>;
  paths?: Record<string, GraphPath[]>;
  cancellation?: Record<string, { sum: Num; absolute: Num }>;
  cost: Cost;
}

export interface Problem {
  message: string;
  line?: number;
  column?: number;
  excerpt?: string;
  /** The program's inputs, where it can be read but does not run. */
  inputs?: string[];
}

export interface Session {
  program?: string;
  graph?: string;
  at: Record<string, Nested>;
  params: string[];
  dtype: string;
}

export interface Topic {
  kind: string;
  about: string;
  title: string;
}

/** A question as it is asked: nothing in it tells the answer. */
export interface Question {
  id: string;
  kind: string;
  about: string;
  prompt: string;
  options: { key: string; text: string }[];
  blanks: { key: string; text: string }[];
  hints: number;
  evaluation: Evaluation;
}

export interface Committed {
  right: boolean;
  judged: Record<string, boolean>;
  choice?: string;
  numbers: Record<string, Num>;
  told: { text: string; nodes: string[] }[];
  evaluation: Evaluation;
}

export interface LessonSummary {
  id: string;
  title: string;
  needs: string[];
  next?: string;
}

export interface LessonPart {
  kind: 'prose' | 'case' | 'predict' | 'look' | 'misconception' | 'source';
  text?: string;
  name?: string;
  at?: Record<string, string>;
  question?: string;
  about?: string;
  hints?: string[];
}

export interface Lesson extends LessonSummary {
  program: string;
  params: string[];
  parts: LessonPart[];
}

/** A large graph as it travels. */
export interface Outlined extends Evaluation {
  ops: string[];
  types: GraphNode['type'][];
  scopes: string[][];
  leaves: Record<string, 'input' | 'parameter'>;
  /** name, operation, type, place, line, column, operands, operands with a derivative, what can be opened. */
  rows: [string, number, number, number, number, number, (number | string)[], number[], string?][];
}

export interface Finding {
  kind: string;
  direction: 'forward' | 'backward';
  node: string;
  line: number;
  cause: string;
  slice: string[];
  cure: string;
  /** The loops, choices and calls around the place, from the outermost in. */
  within?: { node: string; graph: string; iteration?: number; of?: number; line: number }[];
}

export interface AppliedRewrite {
  rule: string;
  why: string;
  group: string;
  before: string;
  after: string;
  line: number;
  node?: string;
  naive?: Value;
  rewritten?: Value;
}

export interface CompilerPass {
  name: string;
  why: string;
  equations: number;
  text: string;
  rewrites: AppliedRewrite[];
}

export interface CompiledStep {
  text: string;
  fused: boolean;
  makes: string[];
  bytes: number;
  operations: number;
  nodes: string[];
  backward: boolean;
  live: number;
}

export interface HeldValue {
  type: string;
  from: number;
  to: number;
  bytes: number;
  offset: number;
  array: number;
  nodes: string[];
  neededBy: string[];
}

/** What the compiler made of the program. */
export interface Compiled {
  gradient: boolean;
  passes: CompilerPass[];
  steps: CompiledStep[];
  values: HeldValue[];
  planBytes: number;
  peak: number;
  operations: number;
  residualBytes: number;
  /** The shortest time of each step in nanoseconds. */
  times?: number[];
}

/** Values of one operation and line that a budget keeps, or computes again. */
export interface CurveEntry {
  text: string;
  line: number;
  bytes: number;
  operations: number;
}

export interface CurvePoint {
  /** Bytes that were allowed; none for what runs now. */
  budget?: number;
  /** Whether the gradient keeps within it. */
  met?: boolean;
  peak: number;
  operations: number;
  chosen: boolean;
  kept?: CurveEntry[];
  repeated?: CurveEntry[];
}

export interface Certificate {
  rule: string;
  before: Num;
  meanBefore: Num;
  after: Num;
  meanAfter: Num;
  points: number;
  nonFinite: string[];
}

export interface Neuron {
  name: string;
  value: Num;
  examples: number;
  inputs: { from: string; weight: string; value: Num }[];
  bias?: Num;
  scalars: string[];
  tensors: string[];
}

export interface NetworkOf {
  layers: Neuron[][];
  inputs?: { name: string; value: Num }[];
  outputs?: string;
  why?: string;
}
