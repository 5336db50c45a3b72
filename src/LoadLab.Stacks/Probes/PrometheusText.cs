using System.Globalization;
using System.Text;

namespace LoadLab.Stacks.Probes;

/// <summary>
/// Reads the Prometheus text exposition format 0.0.4, strictly: a line that is not of the format is a fault, never skipped.
/// See https://prometheus.io/docs/instrumenting/exposition_formats/.
/// </summary>
internal static class PrometheusText
{
    /// <summary>All samples, in order.</summary>
    /// <exception cref="FormatException">A line is malformed; the message names it.</exception>
    public static IReadOnlyList<PrometheusSample> Parse(string text)
    {
        var samples = new List<PrometheusSample>();
        var number = 0;
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = raw.AsSpan().Trim(" \t\r");
            // '# HELP', '# TYPE' and comments say nothing that a selector needs.
            if (line.IsEmpty || line[0] == '#')
                continue;
            var cursor = new Cursor(line.ToString(), number);
            samples.Add(cursor.ReadSample());
        }

        return samples;
    }

    /// <summary>Reads one line, or a selector when <paramref name="number"/> is 0.</summary>
    internal sealed class Cursor(string line, int number)
    {
        private int _at;

        public bool IsAtEnd => _at == line.Length;

        public PrometheusSample ReadSample()
        {
            var name = ReadName(allowColon: true);
            SkipBlanks();
            var labels = ReadLabels();
            SkipBlanks();
            var value = ReadValue(ReadWord("a value"));
            SkipBlanks();
            if (!IsAtEnd)
            {
                var stamp = ReadWord("a timestamp");
                if (!long.TryParse(stamp, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
                    throw Fault($"'{stamp}' is not a timestamp in milliseconds");
                SkipBlanks();
            }

            return IsAtEnd ? new PrometheusSample(name, labels, value) : throw Fault($"there is more after the sample: '{line[_at..]}'");
        }

        public string ReadName(bool allowColon)
        {
            var start = _at;
            while (_at < line.Length && (char.IsAsciiLetter(line[_at]) || line[_at] == '_' || (allowColon && line[_at] == ':') || (_at > start && char.IsAsciiDigit(line[_at]))))
                _at++;
            return _at > start ? line[start.._at] : throw Fault($"a name was expected at column {_at + 1}");
        }

        public IReadOnlyDictionary<string, string> ReadLabels()
        {
            var labels = new Dictionary<string, string>(StringComparer.Ordinal);
            if (!Take('{'))
                return labels;
            SkipBlanks();
            while (!Take('}'))
            {
                var name = ReadName(allowColon: false);
                SkipBlanks();
                Expect('=');
                SkipBlanks();
                if (!labels.TryAdd(name, ReadQuoted()))
                    throw Fault($"label '{name}' stands there twice");
                SkipBlanks();
                if (Take(','))
                    SkipBlanks();
                else if (_at >= line.Length || line[_at] != '}')
                    throw Fault($"',' or '}}' was expected at column {_at + 1}");
            }

            return labels;
        }

        public void SkipBlanks()
        {
            while (_at < line.Length && line[_at] is ' ' or '\t')
                _at++;
        }

        public FormatException Fault(string what) => new(number > 0
            ? string.Create(CultureInfo.InvariantCulture, $"line {number}: {what}: '{line}'")
            : $"{what}: '{line}'");

        private double ReadValue(string word) => word switch
        {
            "+Inf" or "Inf" => double.PositiveInfinity,
            "-Inf" => double.NegativeInfinity,
            "NaN" => double.NaN,
            _ when double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) => value,
            _ => throw Fault($"'{word}' is not a value"),
        };

        private string ReadWord(string what)
        {
            var start = _at;
            while (_at < line.Length && line[_at] is not (' ' or '\t'))
                _at++;
            return _at > start ? line[start.._at] : throw Fault($"{what} was expected at column {_at + 1}");
        }

        private string ReadQuoted()
        {
            Expect('"');
            var text = new StringBuilder();
            while (_at < line.Length && line[_at] != '"')
            {
                var letter = line[_at++];
                if (letter == '\\')
                {
                    letter = _at < line.Length ? line[_at++] : throw Fault("the line ends inside a label value");
                    letter = letter switch
                    {
                        'n' => '\n',
                        '\\' or '"' => letter,
                        _ => throw Fault($"'\\{letter}' is not an escape"),
                    };
                }

                text.Append(letter);
            }

            return Take('"') ? text.ToString() : throw Fault("the line ends inside a label value");
        }

        private bool Take(char expected)
        {
            if (_at >= line.Length || line[_at] != expected)
                return false;
            _at++;
            return true;
        }

        private void Expect(char expected)
        {
            if (!Take(expected))
                throw Fault($"'{expected}' was expected at column {_at + 1}");
        }
    }
}
