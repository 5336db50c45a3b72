using System.Text;

namespace LoadLab.Core.Text;

/// <summary>
/// Reads a file of variables as <c>dotenv</c> and <c>docker compose</c> write it: <c>NAME=VALUE</c> a line, <c>export</c> before it or not,
/// <c>#</c> comments, <c>'literal'</c>, and <c>"with \n and \""</c>. Quoted values may go over several lines. Nothing in a value is replaced.
/// </summary>
internal sealed class EnvFile
{
    private const string Hint = "Write NAME=VALUE on each line; quote a value that has spaces, # or line breaks.";
    private readonly string _path;
    private readonly string _text;
    private readonly List<string> _faults = [];
    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);
    private int _at;
    private int _line = 1;

    private EnvFile(string path, string text) => (_path, _text) = (path, text);

    /// <summary>Reads a file.</summary>
    /// <exception cref="LoadLabException">It is not there or not right (104); with every fault. No value is in the message.</exception>
    public static IReadOnlyDictionary<string, string> Load(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path), path);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new LoadLabException(
                ExitCode.BadConfiguration,
                $"--env-file '{path}' cannot be read: {fault.Message}{NearestName.Sentence(path, Beside(path))}",
                "Correct the path, or make the file. A path on the command line starts from the working directory.",
                fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, $"--env-file '{path}' cannot be read: {fault.Message}", Hint, fault);
        }
    }

    /// <summary>Reads a text; <paramref name="path"/> is for messages.</summary>
    /// <exception cref="LoadLabException">It is not right (104).</exception>
    public static IReadOnlyDictionary<string, string> Parse(string text, string path) => new EnvFile(path, text.TrimStart('\uFEFF').ReplaceLineEndings("\n")).Read();

    /// <summary>The files of a path's folder, named as the path names its own.</summary>
    private static IEnumerable<string> Beside(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder).Select(file => Path.Combine(Path.GetDirectoryName(path) ?? "", Path.GetFileName(file))) : [];
    }

    private Dictionary<string, string> Read()
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (; _at < _text.Length; Next())
        {
            var line = Rest().Trim();
            if (line.Length > 0 && line[0] != '#' && Name() is { } name)
            {
                var begun = _line;
                var value = Value(name);
                if (!_lines.TryAdd(name, begun))
                {
                    Fault(begun, FormattableString.Invariant($"{name} stands here a second time; the first is on line {_lines[name]}. Keep one."));
                }

                values[name] = value;
            }
        }

        return _faults.Count == 0 ? values : throw new LoadLabException(ExitCode.BadConfiguration, _faults, Hint);
    }

    /// <summary>Reads the name, and goes to the first character of its value; null when there is none.</summary>
    private string? Name()
    {
        var equals = _text.IndexOf('=', _at, Rest().Length);
        if (equals < 0)
        {
            // A word alone may be a secret that was broken over two lines: it is not shown.
            Fault(_line, "there is no '='.");
            return null;
        }

        var name = _text[_at..equals].Trim();
        if (name.StartsWith("export ", StringComparison.Ordinal))
        {
            name = name["export ".Length..].Trim();
        }

        _at = equals + 1;
        if (VariableText.IsName(name))
        {
            return name;
        }

        // The text before '=' may be the end of a secret that was broken over two lines.
        Fault(_line, "what stands before '=' is no name: letters, digits and '_', and no digit first.");
        return null;
    }

    private string Value(string name)
    {
        while (_at < _text.Length && _text[_at] is ' ' or '\t')
        {
            _at++;
        }

        return _at < _text.Length && _text[_at] is '"' or '\'' ? Quoted(name, _text[_at]) : Plain();
    }

    private string Plain()
    {
        var rest = Rest();
        for (var at = 0; at < rest.Length; at++)
        {
            if (rest[at] == '#' && (at == 0 || rest[at - 1] is ' ' or '\t'))
            {
                rest = rest[..at];
            }
        }

        return rest.Trim();
    }

    private string Quoted(string name, char quote)
    {
        var begun = _line;
        var value = new StringBuilder();
        for (_at++; _at < _text.Length; _at++)
        {
            var c = _text[_at];
            if (c == quote)
            {
                _at++;
                if (Rest().Trim() is { Length: > 0 } more && more[0] != '#')
                {
                    Fault(_line, $"there is more after the closing {quote} of {name}. Write \\\" for a quote inside of \"…\".");
                }

                return value.ToString();
            }

            if (c == '\n')
            {
                _line++;
            }

            if (c == '\\' && quote == '"' && _at + 1 < _text.Length)
            {
                var next = _text[++_at];
                value.Append(next switch { 'n' => "\n", 'r' => "\r", 't' => "\t", '"' or '\\' or '$' or '\'' => next.ToString(), _ => "\\" + next });
            }
            else
            {
                value.Append(c);
            }
        }

        Fault(begun, $"the value of {name} begins with {quote}, which nothing closes.");
        return "";
    }

    private string Rest() => _text[_at..End()];

    private int End() => _text.IndexOf('\n', Math.Min(_at, _text.Length)) is >= 0 and var end ? end : _text.Length;

    /// <summary>To the start of the next line.</summary>
    private void Next() => (_at, _line) = (End() + 1, _line + 1);

    private void Fault(int line, string message) => _faults.Add(FormattableString.Invariant($"{_path}:{line}: {message}"));
}
