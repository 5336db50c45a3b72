using System.Collections.Concurrent;

namespace LoadLab.Core.Text;

/// <summary>
/// The secrets that scenarios ask for by name: a variable of the environment or of an <c>--env-file</c>, or a file that the variable <c>NAME_FILE</c> names.
/// What it gives out is kept out of everything that is shown. Thread-safe.
/// </summary>
/// <param name="variables">The variables, which hide what was given out.</param>
public sealed class SecretSource(Variables variables)
{
    /// <summary>A longer file is no secret but a mistake.</summary>
    private const int LongestFile = 64 * 1024;

    private readonly ConcurrentDictionary<string, string> _known = new(StringComparer.Ordinal);

    /// <summary>The secret.</summary>
    /// <exception cref="LoadLabException">There is none of this name (104).</exception>
    public string Get(string name)
    {
        if (_known.TryGetValue(name, out var known))
        {
            return known;
        }

        var (value, fault) = Find(name);
        if (value is null)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, fault!, "A secret is never written into a suite. .WithSecrets(…) at the scenario finds such a fault before any load.");
        }

        foreach (var form in SecretForms.Of(value))
        {
            variables.Conceal(form, SecretText.Redacted);
        }

        return _known.GetOrAdd(name, value);
    }

    /// <summary>What is wrong with the secrets of these names; empty for nothing.</summary>
    public IReadOnlyList<string> Faults(IEnumerable<(string Scenario, string Name)> wanted)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        return [.. wanted.Distinct().Select(one => (one.Scenario, Find(one.Name).Fault)).Where(one => one.Fault is not null).Select(one => $"Scenario '{one.Scenario}': {one.Fault}")];
    }

    /// <summary>The variable that has the secret of a name: the name itself, or <c>API_TOKEN</c> for <c>api-token</c>.</summary>
    internal static string VariableOf(string name) => name.Replace('-', '_').Replace('.', '_').ToUpperInvariant();

    private (string? Value, string? Fault) Find(string name)
    {
        if (name.Length == 0 || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.'))
        {
            return (null, $"'{OneLine.Of(name)}' is not the name of a secret: it has ASCII letters, digits, '-', '_' and '.'.");
        }

        var variable = VariableOf(name);
        foreach (var known in new[] { name, variable }.Distinct(StringComparer.Ordinal))
        {
            if (variables.Find(known) is { Length: > 0 } value)
            {
                return Checked(name, value, known);
            }

            if (variables.Find(known + "_FILE") is { Length: > 0 } path)
            {
                return Read(name, known + "_FILE", path);
            }
        }

        return (null, $"the secret '{name}' is not there. Set {variable} in the environment or with --env-file FILE, or let {variable}_FILE name a file that holds it.");
    }

    /// <summary>What is shorter is found in every second word, and cannot be kept out of what is shown.</summary>
    private static (string? Value, string? Fault) Checked(string name, string value, string variable) => value.Length >= Variables.ShortestSecret
        ? (value, null)
        : (null, FormattableString.Invariant($"the secret '{name}', from {variable}, has {value.Length} characters, allowed are {Variables.ShortestSecret} and more: a shorter one cannot be kept out of reports."));

    private static (string? Value, string? Fault) Read(string name, string variable, string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            if (file.Length > LongestFile)
            {
                return (null, FormattableString.Invariant($"the file of the secret '{name}', which {variable} names, has {file.Length:#,0} bytes, allowed are {LongestFile:#,0}: {path}"));
            }

            using var reader = new StreamReader(file);
            var text = reader.ReadToEnd().TrimEnd('\r', '\n');
            return text.Length > 0 ? Checked(name, text, variable) : (null, $"the file of the secret '{name}', which {variable} names, is empty: {path}");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return (null, $"the file of the secret '{name}', which {variable} names, cannot be read: {fault.Message}");
        }
    }
}
