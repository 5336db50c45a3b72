namespace LoadLab.Core.Runs;

/// <summary>Takes secrets out of a plan, so that a record can be shown to anybody.</summary>
public static class RunRedaction
{
    /// <summary>What stands in the place of a secret.</summary>
    public const string Redacted = "(not stored)";

    private static readonly string[] SecretWords =
        ["password", "passwd", "pwd", "secret", "token", "apikey", "credential", "credentials", "requirepass", "masterauth", "connectionstring", "authorization"];

    /// <summary>
    /// The plan without connection strings, without a user's name and password in an address, and without the values of settings
    /// whose name says that they are secret. Doing it twice changes nothing.
    /// </summary>
    public static RunPlan Of(RunPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return plan with
        {
            Stack = plan.Stack with
            {
                Postgres = WithoutSecrets(plan.Stack.Postgres),
                Redis = WithoutSecrets(plan.Stack.Redis),
                External = plan.Stack.External is { } external ? Of(external) : null,
            },
            Settings = WithoutSecrets(plan.Settings),
            Overrides = WithoutSecrets(plan.Overrides),
            Labels = WithoutSecrets(plan.Labels),
        };
    }

    /// <summary>True when the value of a setting of this name must not be stored: its last word says so, or it is a connection string.</summary>
    internal static bool IsSecret(string key)
    {
        if (key.StartsWith("stack.external.", StringComparison.OrdinalIgnoreCase)
            && (key.EndsWith(".postgres", StringComparison.OrdinalIgnoreCase) || key.EndsWith(".redis", StringComparison.OrdinalIgnoreCase)))
        {
            return true;
        }

        var last = key[(key.LastIndexOf('.') + 1)..].Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        return SecretWords.Any(word => last.EndsWith(word, StringComparison.OrdinalIgnoreCase));
    }

    private static ExternalStackPlan Of(ExternalStackPlan external) => external with
    {
        BaseUrl = WithoutUser(external.BaseUrl),
        Postgres = external.Postgres is null ? null : Redacted,
        Redis = external.Redis is null ? null : Redacted,
    };

    private static Uri WithoutUser(Uri address) =>
        address.IsAbsoluteUri && address.UserInfo.Length > 0
            ? new UriBuilder(address) { UserName = "", Password = "" }.Uri
            : address;

    private static SortedDictionary<string, string> WithoutSecrets(IReadOnlyDictionary<string, string> values)
    {
        var kept = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in values)
        {
            kept[key] = IsSecret(key) ? Redacted : WithoutUser(value);
        }

        return kept;
    }

    private static string WithoutUser(string value) =>
        value.Contains("://", StringComparison.Ordinal) && value.Contains('@', StringComparison.Ordinal)
            && Uri.TryCreate(value, UriKind.Absolute, out var address) && address.UserInfo.Length > 0
            ? WithoutUser(address).ToString()
            : value;
}
