// textSummary(data, { indent, enableColors }) for handleSummary, where a script imports k6's own by URL:
//   loadlab run script.js --module https://jslib.k6.io/k6-summary/0.1.0/index.js=scenarios/k6/lib/k6-summary.js
// Written for LoadLab over the data that k6 documents; the layout is like that of k6's own.

const COLORS = { red: 31, green: 32, cyan: 36, faint: 2 };

const number = (value, digits = 2) => String(Number(value.toFixed(digits)));

// Milliseconds in the unit that fits, or in the one that is asked for.
function duration(ms, unit) {
  if (unit === 's') { return `${(ms / 1000).toFixed(2)}s`; }
  if (unit === 'ms') { return `${ms.toFixed(2)}ms`; }
  if (unit === 'us') { return `${(ms * 1000).toFixed(2)}µs`; }
  if (ms >= 60000) { return `${Math.floor(ms / 60000)}m${number((ms % 60000) / 1000)}s`; }
  if (ms >= 1000) { return `${number(ms / 1000)}s`; }
  if (ms >= 1) { return `${number(ms)}ms`; }
  return ms === 0 ? '0s' : `${number(ms * 1000)}µs`;
}

function size(bytes) {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let at = 0;
  for (; Math.abs(bytes) >= 1000 && at < units.length - 1; at++) { bytes /= 1000; }
  return `${number(bytes, at === 0 ? 0 : 1)} ${units[at]}`;
}

function value(metric, amount, unit) {
  if (metric.contains === 'time') { return duration(amount, unit); }
  return metric.contains === 'data' ? size(amount) : number(amount, 6);
}

function shown(metric, statistics, unit) {
  const values = metric.values;
  switch (metric.type) {
    case 'counter': return `${value(metric, values.count, unit)} ${metric.contains === 'data' ? size(values.rate) : number(values.rate, 6)}/s`;
    case 'gauge': return `${value(metric, values.value, unit)} min=${value(metric, values.min, unit)} max=${value(metric, values.max, unit)}`;
    case 'rate': return `${(Math.trunc(values.rate * 10000) / 100).toFixed(2)}% ${values.passes} out of ${values.passes + values.fails}`;
    default: return statistics.filter((name) => name in values).map((name) => `${name}=${name === 'count' ? values[name] : value(metric, values[name], unit)}`).join(' ');
  }
}

export function textSummary(data, options = {}) {
  const indent = options.indent || '';
  const unit = options.summaryTimeUnit || data.options.summaryTimeUnit;
  const statistics = options.summaryTrendStats || data.options.summaryTrendStats;
  const isColored = options.enableColors !== undefined ? options.enableColors : !data.options.noColor && data.state.isStdOutTTY;
  const paint = (text, color) => (isColored ? `\u001b[${COLORS[color]}m${text}\u001b[0m` : text);
  const mark = (isGood) => (isGood ? paint('✓', 'green') : paint('✗', 'red'));
  const lines = [];

  const names = Object.keys(data.metrics).sort();
  const limited = names.filter((name) => data.metrics[name].thresholds);
  if (limited.length > 0) {
    lines.push('  █ THRESHOLDS', '');
    for (const name of limited) {
      lines.push(`    ${name}`);
      for (const [expression, outcome] of Object.entries(data.metrics[name].thresholds)) { lines.push(`    ${mark(outcome.ok)} '${expression}'`); }
      lines.push('');
    }
  }

  const group = (one, depth) => {
    const space = '  '.repeat(depth);
    if (one.name) { lines.push(`${space}█ ${one.name}`, ''); }
    for (const check of one.checks) {
      lines.push(`${space}  ${mark(check.fails === 0)} ${check.name}`);
      if (check.fails > 0) {
        const share = Math.floor((100 * check.passes) / (check.passes + check.fails));
        lines.push(paint(`${space}   ↳  ${share}% — ✓ ${check.passes} / ✗ ${check.fails}`, 'red'));
      }
    }
    if (one.checks.length > 0) { lines.push(''); }
    one.groups.forEach((inner) => group(inner, depth + 1));
  };
  group(data.root_group, 1);

  const widest = Math.max(0, ...names.map((name) => name.length));
  for (const name of names) {
    const brace = name.indexOf('{');
    const label = brace > 0 ? `  ${name.slice(brace)}` : name;
    lines.push(`    ${label}${paint('.'.repeat(Math.max(3, widest + 3 - label.length)), 'faint')}: ${paint(shown(data.metrics[name], statistics, unit), 'cyan')}`);
  }

  return lines.map((line) => (line ? indent + line : line)).join('\n');
}
