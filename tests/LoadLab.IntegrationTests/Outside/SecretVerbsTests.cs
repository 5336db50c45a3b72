using System.Security.Cryptography;
using System.Text;
using LoadLab.IntegrationTests.Engine;
using Microsoft.AspNetCore.Http;

namespace LoadLab.IntegrationTests.Outside;

/// <summary>
/// A marked password in every place where one can be given, to every verb, as it should be written and as people write it by mistake, with servers that send back
/// what they were sent and with none. The mark is in nothing that is printed or stored, on no command line but the user's own, and in no question to a name server:
/// not plain, not in base64, not URL-encoded.
/// </summary>
public sealed class SecretVerbsTests
{
    private const string Catalogue = """
        version: 1
        catalogue: limits
        services: {api: {title: API, steps: ["*"]}}
        slos:
          - {id: errors, title: Errors, kind: error-ratio, tier: slo, source: "1/1", service: api, objective: {lt: 1%}, production: {good: 'good{key="${TOKEN}"}', total: total}}
          - {id: held, title: Held, kind: capacity, tier: slo, source: "1/2", offered: {arrivalRate: 10/s, hold: 1s}, holds: [errors]}
        attainment:
          - {id: attainment, source: "4/1", term: sli, period: 24h, slice: 1h}
        """;

    private const string Suite = """
        suite: marked
        scenarios: scenarios/LoadLab.TestProcesses.dll
        catalogue: limits.yaml
        seed: 7
        stack: {kind: external, external: {baseUrl: "${TARGET}"}}
        settings: {token: "Basic ${BASIC}", path: "/a?key=${TOKEN}", smtpPassword: "PLAIN"}
        phases:
          - {name: steady, model: open, rate: 10/s, hold: 1s, scenarios: {tells: 1, confides: 1}}
        """;

    private readonly string _mark = "mArK" + RandomNumberGenerator.GetHexString(12);

    [Fact]
    public async Task The_mark_is_nowhere()
    {
        var forms = new MarkForms(_mark);
        await using var names = NameServer.TryStart();
        var isRefusing = false;
        await using var server = await StubServer.StartAsync(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var body = await reader.ReadToEndAsync();
            if (context.Request.Path.StartsWithSegments("/moved"))
            {
                context.Response.Headers.Location = $"http://ann:{_mark}@127.0.0.1:1/login?token={_mark}";
                context.Response.StatusCode = 302;
                return;
            }

            context.Response.StatusCode = isRefusing ? 401 : 200;
            await context.Response.WriteAsync($"{context.Request.QueryString} {string.Join(' ', context.Request.Headers.Select(header => $"{header.Key}: {header.Value}"))} {body}");
        });
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes("ann:" + _mark));
        using var cli = new OutsideCli { Watched = forms.All, Prefix = names?.Prefix ?? [] };
        cli.LinkScenarios("scenarios");
        var config = Directory.CreateDirectory(Path.Combine(cli.Home, "docker")).FullName;
        var secret = cli.Write("secret.txt", _mark + "\n");
        string[] given =
        [
            secret,
            cli.Write("limits.yaml", Catalogue),
            cli.Write("suite.yaml", Suite.Replace("PLAIN", _mark, StringComparison.Ordinal)),
            cli.Write(".env", $"TOKEN={_mark}\nBASIC={basic}\nTARGET={server.Address}\nAPI_TOKEN_FILE={secret}\n"),
            cli.Write("postgres.txt", $"Host=127.0.0.1;Port=1;Username=u;Password={_mark};Database=d"),
            cli.Write("redis.txt", $"127.0.0.1:1,password={_mark},{_mark}"),
            cli.Write("body.txt", $"password={_mark}"),
            cli.Write("docker/config.json", "{\"auths\": {\"127.0.0.1:1\": {\"auth\": \"" + basic + "\"}}}"),
        ];
        var (root, here) = (server.Address.ToString(), server.Address.Authority);
        cli.Variables["PROM_TOKEN"] = _mark;
        cli.Variables["DOCKER_CONFIG"] = config;
        var codes = new List<(string Line, int Code)>();
        foreach (var refuses in new[] { false, true })
        {
            isRefusing = refuses;
            await RunAsync("run suite.yaml");
            await RunAsync("run suite.yaml --once --trace");
            await RunAsync("gate suite.yaml --baseline latest --junit junit.xml --comment comment.md --json");
            await RunAsync("plan suite.yaml");
            await RunAsync("capacity suite.yaml --from 10 --to 20 --hold 1s --max-time 5s");
            await RunAsync("noise suite.yaml -n 2");
            await RunAsync("compare suite.yaml suite.yaml --interleave -n 1");
            await RunAsync($"http {root}a?sig={_mark} --iterations 5 --users 1 -H", $"Authorization: Basic {basic}");
            await RunAsync($"http POST {root}b --iterations 5 --users 1 --body-file body.txt -H", $"Cookie: session={_mark}");
            await RunAsync($"import prometheus --url {root} --day 2026-06-10 --catalogue limits.yaml --token-env PROM_TOKEN");
            await RunAsync($"import prometheus --url {root}moved --day 2026-06-10 --catalogue limits.yaml --token-env PROM_TOKEN");
        }

        // As they are written by mistake, or to servers that are not there.
        foreach (var address in new[] { $"http://ann:{_mark}/x@127.0.0.1:1/", $"http://ann:{_mark}@{_mark}.invalid:{_mark}/", $"ann:{_mark}@127.0.0.1:1/", $"http://{here}@x:{_mark}", $"https://ann:{_mark}@{here}/?token={_mark}" })
        {
            await RunAsync("http --iterations 1 --users 1", address);
            await RunAsync("run suite.yaml --external-url", address);
            await RunAsync("import prometheus --day 2026-06-10 --catalogue limits.yaml --url", address);
        }

        foreach (var postgres in new[] { "@postgres.txt", $"postgres://u:{_mark}/x@127.0.0.1:1/d", $"postgres://u:{_mark}@127.0.0.1:1/d?sslmode={_mark}", $"Host=127.0.0.1;Port=1;PWD={_mark};Username=u", $"Server=127.0.0.1;Port={_mark}", $"u:{_mark}@127.0.0.1:1/d", _mark })
        {
            await RunAsync("run suite.yaml --external-postgres", postgres);
        }

        foreach (var redis in new[] { "@redis.txt", $"redis://:{_mark}/x@127.0.0.1:1/0", $"127.0.0.1:1,password = {_mark}, {_mark}", $"127.0.0.1:1,user={_mark},password={_mark},ssl={_mark}", $"127.0.0.1:1,pass={_mark}", $"redis://u:{_mark}", $"u:{_mark}@127.0.0.1:1", $"password={_mark},127.0.0.1:1" })
        {
            await RunAsync("run suite.yaml --external-redis", redis);
        }

        cli.Variables["DOCKER_HOST"] = $"tcp://ann:{_mark}@127.0.0.1:1";
        await RunAsync("doctor");
        await RunAsync("run suite.yaml --stack containers");
        cli.Variables["DOCKER_HOST"] = _mark;
        await RunAsync("doctor");
        foreach (var verb in new[]
        {
            "report latest --out results", "report slo --day 2026-06-10 --catalogue limits.yaml --out results", "runs list --out results", "runs show latest --json --out results", "runs export latest --out results",
            "runs label latest a=b --out results", "runs schema run", "baseline set latest --out results", "compare latest~1 latest --out results", "trend marked --out results", "slo list --catalogue limits.yaml", "slo lint --catalogue limits.yaml", "slo show errors --catalogue limits.yaml", "slo measures", "completion bash", "new example lms", "plan-capacity --capacity 412/s --rate 150/s --growth 8%/month", "runs rm latest --out results",
        })
        {
            await RunAsync(verb);
        }

        codes.Count(one => one.Code == 104).Should().BeGreaterThan(20, "what is wrong is refused");
        codes.Where(one => one.Code != 104).Should().HaveCountGreaterThan(15, "what is right is done, and these were refused: {0}", string.Join("\n", codes.Where(one => one.Code == 104).Select(one => one.Line)));
        forms.In(cli.Printed).Should().BeEmpty("{0}", Around(cli.Printed, forms));
        cli.SeenCommands.Should().BeEmpty();
        var files = Directory.EnumerateFiles(cli.Home, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }).Except(given).ToList();
        files.Should().HaveCountGreaterThan(20);
        files.Where(file => forms.In(file).Any() || forms.In(Encoding.Latin1.GetString(File.ReadAllBytes(file))).Any()).Should().BeEmpty();
        if (names is not null)
        {
            names.Asked.Where(name => forms.In(name).Any()).Should().BeEmpty();
        }

        async Task RunAsync(string line, params string[] last) =>
            codes.Add((line, (await cli.RunAsync([.. line.Split(' '), .. last, "--env-file", ".env"])).Code));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("ab")]
    [InlineData("abc")]
    public void The_mark_is_found_in_base64_wherever_it_begins(string before)
    {
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{before}{_mark}:x"));

        new MarkForms(_mark).In($"Authorization: Basic {encoded}").Should().NotBeEmpty();
    }

    private static string Around(string text, MarkForms forms) => string.Join("\n", text.Split('\n').Where(line => forms.In(line).Any()).Take(10));
}
