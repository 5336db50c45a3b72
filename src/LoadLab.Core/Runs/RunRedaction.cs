using System.Globalization;
using LoadLab.Core.Text;
using LoadLab.Core.Yaml;

namespace LoadLab.Core.Runs;

/// <summary>Takes secrets out of a plan, so that a record can be shown to anybody. What came from a variable stands there by its name.</summary>
public static class RunRedaction
{
    /// <summary>What stands in the place of a secret.</summary>
    public const string Redacted = SecretText.Redacted;

    /// <summary>A longer number may be that of an account.</summary>
    private const int LongestNumber = 12;

    /// <summary>
    /// The plan without connection strings, without a user's name and password in an address, without the values of settings whose name says
    /// that they are secret, and without texts that came from variables. Doing it twice changes nothing.
    /// </summary>
    public static RunPlan Of(RunPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        string Text(string key, string value) => plan.Written.TryGetValue(key, out var written) && (IsSecret(key) || !IsNumber(value)) ? Shown(key, written) : Shown(key, value);

        SortedDictionary<string, string> Texts(string prefix, IReadOnlyDictionary<string, string> values)
        {
            var kept = new SortedDictionary<string, string>(StringComparer.Ordinal);
            foreach (var (key, value) in values)
            {
                kept[key] = Text(prefix + key, value);
            }

            return kept;
        }

        return plan with
        {
            Description = Text("description", plan.Description),
            Stack = plan.Stack with
            {
                Postgres = Texts("stack.postgres.", plan.Stack.Postgres),
                Redis = Texts("stack.redis.", plan.Stack.Redis),
                External = plan.Stack.External is { } external
                    ? external with
                    {
                        BaseUrl = WithoutUser(external.BaseUrl),
                        Postgres = external.Postgres is { } postgres ? Text(ConnectionKeys[0], postgres) : null,
                        Redis = external.Redis is { } redis ? Text(ConnectionKeys[1], redis) : null,
                    }
                    : null,
            },
            Settings = Texts("settings.", plan.Settings),
            Metrics = Texts("metrics.", plan.Metrics),
            Overrides = Texts("", plan.Overrides),
            Labels = Texts("", plan.Labels),
            Written = RunPlan.NothingWritten,
            Hidden = null,
        };
    }

    /// <summary>The keys of a suite that hold connection strings.</summary>
    public static IReadOnlyList<string> ConnectionKeys { get; } = ["stack.external.postgres", "stack.external.redis"];

    /// <summary>A value of a suite as it may be shown, by its dotted key and as it was written: variables by their names, secrets not at all.</summary>
    public static string Shown(string key, string written)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(written);
        return ConnectionKeys.Contains(key, StringComparer.OrdinalIgnoreCase)
            ? VariableText.Has(written) || written.StartsWith('@') ? SecretText.Connection(written) : Redacted
            : IsSecret(key) ? SecretText.Value(written) : WithoutUser(written);
    }

    /// <summary>True when the value of a setting of this name must not be stored: its last word says so, or it is a connection string.</summary>
    internal static bool IsSecret(string key) =>
        (key.StartsWith("stack.external.", StringComparison.OrdinalIgnoreCase)
            && (key.EndsWith(".postgres", StringComparison.OrdinalIgnoreCase) || key.EndsWith(".redis", StringComparison.OrdinalIgnoreCase)))
        || SecretText.IsSecretName(key);

    /// <summary>A number, a duration or a size says how much load it was, and is no secret; verdicts need it.</summary>
    private static bool IsNumber(string value) => value.Length <= LongestNumber
        && (value is "true" or "false"
            || double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            || DurationValue.TryParse(value, out _)
            || SizeValue.TryParse(value, out _));

    private static Uri WithoutUser(Uri address) =>
        address.IsAbsoluteUri && address.UserInfo.Length > 0
            ? new UriBuilder(address) { UserName = "", Password = "" }.Uri
            : address;

    private static string WithoutUser(string value) =>
        value.Contains("://", StringComparison.Ordinal) && value.Contains('@', StringComparison.Ordinal)
            && Uri.TryCreate(value, UriKind.Absolute, out var address) && address.UserInfo.Length > 0
            ? WithoutUser(address).ToString()
            : value;
}
