using System.Security.Cryptography;
using LoadLab.IntegrationTests.Engine;
using LoadLab.IntegrationTests.Stacks;
using Microsoft.AspNetCore.Http;
using Npgsql;
using StackExchange.Redis;

namespace LoadLab.IntegrationTests.Outside;

/// <summary>
/// A marked password, given in each way in which one can be given, to runs that succeed and that fail, against a real Postgres, a real Redis and a target
/// that sends back what it was sent: the mark is in nothing that is printed or stored, and on no command line but the user's own.
/// </summary>
public sealed class SecretScanTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private const string Catalogue = """
        version: 1
        catalogue: limits
        services: {api: {title: API, steps: ["*"]}}
        slos:
          - {id: errors, title: Errors, kind: error-ratio, tier: slo, source: "1/1", service: api, objective: {lt: 1%}}
        """;

    private const string Suite = """
        suite: marked
        scenarios: scenarios/LoadLab.TestProcesses.dll
        catalogue: limits.yaml
        seed: 7
        stack: {kind: external, external: {baseUrl: "${TARGET}", postgres: "${PG}", redis: "${REDIS}"}}
        settings: {token: "Bearer ${TOKEN}", path: "/a?key=${TOKEN}", password: "PLAIN"}
        phases:
          - {name: steady, model: open, rate: 10/s, hold: 1s, scenarios: {tells: 1}}
        """;

    private readonly string _mark = "mArK" + RandomNumberGenerator.GetHexString(10);

    [Fact]
    public async Task The_mark_is_nowhere()
    {
        var password = $"{_mark}a,b;c=d \"e'f@g/h:{_mark}";
        var (postgres, redis) = await GiveAsync(password);
        var isRefusing = false;
        await using var server = await StubServer.StartAsync(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            context.Response.StatusCode = isRefusing ? 401 : 200;
            await context.Response.WriteAsync($"{context.Request.QueryString} {string.Join(' ', context.Request.Headers.Select(header => $"{header.Key}: {header.Value}"))} {await reader.ReadToEndAsync()}");
        });
        using var cli = new OutsideCli { Watched = [_mark] };
        cli.Write("limits.yaml", Catalogue);
        cli.LinkScenarios("scenarios");
        string[] given =
        [
            cli.Write("suite.yaml", Suite.Replace("PLAIN", _mark + "-plain", StringComparison.Ordinal)),
            cli.Write(".env", $"PG='{postgres.Replace("'", "%27", StringComparison.Ordinal)}'\nREDIS='{redis.Replace("'", "%27", StringComparison.Ordinal)}'\nTOKEN={_mark}-token\nTARGET={server.Address}\n"),
            cli.Write("redis.txt", redis),
            cli.Write("broken.env", $"{_mark}\nA='{_mark}' {_mark}\n1{_mark}=x\n"),
        ];
        var npgsql = new NpgsqlConnectionStringBuilder(fixture.Stack.PostgresConnectionString) { Username = "marked", Password = password }.ConnectionString;

        foreach (var refuses in new[] { false, true })
        {
            isRefusing = refuses;
            (await cli.RunAsync("run", "suite.yaml", "--env-file", ".env")).Error.Should().Contain("postgres ").And.Contain("redis ").And.NotContain("error:");
            await cli.RunAsync(
                "http", "POST", $"http://ann:{_mark}@{server.Address.Authority}/b?token={_mark}-q", "--iterations", "5", "--users", "1", "-H", $"X-Key: {_mark}-h", "-H", $"Authorization: Bearer {_mark}-b",
                "--body", $"{{\"password\": \"{_mark}-p\"}}");
            await cli.RunAsync("http", server.Address + "${TOKEN}?t=${TOKEN}", "--env-file", ".env", "--iterations", "5", "--users", "1", "-H", "X-Key: ${TOKEN}", "--body", "x=${TOKEN}");
        }

        // From the environment, from a file, and on the command line by one who insists.
        cli.Variables["LOADLAB_EXTERNAL_POSTGRES"] = npgsql;
        var baseline = Path.GetFileName(Directory.EnumerateDirectories(Path.Combine(cli.Home, "results"), "*-marked-*").Order(StringComparer.Ordinal).First());
        var gate = await cli.RunAsync("gate", "suite.yaml", "--baseline", baseline, "--env-file", ".env", "--external-redis", "@redis.txt", "--comment", "comment.md", "--junit", "junit.xml", "--json");
        gate.Error.Should().NotContain("hint:");
        if (gate.Code == 104)
        {
            gate.Error.Should().Contain("is INVALID", "a busy machine may have spoilt the baseline; nothing else may keep the gate from its run");
        }

        (await cli.RunAsync("plan", "suite.yaml", "--env-file", ".env", "--external-postgres", npgsql)).Error.Should().Contain("hint: --external-postgres: `ps` shows");
        cli.Variables.Clear();

        foreach (var bad in (string[][])
        [
            ["run", "suite.yaml", "--env-file", ".env", "--external-redis", $"127.0.0.1:1,password={_mark},{_mark}"],
            ["run", "suite.yaml", "--env-file", ".env", "--external-redis", $"redis://:{_mark}@127.0.0.1:1/{_mark}"],
            ["run", "suite.yaml", "--env-file", ".env", "--external-redis", fixture.Stack.RedisConfiguration!.Split(',')[0] + $",user=marked,password={_mark}"],
            ["run", "suite.yaml", "--env-file", ".env", "--external-postgres", $"Host=127.0.0.1,Port=1,Password={_mark}"],
            ["run", "suite.yaml", "--env-file", ".env", "--external-postgres", $"postgres://u:{_mark}@127.0.0.1:1/d"],
            ["run", "suite.yaml", "--env-file", ".env", "--external-postgres", new NpgsqlConnectionStringBuilder(npgsql) { Password = _mark }.ConnectionString],
            ["run", "suite.yaml", "--env-file", ".env", "--set", $"stack.external.baseUrl=ftp://u:{_mark}@h/"],
            ["run", "suite.yaml", "--env-file", ".env", "--external-url", $"http://u:{_mark}@127.0.0.1:1/?password={_mark}"],
            ["plan", "suite.yaml", "--env-file", ".env", "--set", "phases.steady.rate=${TOKEN}", "--set", "suite=${PG}", "--set", "settings=${TOKEN}"],
            ["plan", "suite.yaml"],
            ["plan", "suite.yaml", "--env-file", "broken.env"],
            ["http", $"h/?token={_mark}"],
            ["http", $"ftp://u:{_mark}@h/"],
            ["http", server.Address.ToString(), "-H", $"Authorization {_mark}", "-H", $"{_mark}-without-a-colon", "-H", $"X-Key: {_mark}\n", "--body-file", "missing"],
            ["http", $"http://u:{_mark}@127.0.0.1:1/?token={_mark}"],
        ])
        {
            (await cli.RunAsync(bad)).Code.Should().BeOneOf([104], string.Join(' ', bad));
        }

        foreach (var line in new[] { "compare latest~1 latest", "report latest", "runs list", "runs show latest --json", "baseline set latest" })
        {
            await cli.RunAsync([.. line.Split(' '), "--env-file", ".env"]);
        }

        cli.Printed.Should().NotContain(_mark);
        cli.SeenCommands.Should().BeEmpty();
        Directory.EnumerateDirectories(Path.Combine(cli.Home, "results"), "2*").Should().HaveCountGreaterThan(5);
        var files = Directory.EnumerateFiles(cli.Home, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }).Except(given).ToList();
        files.Should().HaveCountGreaterThan(20);
        files.Where(file => File.ReadAllText(file).Contains(_mark, StringComparison.Ordinal)).Should().BeEmpty();
    }

    [Fact]
    public void Nothing_that_LoadLab_starts_has_a_password_on_its_command_line()
    {
        var passwords = new[] { new NpgsqlConnectionStringBuilder(fixture.Stack.PostgresConnectionString).Password!, ConfigurationOptions.Parse(fixture.Stack.RedisConfiguration!).Password! };

        passwords.Should().OnlyContain(password => password.Length > 8);
        foreach (var command in Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0])).Select(path => Read(Path.Combine(path, "cmdline"))))
        {
            command.Should().NotContainAny(passwords);
        }
    }

    /// <summary>A user of the real Postgres and one of the real Redis, with a password of every awkward character; their addresses as URIs.</summary>
    private async Task<(string Postgres, string Redis)> GiveAsync(string password)
    {
        var admin = new NpgsqlConnectionStringBuilder(fixture.Stack.PostgresConnectionString);
        await using (var connection = new NpgsqlConnection(admin.ConnectionString))
        {
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand($"DROP ROLE IF EXISTS marked; CREATE ROLE marked LOGIN SUPERUSER PASSWORD '{password.Replace("'", "''", StringComparison.Ordinal)}'", connection);
            await command.ExecuteNonQueryAsync();
        }

        var options = ConfigurationOptions.Parse(fixture.Stack.RedisConfiguration!);
        options.AllowAdmin = true;
        await using var redis = await ConnectionMultiplexer.ConnectAsync(options);
        await redis.GetDatabase().ExecuteAsync("ACL", "SETUSER", "marked", "reset", "on", ">" + password, "~*", "&*", "+@all");
        var encoded = Uri.EscapeDataString(password);
        return ($"postgres://marked:{encoded}@{admin.Host}:{admin.Port}/{admin.Database}", $"redis://marked:{encoded}@{options.EndPoints[0]}");
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
