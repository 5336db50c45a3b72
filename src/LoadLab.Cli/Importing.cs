using LoadLab.Cli.Parts;
using LoadLab.Stacks.Prometheus;

namespace LoadLab.Cli;

/// <summary>Imports from a real Prometheus, by the real clock.</summary>
internal sealed class Importing(Func<string, string?> environment, IRunMaking making) : IImporting
{
    public TimeProvider Time => TimeProvider.System;

    public string? Variable(string name) => environment(name);

    public PrometheusClient CreateClient(PrometheusAddress address, TimeSpan timeout) => new(address, timeout, TimeProvider.System);

    public Interrupts Listen() => making.Listen();
}
