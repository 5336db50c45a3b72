using System.Globalization;

namespace LoadLab.Benchmarks.SideBySide;

/// <summary>The files that the scripted generators need: a suite over this assembly's scenarios, a k6 script, a place for results.</summary>
internal sealed class BenchSuite : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("loadlab-bench-suite-");

    public BenchSuite()
    {
        Launcher = FindLauncher();
        K6Script = Path.Combine(_directory.FullName, "get.js");
        File.WriteAllText(K6Script, "import http from 'k6/http';\nexport default function () { http.get(__ENV.URL); }\n");
        CheckedScript = Path.Combine(_directory.FullName, "checked.js");
        File.WriteAllText(CheckedScript, """
            import http from 'k6/http';
            import { check } from 'k6';
            export default function () {
              const answer = http.get(`${__ENV.URL}items`, { tags: { name: 'get' } });
              check(answer, { 'is 200': (r) => r.status === 200, 'has items': (r) => JSON.parse(r.body).items.length === 4 });
            }

            """);
        File.WriteAllText(Path.Combine(_directory.FullName, "errors.yaml"), """
            version: 1
            catalogue: errors
            description: the least there is to judge
            services:
              target: {title: Target, steps: ["*"]}
            slos:
              - id: errors
                title: Failed requests
                kind: error-ratio
                tier: slo
                source: "2.3/1"
                service: target
                objective: {lt: 1%}
            """);
    }

    public string Launcher { get; }

    public string K6Script { get; }

    /// <summary>One GET, two checks, a body of JSON that is parsed: for k6 and for LoadLab.</summary>
    public string CheckedScript { get; }

    public string Results => Path.Combine(_directory.FullName, "results");

    /// <summary>Arguments that run one of this assembly's scenarios with a number of users.</summary>
    public IReadOnlyList<string> Arguments(string scenario, string url, int seconds, int users, string extra = "")
    {
        var suite = Path.Combine(_directory.FullName, scenario + ".yaml");
        File.WriteAllText(suite, string.Create(CultureInfo.InvariantCulture, $$"""
            suite: {{scenario}}
            description: side by side
            scenarios: {{typeof(BenchScenarios).Assembly.Location}}
            catalogue: {{_directory.FullName}}/errors.yaml
            seed: 1
            stack: {kind: external}
            phases:
              - name: load
                model: closed
                users: {{users}}
                hold: {{seconds}}s
                scenarios: { {{scenario}}: 1 }
                connections: shared
                {{extra}}
            """));
        return ["run", suite, "--external-url", url, "--out", Results];
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private static string FindLauncher()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var launcher = Path.Combine(folder.FullName, "loadlab");
            if (File.Exists(launcher) && File.Exists(Path.Combine(folder.FullName, "LoadLab.sln")))
            {
                return launcher;
            }
        }

        throw new InvalidOperationException("The launcher 'loadlab' is not above " + AppContext.BaseDirectory);
    }
}
