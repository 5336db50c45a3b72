namespace LoadLab.IntegrationTests.ForeignBackends;

/// <summary>A suite with a catalogue of its own, in a directory of its own, as a user's would be.</summary>
internal sealed class ZooSuite : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("loadlab-zoo-suite-").FullName;

    public ZooSuite(string scenarios, string path = "/", string hold = "3s", string rate = "20/s")
    {
        File.WriteAllText(System.IO.Path.Combine(_folder, "zoo.yaml"), """
            version: 1
            catalogue: zoo
            services:
              api: {title: The backend, steps: ["*"]}
            slos:
              - {id: zoo-p50, title: P50, source: "1/1", original: "< 500 ms", kind: response-time, tier: slo, service: api, indicator: {percentile: 50}, objective: {lt: 500ms}}
              - {id: zoo-p99, title: P99, source: "1/2", original: "< 500 ms", kind: response-time, tier: slo, service: api, indicator: {percentile: 99}, objective: {lt: 500ms}}
            """);
        File.WriteAllText(Path, $$"""
            suite: zoo
            description: A backend that is not ours
            scenarios: {{Built.Dll("tests", "LoadLab.TestProcesses")}}
            catalogue: {{_folder}}/zoo.yaml
            slos: [zoo-p50, zoo-p99]
            seed: 1
            settings: {path: {{path}}}
            stack: {kind: external}
            phases:
              - name: load
                model: open
                rate: {{rate}}
                hold: {{hold}}
                {{scenarios.Trim()}}
            """);
    }

    public string Path => System.IO.Path.Combine(_folder, "suite.yaml");

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
