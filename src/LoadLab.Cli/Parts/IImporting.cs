using LoadLab.Stacks.Prometheus;

namespace LoadLab.Cli.Parts;

/// <summary>What it takes to import from production.</summary>
internal interface IImporting
{
    /// <summary>The clock that says what is over.</summary>
    TimeProvider Time { get; }

    /// <summary>Reads a variable of the environment; null when it is not set.</summary>
    string? Variable(string name);

    /// <summary>A client of a Prometheus.</summary>
    /// <param name="address">Its address.</param>
    /// <param name="timeout">Longest time for one answer.</param>
    PrometheusClient CreateClient(PrometheusAddress address, TimeSpan timeout);

    /// <summary>Listens for Ctrl-C and SIGTERM from now on.</summary>
    Interrupts Listen();
}
