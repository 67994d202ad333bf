/**
 * Charts drawn by the server (look/README.md section 6): SVG without script and without inline style, once for wide and once for narrow
 * windows so that its text is never shrunk, and under it the same numbers as a table. What is drawn is decided by the page.
 */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { Card } from './components.tsx';
import { DataTable } from './data-table.tsx';

export interface ChartSeries {
  readonly name: string;
  /** Null is a gap: nothing to count. */
  readonly values: readonly (number | null)[];
}

export interface ChartProps {
  readonly id: string;
  /** A question. */
  readonly title: string;
  /** What is counted, in one line. */
  readonly definition: string;
  readonly kind: 'bars' | 'lines';
  /** Of the values, as it stands at the top of the axis. */
  readonly unit: string;
  /** Names the first column of the table. */
  readonly axis: string;
  readonly labels: readonly string[];
  readonly series: readonly ChartSeries[];
  readonly total?: string | undefined;
  /** A dotted line with its name. */
  readonly comparison?: { readonly name: string; readonly value: number } | undefined;
  /** A dashed line with its name. */
  readonly target?: { readonly name: string; readonly value: number } | undefined;
  /** Said instead of a picture when every value is missing or nought. */
  readonly nothing: string;
  readonly digits: 0 | 1;
  /** The values are percent of something: the axis ends at 100. */
  readonly isShare?: true;
}

export function Chart(props: ChartProps): JSX.Element {
  const { id, title, definition, series, nothing } = props;
  const isEmpty = series.every(({ values }) => values.every((value) => value === null || value === 0));
  return (
    <Card headingId={`${id}-heading`}>
      <h2 id={`${id}-heading`}>{title}</h2>
      <p class="small">{definition}</p>
      {isEmpty ? <p class="chart-nothing">{nothing}</p> : <Picture {...props} />}
      {isEmpty ? null : <Legend {...props} />}
      <Numbers {...props} />
    </Card>
  );
}

function Legend({ series, comparison, target }: ChartProps): JSX.Element {
  const lines = [
    ...(comparison === undefined ? [] : [['comparison', comparison] as const]),
    ...(target === undefined ? [] : [['target', target] as const]),
  ];
  return (
    <ul class="chart-legend">
      {series.map(({ name }, index) => (
        <li>
          <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
            <rect class={`series-${index}`} x="1" y="1" width="14" height="14" rx="3" />
          </svg>
          {name}
        </li>
      ))}
      {lines.map(([kind, { name, value }]) => (
        <li>
          <svg width="24" height="16" viewBox="0 0 24 16" aria-hidden="true" focusable="false">
            <line class={`chart-${kind}`} x1="0" x2="24" y1="8" y2="8" />
          </svg>
          {name} {written(value, 1)}
        </li>
      ))}
    </ul>
  );
}

function Picture(props: ChartProps): JSX.Element {
  return (
    <div class="chart">
      <Drawing {...props} size={WIDE} />
      <Drawing {...props} size={NARROW} />
    </div>
  );
}

interface Size {
  readonly name: 'wide' | 'narrow';
  readonly width: number;
  readonly height: number;
  readonly left: number;
  /** Every so many labels of the axis, and of the values. */
  readonly every: number;
}

const WIDE: Size = { name: 'wide', width: 960, height: 240, left: 56, every: 1 };
const NARROW: Size = { name: 'narrow', width: 286, height: 210, left: 40, every: 4 };
/** Stands where there is nothing to count. */
export const NONE = '–';
/** Percent. */
const WHOLE = 100;
const HALF = 50;
const TOP = 30;
const BOTTOM = 30;

interface Frame {
  readonly size: Size;
  readonly top: number;
  x(index: number): number;
  y(value: number): number;
  readonly step: number;
}

function Drawing({ size, ...props }: ChartProps & { size: Size }): JSX.Element {
  const { title, definition, labels, kind, unit, comparison, target } = props;
  const most = Math.max(...heights(props), comparison?.value ?? 0, target?.value ?? 0);
  const top = props.isShare === true && most > HALF ? WHOLE : roundTop(most);
  const parts = top === WHOLE ? 4 : 3;
  const step = (size.width - size.left - 8) / labels.length;
  const frame: Frame = {
    size,
    top,
    step,
    x: (index) => size.left + step * (index + 0.5),
    y: (value) => size.height - BOTTOM - ((size.height - TOP - BOTTOM) * value) / top,
  };
  const ends = { x1: size.left, x2: size.width - 8 };
  return (
    <svg
      class={`chart-${size.name}`}
      viewBox={`0 0 ${size.width} ${size.height}`}
      role="img"
      aria-label={`${title} ${definition}`}
      focusable="false"
    >
      {Array.from({ length: parts + 1 }, (_, part) => {
        const value = (top * part) / parts;
        return (
          <>
            <line class="chart-grid" {...ends} y1={place(frame.y(value))} y2={place(frame.y(value))} />
            <text class="chart-axis" x={size.left - 8} y={place(frame.y(value) + 5)} text-anchor="end">
              {written(value, Number.isInteger(value) ? 0 : 1)}
            </text>
          </>
        );
      })}
      <text class="chart-axis" x="0" y="14">
        {unit}
      </text>
      {labels.map((label, index) =>
        (labels.length - 1 - index) % labelsEvery(size, labels) === 0 ? (
          <text class="chart-axis" x={place(frame.x(index))} y={size.height - 8} text-anchor="middle">
            {label}
          </text>
        ) : null,
      )}
      {kind === 'bars' ? <Bars {...props} frame={frame} /> : <Lines {...props} frame={frame} />}
      {comparison === undefined ? null : (
        <line class="chart-comparison" {...ends} y1={place(frame.y(comparison.value))} y2={place(frame.y(comparison.value))} />
      )}
      {target === undefined ? null : (
        <line class="chart-target" {...ends} y1={place(frame.y(target.value))} y2={place(frame.y(target.value))} />
      )}
    </svg>
  );
}

/** A few labels fit a narrow window as they are. */
const labelsEvery = (size: Size, labels: readonly string[]): number => (labels.length <= 5 ? 1 : size.every);

function Bars({ series, labels, digits, frame }: ChartProps & { frame: Frame }): JSX.Element {
  const { step } = frame;
  const width = Math.max(6, Math.min(44, step * 0.62));
  return (
    <>
      {labels.map((_label, index) => {
        const x = frame.x(index) - width / 2;
        let base = 0;
        const parts = series.map(({ values }, which) => {
          const value = values[index] ?? 0;
          const [from, to] = [base, base + value];
          base = to;
          // Stacked bars keep a gap of two pixels.
          const height = Math.max(0, frame.y(from) - frame.y(to) - (from > 0 ? 2 : 0));
          return value === 0 ? null : (
            <rect class={`series-${which}`} x={place(x)} y={place(frame.y(to))} width={place(width)} height={place(height)} />
          );
        });
        return (
          <>
            {parts}
            {base === 0 ? null : (
              <text class="chart-value" x={place(frame.x(index))} y={place(frame.y(base) - 6)} text-anchor="middle">
                {written(base, digits)}
              </text>
            )}
          </>
        );
      })}
    </>
  );
}

function Lines({ series, digits, frame }: ChartProps & { frame: Frame }): JSX.Element {
  return (
    <>
      {series.map(({ values }, which) => {
        const points = values.flatMap((value, index) => (value === null ? [] : [{ index, value }]));
        const last = points.at(-1);
        return (
          <>
            <path class={`line-${which}`} d={pathOf(values, frame)} />
            {points.map(({ index, value }) => (
              <circle class={`series-${which}`} cx={place(frame.x(index))} cy={place(frame.y(value))} r="4" />
            ))}
            {last === undefined ? null : (
              <text
                class="chart-value"
                x={place(Math.min(frame.x(last.index) + 6, frame.size.width - 8))}
                y={place(frame.y(last.value) - 9)}
                text-anchor="end"
              >
                {written(last.value, digits)}
              </text>
            )}
          </>
        );
      })}
    </>
  );
}

/** A new line begins after each gap. */
function pathOf(values: readonly (number | null)[], frame: Frame): string {
  return values
    .map((value, index) => {
      if (value === null) return '';
      const isBegin = index === 0 || (values[index - 1] ?? null) === null;
      return `${isBegin ? 'M' : 'L'}${place(frame.x(index))} ${place(frame.y(value))}`;
    })
    .join('');
}

function heights({ kind, series, labels }: ChartProps): readonly number[] {
  if (kind === 'lines') return series.flatMap(({ values }) => values.map((value) => value ?? 0));
  return labels.map((_label, index) => series.reduce((total, { values }) => total + (values[index] ?? 0), 0));
}

/** Divides by three into round numbers. */
function roundTop(most: number): number {
  if (most <= 3) return 3;
  const unit = 10 ** Math.floor(Math.log10(most / 3));
  const third = [1, 2, 3, 4, 5, 6, 8, 10].find((factor) => factor * unit * 3 >= most) ?? 10;
  return third * unit * 3;
}

/** The same numbers: a row for each label, so that it becomes a stack where there is no room. */
function Numbers({ title, axis, labels, series, total, digits }: ChartProps): JSX.Element {
  const cell = (value: number | null): string => (value === null ? NONE : written(value, digits));
  return (
    <DataTable
      holds="numbers"
      caption={title}
      columns={[
        { label: axis },
        ...series.map(({ name }) => ({ label: name, align: 'end' as const })),
        ...(total === undefined ? [] : [{ label: total, align: 'end' as const }]),
      ]}
      rows={labels.map((label, index) => [
        label,
        ...series.map(({ values }) => cell(values[index] ?? null)),
        ...(total === undefined ? [] : [cell(series.reduce((sum, { values }) => sum + (values[index] ?? 0), 0))]),
      ])}
    />
  );
}

export function written(value: number, digits: 0 | 1): string {
  return value.toFixed(digits);
}

/** Half a pixel is as fine as anybody sees. */
const place = (value: number): string => String(Math.round(value * 2) / 2);
