using LoadLab.Core.Runs;

namespace LoadLab.Preparation.Invocations;

/// <summary>Collects the arguments that ask for a run again. What may not be stored becomes a variable, and that is said.</summary>
/// <param name="program">The program.</param>
internal sealed class InvocationLine(string program)
{
    private readonly List<string> _arguments = [];
    private readonly List<string> _before = [];
    private readonly List<(string Variable, string What)> _unstored = [];

    /// <summary>Adds arguments as they stand.</summary>
    public InvocationLine Add(params ReadOnlySpan<string> arguments)
    {
        _arguments.AddRange(arguments);
        return this;
    }

    /// <summary>Adds an option where it was given.</summary>
    public InvocationLine AddIf(string option, string? value) => value is null ? this : Add(option, value);

    /// <summary>Something that the reader must do or know first.</summary>
    public void Say(string sentence) => _before.Add(sentence);

    /// <summary>The variable, as it is written, for a value that is not stored.</summary>
    /// <param name="variable">Its name.</param>
    /// <param name="what">What it was: <c>the body</c>.</param>
    public string Unstored(string variable, string what)
    {
        _unstored.Add((variable, what));
        return "${" + variable + "}";
    }

    /// <summary>A name for a variable: <c>settings.api-key</c> is <c>SETTINGS_API_KEY</c>.</summary>
    public static string Name(string text)
    {
        var name = string.Concat(text.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToUpperInvariant(c) : '_'));
        return name.Length == 0 || char.IsAsciiDigit(name[0]) ? "_" + name : name;
    }

    /// <summary>All of it.</summary>
    public RunInvocation Build() => new()
    {
        Program = program,
        Arguments = [.. _arguments],
        Before =
        [
            .. _before,
            .. _unstored.DistinctBy(one => one.Variable)
                .Select(one => $"Not stored, because it may be secret: {one.What}. Put it into the environment first, or into an --env-file: {one.Variable}"),
        ],
    };
}
