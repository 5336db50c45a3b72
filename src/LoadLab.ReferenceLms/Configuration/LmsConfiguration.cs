using System.Data.Common;
using LoadLab.ReferenceLms.Data.Generation;
using Npgsql;
using StackExchange.Redis;

namespace LoadLab.ReferenceLms.Configuration;

/// <summary>Reads <see cref="LmsOptions"/> from the configuration and names every fault at once.</summary>
internal static class LmsConfiguration
{
    private static readonly string[] KnownKeys =
    [
        "Lms:Delay", "Lms:Query:Delay", "Lms:Pool:Size", "Lms:Password:Iterations", "Lms:Cache:Ttl", "Lms:Workers",
        "Lms:Data:Users", "Lms:Data:Courses", "Lms:Data:Enrolments", "Lms:Data:Seed", "Lms:Storage:Path", "Lms:Storage:MaxBytes",
        "Lms:Mail:Queue", "Lms:Mail:Timeout", "Lms:Mail:GiveUpAfter",
    ];

    /// <summary>The options, or what is wrong with the configuration.</summary>
    /// <param name="configuration">Environment, command line and settings files.</param>
    /// <param name="faults">Every fault, one sentence each; empty when the options are good.</param>
    public static LmsOptions Read(IConfiguration configuration, out IReadOnlyList<string> faults)
    {
        var values = new SettingReader(configuration);
        foreach (var (key, _) in configuration.GetSection("Lms").AsEnumerable().Where(pair => pair.Value is not null))
        {
            if (!KnownKeys.Contains(key, StringComparer.OrdinalIgnoreCase))
            {
                values.Faults.Add($"'{key}' is not a setting of the LMS. Known are: {string.Join(", ", KnownKeys)}.");
            }
        }

        var fallback = new LmsOptions { Postgres = "", Redis = "", StoragePath = "" };
        var options = new LmsOptions
        {
            Postgres = ConnectionString(values, "Postgres", "Host=127.0.0.1;Port=5432;Username=lms;Database=lms", text => new NpgsqlConnectionStringBuilder(text)),
            Redis = ConnectionString(values, "Redis", "127.0.0.1:6379", text => ConfigurationOptions.Parse(text)),
            Delay = values.Duration("Lms:Delay", fallback.Delay, TimeSpan.Zero, TimeSpan.FromMinutes(1)),
            QueryDelay = values.Duration("Lms:Query:Delay", fallback.QueryDelay, TimeSpan.Zero, TimeSpan.FromMinutes(1)),
            PoolSize = values.Integer("Lms:Pool:Size", fallback.PoolSize, 1, 1_000),
            PasswordIterations = values.Integer("Lms:Password:Iterations", fallback.PasswordIterations, 1, 10_000_000),
            CacheTtl = values.Duration("Lms:Cache:Ttl", fallback.CacheTtl, TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(1)),
            Workers = values.Integer("Lms:Workers", fallback.Workers, 0, 64),
            Data = new DataOptions
            {
                Users = values.Integer("Lms:Data:Users", fallback.Data.Users, 1, GeneratedData.MaxUsers),
                Courses = values.Integer("Lms:Data:Courses", fallback.Data.Courses, 1, 100_000),
                Enrolments = values.Integer("Lms:Data:Enrolments", fallback.Data.Enrolments, 0, 50_000_000),
                Seed = values.Integer("Lms:Data:Seed", fallback.Data.Seed, int.MinValue, int.MaxValue),
            },
            StoragePath = Path.GetFullPath(values.Text("Lms:Storage:Path") ?? Path.Combine(Path.GetTempPath(), "reference-lms-files")),
            StorageMaxBytes = values.Long("Lms:Storage:MaxBytes", fallback.StorageMaxBytes, 1, long.MaxValue),
            Smtp = Smtp(values),
        };
        var pairs = (long)options.Data.Users * options.Data.Courses;
        if (options.Data.Enrolments > pairs)
        {
            values.Faults.Add(
                $"Lms:Data:Enrolments {options.Data.Enrolments} is above Lms:Data:Users × Lms:Data:Courses = {pairs}. "
                + "A user can enrol in a course once: lower the enrolments, or raise users or courses.");
        }

        CheckAddresses(configuration["urls"], values.Faults);
        CheckStorage(options.StoragePath, values.Faults);
        faults = values.Faults;
        return options;
    }

    // The settings are checked also where no server is named.
    private static SmtpOptions? Smtp(SettingReader values)
    {
        const string key = "ConnectionStrings:Smtp";
        var options = new SmtpOptions { Host = "", Port = 25 };
        options = options with
        {
            QueueSize = values.Integer("Lms:Mail:Queue", options.QueueSize, 1, 1_000_000),
            Timeout = values.Duration("Lms:Mail:Timeout", options.Timeout, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(10)),
            GiveUpAfter = values.Duration("Lms:Mail:GiveUpAfter", options.GiveUpAfter, TimeSpan.Zero, TimeSpan.FromDays(1)),
        };
        if (values.Text(key) is not { } text)
        {
            return null;
        }

        if (Uri.TryCreate("smtp://" + text, UriKind.Absolute, out var server) && server is { Port: > 0, PathAndQuery: "/", UserInfo: "" } && server.Host.Length > 0 && !text.EndsWith('/'))
        {
            return options with { Host = server.Host.Trim('[', ']'), Port = server.Port };
        }

        values.Faults.Add($"{key} '{text}' is not a server with its port. It looks like '127.0.0.1:25'; leave it away to send no mail.");
        return null;
    }

    private static string ConnectionString(SettingReader values, string name, string example, Func<string, object> parse)
    {
        var key = $"ConnectionStrings:{name}";
        if (values.Text(key) is not { } text)
        {
            values.Faults.Add($"{key} is not set. Set the environment variable ConnectionStrings__{name}, for example to '{example}'.");
            return "";
        }

        try
        {
            parse(text);
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException or KeyNotFoundException or DbException or OverflowException or InvalidCastException)
        {
            // The text itself may hold a password and is not repeated.
            values.Faults.Add($"{key} can't be read: {fault.Message} It looks like '{example}'.");
        }

        return text;
    }

    private static void CheckAddresses(string? urls, List<string> faults)
    {
        foreach (var url in urls?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [])
        {
            if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttp || uri.PathAndQuery != "/")
            {
                faults.Add($"--urls '{url}' is not an address to listen on. It looks like 'http://127.0.0.1:8080'.");
            }
        }
    }

    private static void CheckStorage(string path, List<string> faults)
    {
        try
        {
            Directory.CreateDirectory(path);
            using var probe = File.Create(Path.Combine(path, $".probe-{Environment.ProcessId}"), 1, FileOptions.DeleteOnClose);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            faults.Add($"Lms:Storage:Path '{path}' can't be written to: {fault.Message} Name a folder that this user may create or write.");
        }
    }
}
